/**
 * Random small networks of everything the description can say: models, drives, wirings, delays, precisions and rules.
 * The same number gives the same network; engines and worker counts are compared on hundreds of them.
 */
import seedrandom from 'seedrandom';
import type { Drive, Network, Population, Projection, Source, Wiring } from '../../src/network/description.ts';
import { adaptiveLif, adaptiveLifExponential, integrator, lif, lifConductance, lifExponential, neuronModels } from '../../src/neurons/index.ts';
import type { Distribution, NeuronUse } from '../../src/neurons/model.ts';
import type { RuleUse } from '../../src/rules/rule.ts';

/** Lists of rules to draw from. */
export interface RulePool {
  readonly synapse: readonly (readonly RuleUse[])[];
  readonly homeostasis: readonly (readonly RuleUse[])[];
}

export const noRules: RulePool = { synapse: [], homeostasis: [] };

export const randomNetwork = (number: number, clock: 'grid' | 'event', rules: RulePool = noRules): Network => {
  const random = seedrandom(`network ${number} ${clock}`);
  const between = (low: number, high: number) => low + (high - low) * random();
  const whole = (low: number, high: number) => Math.floor(between(low, high + 1));
  const chance = (p: number) => random() < p;
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)]!;

  const neuron = (): NeuronUse => {
    const tRef = pick([0.5, 2, 5]);
    const delta = { tauM: between(5, 30), eL: 0, vTh: 20, vReset: pick([0, 10]), tRef };
    const current = { tauM: between(8, 25), cM: 250, tauSynE: pick([2, 5]), tauSynI: pick([3, 6]), tRef };
    const reset = chance(0.2) ? { reset: 'subtract' as const } : {};
    const drifting = chance(0.4) ? { iE: between(350, 700) } : {};
    const uses: (() => NeuronUse)[] = [
      () => lif({ ...delta, ...drifting, ...reset }),
      () => lif({ ...delta, tauM: { distribution: 'uniform', low: 8, high: 20 } }),
      () => lifExponential({ ...current, iE: between(200, 420), ...reset }),
      () => adaptiveLif({ ...delta, ...drifting, dTheta: 1, tauTheta: 80 }),
      () => adaptiveLifExponential({ ...current, iE: between(300, 450), dTheta: 2, tauTheta: 100 }),
    ];
    if (clock === 'grid') uses.push(() => lifConductance({ iE: between(50, 200) }));
    return pick(uses)();
  };

  /** A weight that moves this kind of neuron noticeably, positive. */
  const scaleOf = (use: NeuronUse): number => ({ delta: 2, current: 60, conductance: 5, none: 1 })[neuronModels[use.model]!.input];

  const drive = (use: NeuronUse): Drive =>
    pick<() => Drive>([
      () => ({ drive: 'poisson', rate: between(200, 2000), weight: scaleOf(use) * between(0.3, 1) }),
      () => ({ drive: 'spikeList', times: [5, 5.1, 17.3, 40, 41, 90.2], weight: scaleOf(use) * 3 }),
      () => ({ drive: 'current', shape: { kind: 'step', times: [10, 60], amplitudes: [between(0, 200), between(-50, 50)] } }),
      () => ({ drive: 'current', shape: { kind: 'constant', amplitude: between(0, 100) } }),
    ])();

  const source = (size: number): Source =>
    chance(0.5)
      ? { source: 'poisson', rate: between(10, 120) }
      : { source: 'spikes', times: Array.from({ length: size }, () => train(() => Math.round(between(1, 1500)) / 10, whole(0, 12))) };

  const populations: Record<string, Population> = {};
  const count = whole(1, 3);
  for (let i = 0; i < count; i++) {
    const use = i === 2 && chance(0.2) ? integrator({}) : neuron();
    const drives = Array.from({ length: whole(0, 2) }, () => drive(use));
    const own = rules.homeostasis.length > 0 && chance(0.4) ? { homeostasis: pick(rules.homeostasis) } : {};
    const branches = rules === noRules ? {} : { branches: whole(1, 3), domains: 2 };
    populations[`P${i}`] = { size: whole(3, 24), neuron: use, drive: drives, ...own, ...branches };
  }
  if (chance(0.7)) {
    const size = whole(2, 10);
    populations.S = { size, neuron: source(size) };
  }

  const names = Object.keys(populations);
  const delay = (): number | Distribution =>
    chance(0.5) ? pick([0.1, 0.5, 1.5, 3]) : { distribution: 'uniform', low: 0.3, high: clock === 'grid' ? 4 : 0.6 };

  const wiring = (from: number, to: number): Wiring =>
    pick<() => Wiring>([
      () => ({ wiring: 'fixedProbability', p: between(0.1, 0.6) }),
      () => ({ wiring: 'fixedInDegree', degree: whole(1, from), multapses: true }),
      () => ({ wiring: 'fixedOutDegree', degree: whole(1, to), multapses: true }),
      () => ({ wiring: 'fixedTotal', total: whole(1, from * to) }),
      () => ({ wiring: 'allToAll', selfConnections: chance(0.5) }),
    ])();

  const projections: Record<string, Projection> = {};
  for (let i = whole(1, 5); i > 0; i--) {
    const from = pick(names);
    const to = pick(names.filter((name) => name !== 'S'));
    const target = populations[to]!.neuron as NeuronUse;
    const learning = rules.synapse.length > 0 && chance(0.6);
    const scale = scaleOf(target) * between(0.2, 1.5);
    const sign = learning ? 1 : pick([1, 1, -1]);
    const spread: Distribution =
      sign > 0 ? { distribution: 'normal', mean: scale, sd: scale / 3, min: 0 } : { distribution: 'normal', mean: -scale, sd: scale / 3, max: 0 };
    projections[`J${i}`] = {
      from,
      to,
      wiring: wiring(populations[from]!.size, populations[to]!.size),
      weight: chance(0.4) ? sign * scale : spread,
      delay: delay(),
      weightPrecision: pick(['double', 'single'] as const),
      ...(learning ? { synapse: pick(rules.synapse), bounds: [0, 3 * scale] as const } : {}),
      ...(learning && chance(0.3) ? { dendriticDelay: 0.7 } : {}),
    };
  }
  return { name: `random ${number}`, populations, projections };
};

/** Ascending distinct times. */
const train = (draw: () => number, count: number): number[] => [...new Set(Array.from({ length: count }, draw))].sort((a, b) => a - b);
