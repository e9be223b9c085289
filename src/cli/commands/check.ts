/** `spikeloom check`: a network before it is built. */
import { basename, extname } from 'node:path';
import { checkNetwork, demandFit, type NetworkReport } from '../../network/check.ts';
import type { Command } from '../command.ts';
import { loadNetwork } from '../load-network.ts';
import { memoryLimit } from '../memory-limit.ts';
import { parseChoice, parseCount, parseRate, parseSettings, parseTime } from '../quantity.ts';
import { exitStatus } from '../report.ts';
import { bytes, grouped, short, table } from '../table.ts';

export const check: Command = {
  name: 'check',
  arguments: [['<network>', 'a .ts, .js or .json file']],
  required: 1,
  doc: 'Says what a network is, what it will cost, and whether it fits, without building it.',
  options: {
    clock: { value: '<event|grid>', doc: 'default: what the network says, else event where the models allow it' },
    dt: { value: '<time>', doc: 'step of the grid clock (default: 0.1ms)' },
    workers: { value: '<n>', doc: 'partitions (default: 1)' },
    set: { value: '<name=value>', multiple: true, doc: 'a parameter of a network that is a function' },
    rate: { value: '<n>', doc: 'rate at which neurons are supposed to fire, in Hz (default: 10)' },
    json: { doc: 'print the report as one JSON object' },
  },
  run: async (args, screen) => {
    const file = args.positionals[0] as string;
    const [clock, dt, workers] = [args.text('clock'), args.text('dt'), args.text('workers')];
    const rate = parseRate(args.text('rate') ?? '10');
    const network = await loadNetwork(file, parseSettings(args.list('set')));
    const report = checkNetwork(network, {
      ...(clock === undefined ? {} : { clock: parseChoice('--clock', clock, ['event', 'grid'] as const) }),
      ...(dt === undefined ? {} : { dt: parseTime('--dt', dt) }),
      ...(workers === undefined ? {} : { workers: parseCount('--workers', workers) }),
      bytes: memoryLimit(),
      rate,
    });
    const name = network.name ?? basename(file, extname(file));
    if (args.flag('json')) screen.print(JSON.stringify({ network: name, ...report }));
    else for (const line of reportLines(name, network.doc, rate, report)) screen.print(line);
    demandFit(report);
    return exitStatus.complete;
  },
};

const count = (value: number, exact: boolean): string => `${exact ? '' : 'about '}${grouped(Math.round(value))}`;

const reportLines = (name: string, doc: string | undefined, rate: number, report: NetworkReport): string[] => {
  const { clock, workers, neurons, synapses, exact, bytesPerPartition, synapticEventsPerSecond, driveEventsPerSecond } = report;
  const partitions = workers === 1 ? 'one partition' : `each of ${workers} partitions`;
  return [
    `${name}: ${grouped(neurons)} neurons, ${count(synapses, exact)} synapses, ${clock} clock`,
    ...(doc === undefined ? [] : [doc]),
    '',
    ...table(
      [
        ['  population', 'size', 'model'],
        ...report.populations.map(({ name: population, size, model }) => [`  ${population}`, grouped(size), model]),
      ],
      [1],
    ),
    ...(report.projections.length === 0 ? [] : ['']),
    ...table(
      report.projections.length === 0
        ? []
        : [
            ['  projection', 'synapses', 'memory'],
            ...report.projections.map((one) => [`  ${one.name}`, count(one.synapses, one.exact), bytes(one.bytes)]),
          ],
      [1, 2],
    ),
    '',
    `  memory  ${bytes(bytesPerPartition)} in ${partitions}`,
    `  events  ${grouped(synapticEventsPerSecond)} synaptic and ${grouped(driveEventsPerSecond)} of drives a biological second, if neurons fire at ${short(rate)} Hz`,
  ];
};
