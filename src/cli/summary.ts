/** What a run did, for people. */
import type { Summary } from '../simulation/account.ts';
import { duration, grouped, short, table, clock as wallTime } from './table.ts';

export interface RunSummary extends Summary {
  readonly network: string;
  readonly out: string | null;
}

export const summaryLines = (summary: RunSummary, figures: readonly string[]): string[] => {
  const { network, clock, dt, engine, workers, seed, out } = summary;
  const how = `${clock} clock${dt === null ? '' : ` (dt ${dt} ms)`}, ${engine}, ${workers} worker${workers === 1 ? '' : 's'}, seed ${seed}`;
  const speed = summary.realTimeFactor > 0 ? `, ${short(1 / summary.realTimeFactor)}× real time` : '';
  const perEvent = summary.synapticEvents > 0 ? `, ${short((summary.wallSeconds * 1e9) / summary.synapticEvents)} ns each` : '';
  return [
    '',
    `${network}: ${how}`,
    ...table(
      [
        ['simulated', `${duration(summary.simulatedMs)} in ${wallTime(summary.wallSeconds)}${speed} (built in ${wallTime(summary.buildSeconds)})`],
        ['network', `${grouped(summary.neurons)} neurons, ${grouped(summary.synapses)} synapses`],
        ['events', `${grouped(summary.spikes)} spikes, ${grouped(summary.synapticEvents)} synaptic events${perEvent}`],
        ['memory', `${grouped(summary.peakRssMiB)} MiB at most`],
        ['digest', summary.spikeDigest],
      ].map(([name = '', value = '']) => [`  ${name}`, value]),
    ),
    '',
    ...table([['  population', 'rate (Hz)'], ...Object.entries(summary.ratesHz).map(([name, rate]) => [`  ${name}`, rate.toFixed(2)])], [1]),
    ...(out === null ? [] : ['', `  ${[out, ...figures.map((file) => `${out}/${file}`)].join('\n  ')}`]),
  ];
};
