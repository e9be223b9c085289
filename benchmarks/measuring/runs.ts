/** Running networks to time them: the simulate phase alone, after a warm-up, in several stretches of which the median counts. */
import { type Network, type Simulation, simulate } from 'spikeloom';
import type { SimulateOptions } from '../../src/simulation/options.ts';
import { median, smoke } from '../harness.ts';

export interface Stretches {
  /** Biological time before timing: beginnings pass, and V8 optimises kernels [ms]. */
  readonly warmMs?: number;
  /** Biological time of one stretch [ms], and how many. */
  readonly ms: number;
  readonly stretches?: number;
}

export interface Measured {
  /** Wall seconds a biological second. */
  readonly realTimeFactor: number;
  readonly perStretch: readonly number[];
  /** Processors kept busy: well below the number of workers, others were at work on this machine too. */
  readonly processors: number;
  /** Synaptic events and spikes a biological second. */
  readonly eventsPerSecond: number;
  readonly spikesPerSecond: number;
  /** Wall time a synaptic event [ns]. */
  readonly nsPerEvent: number;
  readonly buildSeconds: number;
  readonly neurons: number;
  readonly synapses: number;
  readonly clock: string;
  /** Mean rate of all neurons, sources included [Hz]. */
  readonly rateHz: number;
}

/** Wall seconds of running `ms` further. */
export const wallSeconds = async (sim: Simulation, ms: number): Promise<number> => {
  const started = performance.now();
  await sim.run(ms);
  return (performance.now() - started) / 1000;
};

export const measure = async (network: Network, options: SimulateOptions, { warmMs = 500, ms, stretches = 5 }: Stretches): Promise<Measured> => {
  const [warm, stretch, count] = smoke ? [20, 20, 2] : [warmMs, ms, stretches];
  const sim = simulate(network, options);
  try {
    await sim.run(warm);
    const before = await sim.summary();
    const walls: number[] = [];
    const [cpuBefore, wallBefore] = [process.cpuUsage(), performance.now()];
    for (let i = 0; i < count; i++) walls.push((1000 * (await wallSeconds(sim, stretch))) / stretch);
    const cpu = process.cpuUsage(cpuBefore);
    const processors = (cpu.user + cpu.system) / 1000 / (performance.now() - wallBefore);
    const after = await sim.summary();
    const biological = (count * stretch) / 1000;
    const eventsPerSecond = (after.synapticEvents - before.synapticEvents) / biological;
    const spikesPerSecond = (after.spikes - before.spikes) / biological;
    const realTimeFactor = median(walls);
    return {
      realTimeFactor,
      perStretch: walls,
      processors,
      eventsPerSecond,
      spikesPerSecond,
      nsPerEvent: (1e9 * realTimeFactor) / eventsPerSecond,
      buildSeconds: after.buildSeconds,
      neurons: after.neurons,
      synapses: after.synapses,
      clock: after.clock,
      rateHz: spikesPerSecond / after.neurons,
    };
  } finally {
    await sim.close();
  }
};
