/** `spikeloom export`: runs and networks in other programs' formats. */
import { existsSync } from 'node:fs';
import { ModelError } from '../../errors.ts';
import type { Command } from '../command.ts';
import { exitStatus } from '../report.ts';

/** Formats that are planned: asking for one is no typing error. */
const later = ['brian', 'nestml', 'pynn', 'nir', 'lava'];

export const exportRun: Command = {
  name: 'export',
  arguments: [['<run dir>', 'what spikeloom run --record spikes wrote']],
  required: 1,
  doc: 'Writes the spikes of a run as a SONATA HDF5 file.',
  options: {
    to: { value: '<sonata>', doc: 'the format' },
    out: { value: '<path>', doc: 'the file to write, such as spikes.h5' },
    overwrite: { doc: 'replace the file if it is there' },
  },
  run: async (args, screen) => {
    const [directory, to, out] = [args.positionals[0] as string, args.text('to'), args.text('out')];
    if (to !== undefined && later.includes(to))
      throw new ModelError('cli.later', `This version of Spikeloom does not export to ${to} yet. It exports to: sonata.`, { to });
    if (to !== 'sonata')
      throw new ModelError('cli.choice', to === undefined ? 'spikeloom export needs --to sonata.' : `--to takes sonata, not '${to}'.`, { to });
    if (out === undefined) throw new ModelError('cli.arguments', 'spikeloom export needs --out <path>, such as --out spikes.h5.', {});
    if (existsSync(out) && !args.flag('overwrite'))
      throw new ModelError('cli.exists', `${out} exists already. Choose another path, or add --overwrite.`, { out });
    const { writeSonataSpikes } = await import('../../formats/sonata-spikes.ts');
    await writeSonataSpikes(directory, out);
    screen.print(out);
    return exitStatus.complete;
  },
};
