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
    ...stateLines(summary),
    ...turnoverLines(summary),
    ...energyLines(summary),
    ...(out === null ? [] : ['', `  ${[out, ...figures.map((file) => `${out}/${file}`)].join('\n  ')}`]),
  ];
};

/** In which states synapses are, where they have any and that was recorded. */
const stateLines = ({ states }: RunSummary): string[] => {
  const rows = Object.entries(states ?? {}).map(([name, { synapses, initially, now, transitions }]) => {
    const share = (count: number): string => `${((100 * count) / Math.max(1, synapses)).toFixed(1)} %`;
    return [`  ${name}`, share(initially), share(now), grouped(transitions)];
  });
  return rows.length === 0 ? [] : ['', ...table([['  state', 'at first', 'now', 'changes'], ...rows], [1, 2, 3])];
};

/** Where synapses come and go. */
const turnoverLines = ({ turnover = {} }: RunSummary): string[] => {
  const rows = Object.entries(turnover).map(([name, { pruned, created }]) => [`  ${name}`, grouped(pruned), grouped(created)]);
  return rows.length === 0 ? [] : ['', ...table([['  projection', 'pruned', 'created'], ...rows], [1, 2])];
};

/** What each projection transmitted, where it was measured: its share of the charge shows where energy goes. */
const energyLines = ({ energy, simulatedMs }: RunSummary): string[] => {
  if (energy === null) return [];
  const seconds = (simulatedMs - energy.sinceMs) / 1000;
  const power = (pC: number): string => short(seconds > 0 ? pC / seconds : 0);
  const rows = Object.entries(energy.projections).map(([name, { sum, unit, pC }]) => [
    `  ${name}`,
    `${short(sum)} ${unit}`.trim(),
    short(pC),
    power(pC),
  ]);
  const total = ['  all', '', short(energy.pC), power(energy.pC)];
  return ['', ...table([['  projection', 'transmitted', 'charge (pC)', 'pC/s'], ...rows, total], [1, 2, 3])];
};
