/** One model learning the task of one seed: how wrong it is on the way, and what its recurrent weights are like in the end. */
import { set, signal } from '../../../simulation/interventions.ts';
import { simulate } from '../../../simulation/simulate.ts';
import { momentsOf } from '../../../streams/statistics/moments.ts';
import { listen } from '../listen.ts';
import { type Model, middle, neurons, patternTask, trialMs } from './task.ts';

export interface Trained {
  readonly seed: string;
  readonly model: Model;
  /** Trials after which the error was measured, and what it was: Σ (y − target)² / Σ target², 1 for readouts that stay at 0. */
  readonly trials: readonly number[];
  readonly error: readonly number[];
  /** Share of strong recurrent synapses at the same trials. */
  readonly strong: readonly number[];
  /** Mean rate of the recurrent neurons in the last tenth of the trials [Hz]. */
  readonly rate: number;
  /** Recurrent weights in the end, [source · neurons + target], 0 on the diagonal. */
  readonly weights: readonly number[];
}

const squares = (values: Float64Array): number => values.reduce((sum, value) => sum + value * value, 0);

export const train = async (seed: string, model: Model, trials: number, every: number): Promise<Trained> => {
  const net = patternTask(seed, model);
  await using sim = simulate(net, { seed, dt: 1 });
  const switches = model !== 'e-prop everywhere';
  if (switches)
    sim.at(
      0,
      set(
        'RR.switching.strong',
        Array.from(await sim.read('RR.w'), (w) => Number(Math.abs(w) >= middle)),
      ),
    );
  for (let trial = 1; trial <= trials; trial++) {
    const end = trial * trialMs;
    sim.at(end, signal('trialEnd', 1));
    // Each trial begins at rest.
    for (const variable of ['R.v', 'R.refractory', 'Y.v']) sim.at(end, set(variable, 0));
  }
  let spikes = 0;
  const since = 0.9 * trials * trialMs;
  listen(sim, net, {
    R: (_, timeMs) => {
      if (timeMs > since) spikes++;
    },
  });
  const shown = { trials: [] as number[], error: [] as number[], strong: [] as number[] };
  for (let trial = every; trial <= trials; trial += every) {
    await sim.run(every * trialMs);
    shown.trials.push(trial);
    shown.error.push(squares(await sim.read('Y.error')) / squares(await sim.read('Y.target')));
    const strong = switches ? await sim.read('RR.switching.strong') : Float64Array.of(1);
    shown.strong.push(momentsOf(strong).mean);
  }
  const { source, target, w } = await sim.weights('RR');
  const weights = new Array<number>(neurons * neurons).fill(0);
  for (let i = 0; i < w.length; i++) weights[(source[i] as number) * neurons + (target[i] as number)] = w[i] as number;
  return { seed, model, ...shown, rate: spikes / neurons / (0.1 * trials), weights };
};
