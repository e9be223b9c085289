/** `spikeloom plot`: the figures of a run directory. */
import { join } from 'node:path';
import { ModelError } from '../../errors.ts';
import type { Command } from '../command.ts';
import { drawRun } from '../draw-run.ts';
import { parseCount, parseTime } from '../quantity.ts';
import { exitStatus } from '../report.ts';

export const plot: Command = {
  name: 'plot',
  arguments: [['<run dir>', 'what spikeloom run --out wrote']],
  required: 1,
  doc: 'Draws raster, rates, distributions and weights as SVG, one file each, and overview.svg with all of it.',
  options: {
    out: { value: '<dir>', doc: 'where the figures go (default: the run directory)' },
    bin: { value: '<time>', doc: 'width of a rate bin (default: one that suits the run)' },
    from: { value: '<time>', doc: 'start of the raster (default: the last stretch that stays readable)' },
    to: { value: '<time>', doc: 'end of the raster' },
    rows: { value: '<n>', doc: 'neurons in the raster, of all populations together (default: 1000)' },
  },
  run: async (args, screen) => {
    const directory = args.positionals[0] as string;
    const time = (name: string) => {
      const text = args.text(name);
      return text === undefined ? undefined : parseTime(`--${name}`, text);
    };
    const [from, to, bin, out] = [time('from'), time('to'), time('bin'), args.text('out')];
    if (from !== undefined && to !== undefined && from >= to)
      throw new ModelError('cli.plot', `--from ${args.text('from')} is not before --to ${args.text('to')}.`, { from, to });
    const rows = args.text('rows');
    const files = await drawRun(directory, {
      ...(bin === undefined ? {} : { bin }),
      ...(from === undefined && to === undefined ? {} : { window: [from ?? 0, to ?? Number.POSITIVE_INFINITY] }),
      ...(rows === undefined ? {} : { maxRows: parseCount('--rows', rows) }),
      ...(out === undefined ? {} : { out }),
    });
    for (const file of files) screen.print(join(out ?? directory, file));
    return exitStatus.complete;
  },
};
