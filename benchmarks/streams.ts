/**
 * What does watching cost the engine, and what does a subscriber cost that is a hundred times too slow?
 *
 * Simulations of one network take turns, stretch by stretch: one that nobody watches, one with one subscriber, one with ten, one with ten
 * different statistics, one whose potentials are sampled every 10 ms. The ratio of their times is the cost.
 * The slow subscriber takes a hundred times as long for a block as the engine did for the time that the block is of; the engine waits for it (lossless), or it gets
 * the latest block only (conflate). What memory holds is what is allocated outside the heap's young generation: buffers and heap after a collection.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  conflate,
  correlations,
  fanoFactor,
  isiCv,
  lossless,
  type Network,
  participation,
  populationCorrelation,
  powerSpectrum,
  rateAutocorrelation,
  type Simulation,
  type Spikes,
  simulate,
} from 'spikeloom';
import brunel from '../networks/brunel.ts';
import sparse from '../networks/sparse.ts';
import cuba from '../networks/vogels-abbott-cuba.ts';
import { median, question, type Row, sized } from './harness.ts';
import { wallSeconds } from './measuring/runs.ts';

type Watch = (sim: Simulation<'E' | 'I'>) => void;

let counted = 0;
const counting: Watch = (sim) => {
  sim.spikes('E').subscribe(({ time }) => {
    counted += time.length;
  });
};
/** Ten subscribers, each with another statistic. */
const measuring: Watch = (sim) => {
  const count = (): void => {
    counted++;
  };
  const E = sim.spikes('E');
  E.pipe(isiCv({ every: 1000 })).subscribe(count);
  E.pipe(fanoFactor({ window: 50, every: 1000 })).subscribe(count);
  E.pipe(correlations({ bin: 10, every: 1000, pairs: 1000 })).subscribe(count);
  E.pipe(populationCorrelation({ bin: 10, every: 1000 })).subscribe(count);
  E.pipe(rateAutocorrelation({ bin: 5, every: 1000, lags: 10 })).subscribe(count);
  E.pipe(powerSpectrum({ bin: 1, every: 1000 })).subscribe(count);
  E.pipe(participation({ bin: 10, every: 1000 })).subscribe(count);
  sim.rates('E', { bin: 10 }).subscribe(count);
  sim.rates('I', { bin: 10 }).subscribe(count);
  sim.rates('E', { bin: 100 }).subscribe(count);
};

/** Potentials of four neurons, a hundred times a biological second. */
const probing: Watch = (sim) => {
  sim.voltages('E', { every: 10, neurons: [0, 1, 2, 3] }).subscribe(() => {
    counted++;
  });
};

const times =
  (n: number, watch: Watch): Watch =>
  (sim) => {
    for (let i = 0; i < n; i++) watch(sim);
  };

/** Median ratios of the times of simulations that take turns to the time of the first. */
const ratios = async (network: () => Network<'E' | 'I'>, ms: number, workers: number, watches: readonly Watch[]): Promise<readonly number[]> => {
  const sims = watches.map((watch) => {
    const sim = simulate(network(), { workers });
    watch(sim as Simulation<'E' | 'I'>);
    return sim as Simulation<'E' | 'I'>;
  });
  for (const sim of sims) await sim.run(ms);
  const walls: number[][] = sims.map(() => []);
  for (let i = 0; i < sized(15, 2); i++) for (const [k, sim] of sims.entries()) walls[k]?.push(await wallSeconds(sim, ms));
  for (const sim of sims) await sim.close();
  return walls.map((own) => median(own.map((wall, i) => wall / (walls[0]?.[i] as number))));
};

const held = (): number => {
  globalThis.gc?.();
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return (arrayBuffers + heapUsed) / 2 ** 20;
};

/** Blocks handed on, and what memory holds more than before at most [MiB], while a subscriber takes a hundred times too long. */
const slow = async (view: 'lossless' | 'conflate'): Promise<Row> => {
  const sim = simulate(brunel({ scale: sized(1, 0.1) })) as Simulation<'E' | 'I'>;
  await sim.run(sized(200, 20));
  const perMs = (1000 * (await wallSeconds(sim, sized(200, 20)))) / sized(200, 20);
  const before = held();
  let [blocks, most, dropped] = [0, 0, 0];
  const task = async ({ from, upTo, dropped: left }: Spikes): Promise<void> => {
    blocks++;
    dropped += left?.rows ?? 0;
    most = Math.max(most, held() - before);
    await sleep(100 * perMs * (upTo - from));
  };
  sim
    .spikes('E')
    .pipe(view === 'lossless' ? lossless(task, { ahead: 8 }) : conflate(task))
    .subscribe();
  // Runs of 5 ms: a block each, at least.
  const runs = sized(view === 'lossless' ? 40 : 200, 4);
  let wall = 0;
  for (let i = 0; i < runs; i++) wall += await wallSeconds(sim, 5);
  const simulated = 5 * runs;
  await sim.close();
  return {
    what: `brunel, a subscriber 100 times too slow, ${view}`,
    'engine slowed by': (1000 * wall) / simulated / perMs,
    blocks,
    'spikes left out': dropped,
    'memory more at most (MiB)': most,
  };
};

const cases = [
  { name: 'brunel', network: () => brunel({ scale: sized(1, 0.1) }), ms: 200, workers: 1 },
  { name: 'vogels-abbott-cuba', network: () => cuba(), ms: 1000, workers: 1 },
  { name: 'sparse, 100,000 neurons', network: () => sparse({ scale: sized(1, 0.02) }), ms: 500, workers: 2 },
] as const;

await question('streams', async () => {
  const rows: Row[] = [];
  for (const { name, network, ms, workers } of cases) {
    const watches = [() => {}, counting, times(10, counting), measuring, probing];
    const [, one, ten, statistics, potentials] = await ratios(network as () => Network<'E' | 'I'>, sized(ms, 20), workers, watches);
    rows.push({
      what: name,
      workers,
      '1 subscriber (%)': 100 * ((one as number) - 1),
      '10 subscribers (%)': 100 * ((ten as number) - 1),
      '10 statistics (%)': 100 * ((statistics as number) - 1),
      'potentials (%)': 100 * ((potentials as number) - 1),
    });
  }
  if (counted === 0) throw new Error('Nobody was given a spike.');
  for (const view of ['lossless', 'conflate'] as const) rows.push(await slow(view));
  return rows;
});
