/** The lifelong perceptron in spikes: a cell for each pattern makes the inputs fire, early or late, and two neurons learn from the same volleys. */
import { spikeSource } from '../../../network/describe/sources.ts';
import { allToAll } from '../../../network/describe/wirings.ts';
import { network } from '../../../network/network.ts';
import { lif } from '../../../neurons/index.ts';
import { signal } from '../../../simulation/interventions.ts';
import { simulate } from '../../../simulation/simulate.ts';
import { ms, mV } from '../../../units.ts';
import { listen } from '../listen.ts';
import type { Life } from './rate.ts';
import { cycle, perceptron, unit } from './rule.ts';
import { batch, course, inputs, type Material, ofTask, passes, rightOf, samples } from './tasks.ts';

const tauM = 20 * ms;
const threshold = 20 * mV;
/** When in a cycle cells of patterns fire, and when what they make fire arrives: inputs of 1, inputs of −1, the question. */
const shown = 1 * ms;
const [early, late, asked, told] = [3 * ms, 8 * ms, 9 * ms, 13 * ms];
const axon = 1 * ms;
/** The question is as much above threshold as makes a sum of 0 an answer of 1: a thousandth of a step. */
const question = threshold + 1e-3 * unit;

/** Every presentation in its order: the pattern, and whether its label is told. */
const presentations = course.flatMap(({ task, tested }) => [
  ...Array.from({ length: passes }, () => ofTask(task)).flat(),
  ...tested.flatMap((old) => ofTask(old).flatMap((pattern) => Array.from({ length: samples }, () => pattern))),
]);

const describe = ({ x }: Material) => {
  const shows: number[][] = x.map(() => []);
  presentations.forEach((pattern, i) => {
    shows[pattern]?.push(i * cycle + shown);
  });
  const learner = { from: 'inputs', wiring: allToAll(), weight: 0, bounds: [-1, 1], delay: axon } as const;
  const given = { patterns: batch, mirror: Math.exp(-(late - early) / tauM) };
  const neuron = lif({ tauM, vTh: threshold, vReset: 0 });
  return network({
    clock: 'event',
    populations: {
      patterns: { size: x.length, neuron: spikeSource({ times: shows }) },
      question: { size: 1, neuron: spikeSource({ times: [presentations.map((_, i) => i * cycle + asked - axon)] }) },
      inputs: { size: inputs, neuron: lif({ vTh: threshold }) },
      plain: { size: 1, neuron },
      consolidating: { size: 1, neuron },
    },
    projections: {
      shown: {
        from: 'patterns',
        to: 'inputs',
        wiring: allToAll(),
        weight: 2 * threshold,
        delay: x.flatMap((pattern) => Array.from(pattern, (value) => (value > 0 ? early : late) - axon - shown)),
      },
      plainly: { ...learner, to: 'plain', synapse: [perceptron({ ...given, pMin: 1, pMax: 1, consolidation: 0 })] },
      consolidated: { ...learner, to: 'consolidating', synapse: [perceptron(given)] },
      askPlain: { from: 'question', to: 'plain', wiring: allToAll(), weight: question, delay: axon },
      askConsolidating: { from: 'question', to: 'consolidating', wiring: allToAll(), weight: question, delay: axon },
    },
  });
};

export interface Lives {
  readonly plain: Life;
  readonly consolidating: Life;
}

/** Two lives at once. `lived` hears of every task. */
export const spikingLives = async (
  material: Material,
  { seed, workers }: { readonly seed: string; readonly workers: number },
  lived: () => void,
): Promise<Lives> => {
  const net = describe(material);
  await using sim = simulate(net, { seed, workers });
  const names = ['plain', 'consolidating'] as const;
  const answers = { plain: new Int8Array(presentations.length).fill(-1), consolidating: new Int8Array(presentations.length).fill(-1) };
  const ear = (said: Int8Array) => (_: number, timeMs: number) => {
    said[Math.floor(timeMs / cycle)] = 1;
  };
  listen(sim, net, { plain: ear(answers.plain), consolidating: ear(answers.consolidating) });
  const accuracies: Record<(typeof names)[number], Map<number, number>[]> = { plain: [], consolidating: [] };
  let at = 0;
  for (const { task, tested } of course) {
    for (let pass = 0; pass < passes; pass++) {
      for (const [i, pattern] of ofTask(task).entries()) {
        const time = (at + i) * cycle + told;
        sim.at(time, signal('label', material.y[pattern] as number));
        if ((i + 1) % batch === 0) sim.at(time, signal('batch', 1));
      }
      at += ofTask(task).length;
      await sim.run(ofTask(task).length * cycle);
    }
    const from = at;
    const each = ofTask(0).length * samples;
    at += tested.length * each;
    await sim.run(tested.length * each * cycle);
    for (const name of names)
      accuracies[name].push(
        new Map(tested.map((old, i) => [old, rightOf(old, answers[name].subarray(from + i * each, from + (i + 1) * each), material)])),
      );
    lived();
  }
  const life = async (name: (typeof names)[number], projection: 'plainly' | 'consolidated'): Promise<Life> => ({
    w: (await sim.weights(projection)).w.map((w) => w / unit),
    p: await sim.read(`${projection}.perceptron.p`),
    accuracies: accuracies[name],
  });
  return { plain: await life('plain', 'plainly'), consolidating: await life('consolidating', 'consolidated') };
};
