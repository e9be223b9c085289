/**
 * How many wall seconds does a biological second of each network take?
 *
 * The networks are those of `networks/`; only simulating is timed, after a warm-up, not building. A ratio to real time says what a user
 * waits for; the cost of a synaptic event beside that of the hand-written loop of the same run says how far from the machine's limit
 * a network is, all neurons, draws and exchanges included. `goal` is the factor asked for on one and two workers.
 */
import type { Network } from 'spikeloom';
import brunel from '../networks/brunel.ts';
import brunelPlastic from '../networks/brunel-plastic.ts';
import homeoEi from '../networks/homeo-ei.ts';
import microcircuit from '../networks/microcircuit.ts';
import plasticEi from '../networks/plastic-ei.ts';
import sparse from '../networks/sparse.ts';
import coba from '../networks/vogels-abbott-coba.ts';
import cuba from '../networks/vogels-abbott-cuba.ts';
import { full, question, type Row, sized } from './harness.ts';
import { deliveryLimit } from './measuring/limits.ts';
import { measure } from './measuring/runs.ts';

interface Case {
  readonly name: string;
  readonly network: () => Network;
  readonly clock: 'event' | 'grid';
  /** Biological time of a stretch [ms]: long enough that it takes a tenth of a second at least. */
  readonly ms: number;
  readonly warmMs?: number;
  readonly goal: readonly [number | null, number | null];
}

const none = [null, null] as const;
const scale = sized(1, 0.1);

const cases: readonly Case[] = [
  { name: 'vogels-abbott-cuba', network: () => cuba(), clock: 'grid', ms: 10_000, goal: [0.05, null] },
  { name: 'vogels-abbott-cuba', network: () => cuba(), clock: 'event', ms: 5_000, goal: none },
  { name: 'vogels-abbott-coba', network: () => coba, clock: 'grid', ms: 5_000, goal: [0.1, null] },
  { name: 'vogels-abbott-cuba, release 0.5', network: () => cuba({ release: 0.5 }), clock: 'grid', ms: 5_000, goal: [0.07, null] },
  { name: 'plastic-ei', network: () => plasticEi(), clock: 'grid', ms: 5_000, goal: none },
  { name: 'plastic-ei', network: () => plasticEi(), clock: 'event', ms: 5_000, goal: none },
  { name: 'homeo-ei', network: () => homeoEi(), clock: 'grid', ms: 5_000, goal: none },
  { name: 'sparse', network: () => sparse({ scale }), clock: 'event', ms: 2_000, goal: [0.25, 0.14] },
  { name: 'sparse', network: () => sparse({ scale }), clock: 'grid', ms: 1_000, goal: none },
  { name: 'brunel', network: () => brunel({ scale }), clock: 'grid', ms: 500, goal: [1.2, 0.7] },
  { name: 'brunel-plastic', network: () => brunelPlastic({ scale }), clock: 'grid', ms: 200, warmMs: 300, goal: [4.5, 2.6] },
  { name: 'microcircuit, scale 0.1', network: () => microcircuit({ scale: sized(0.1, 0.02) }), clock: 'grid', ms: 1_000, goal: [0.45, 0.25] },
  ...(full ? [{ name: 'microcircuit, full', network: () => microcircuit(), clock: 'grid', ms: 500, warmMs: 300, goal: [8, 4.5] } as const] : []),
];

await question('networks', async () => {
  const limit = await deliveryLimit('double', sized(8000, 100), 1250, sized(12_500, 500));
  const rows: Row[] = [];
  for (const each of cases) {
    const { name, network, clock, ms, warmMs = 500, goal } = each;
    const factors: Record<number, number> = {};
    for (const workers of [1, 2]) {
      const measured = await measure(network(), { clock, workers }, { ms, warmMs });
      factors[workers] = measured.realTimeFactor;
      const { realTimeFactor, nsPerEvent, eventsPerSecond, rateHz, processors } = measured;
      const asked = goal[workers - 1] ?? null;
      rows.push({
        network: name,
        clock,
        workers,
        'rate (Hz)': rateHz,
        'real-time factor': realTimeFactor,
        goal: asked,
        'factor / goal': asked === null ? null : realTimeFactor / asked,
        'speed-up': workers === 2 && factors[1] !== undefined ? factors[1] / realTimeFactor : null,
        'events/s (10⁶)': eventsPerSecond / 1e6,
        'ns per event': nsPerEvent * workers,
        'times the delivery limit': (nsPerEvent * workers) / limit,
        'busy processors': processors,
        'built in (s)': measured.buildSeconds,
      });
    }
  }
  return rows;
});
