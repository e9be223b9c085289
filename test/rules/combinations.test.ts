/**
 * Rules of the library on one synapse, drawn at random: one of release or none, some that learn, some of homeostasis. Whatever composes runs alike in the reference
 * engine and in WebAssembly on 1, 2 and 3 partitions. SPIKELOOM_COMBINATIONS=200 draws more.
 */
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { createWasmEngine } from '../../src/engines/wasm/index.ts';
import type { Network } from '../../src/network/description.ts';
import { planNetwork } from '../../src/network/plan-network.ts';
import { lif, lifExponential } from '../../src/neurons/index.ts';
import { compose } from '../../src/rules/compose.ts';
import { readsGradient } from '../../src/rules/gradient.ts';
import { rules } from '../../src/rules/index.ts';
import type { RuleUse } from '../../src/rules/rule.ts';
import { kernelHost } from '../../src/simulation/kernel-host.ts';
import { drive, nothing } from '../conformance/drive.ts';
import { makeReference, weightsOf } from '../conformance/engine.ts';

const combinations = Number(process.env.SPIKELOOM_COMBINATIONS ?? 8);
const host = kernelHost();

const composes = (uses: readonly RuleUse[], kind: 'synapse' | 'neuron'): boolean => {
  try {
    compose(uses, { where: 'a test', kind });
    return true;
  } catch {
    return false;
  }
};

// Who learns from trials needs readouts and errors, which test/engines/episodic/ has.
const library = Object.values(rules)
  .map((rule) => rule())
  .filter(({ rule }) => !readsGradient(rule));
const delivers = ({ rule }: RuleUse): boolean => rule.onPre?.some((entry) => typeof entry === 'string' && entry.startsWith('deliver')) ?? false;
const onSynapses = library.filter((use) => composes([use], 'synapse'));
const releasing = onSynapses.filter(delivers);
const changing = onSynapses.filter((use) => !delivers(use));
const onNeurons = library.filter((use) => composes([use], 'neuron'));

const drawn = (name: string) => {
  const random = seedrandom(name);
  const some = (from: readonly RuleUse[], most: number): RuleUse[] => {
    const chosen = new Set<RuleUse>();
    for (let left = Math.floor(random() * (most + 1)); left > 0; left--) chosen.add(from[Math.floor(random() * from.length)] as RuleUse);
    return [...chosen];
  };
  return { synapse: [...some(releasing, 1), ...some(changing, 3)], homeostasis: some(onNeurons, 2), exponential: random() < 0.4 };
};

const networkOf = ({ synapse, homeostasis, exponential }: ReturnType<typeof drawn>): Network => {
  const strength = exponential ? 60 : 1;
  const learning = {
    weight: { distribution: 'uniform', low: 0.5 * strength, high: 2 * strength },
    bounds: [0, 3 * strength],
    ...(synapse.length > 0 ? { synapse } : {}),
  } as const;
  // Synapses that come and go have one delay.
  const delay = synapse.some(({ rule }) => rule.structural) ? 1.3 : ({ distribution: 'uniform', low: 0.5, high: 2 } as const);
  return {
    name: 'combination',
    populations: {
      E: {
        size: 11,
        neuron: exponential ? lifExponential({ tauM: 15, vTh: -60 }) : lif({ tRef: 2 }),
        drive: [{ drive: 'poisson', rate: 900, weight: 1.2 * strength }],
        branches: 2,
        domains: 2,
        ...(homeostasis.length > 0 ? { homeostasis } : {}),
      },
      S: { size: 7, neuron: { source: 'poisson', rate: 60 } },
    },
    projections: {
      EE: { from: 'E', to: 'E', wiring: { wiring: 'fixedProbability', p: 0.5 }, delay, ...learning },
      SE: { from: 'S', to: 'E', wiring: { wiring: 'allToAll', selfConnections: true }, delay: 0.7, ...learning, weightPrecision: 'single' },
    },
  };
};

describe.each(['grid', 'event'] as const)('on the %s clock', (clock) => {
  const sensible: ReturnType<typeof drawn>[] = [];
  for (let i = 0; sensible.length < combinations; i++) {
    const one = drawn(`combination ${i} ${clock}`);
    if (composes(one.synapse, 'synapse') && composes(one.homeostasis, 'neuron')) sensible.push(one);
  }
  const names = (uses: readonly RuleUse[]) => uses.map(({ rule }) => rule.name).join(', ') || 'nothing';

  it.each(sensible.map((one, i) => [i, names(one.synapse), names(one.homeostasis), one] as const))(
    '%i: %s on synapses, %s on neurons',
    async (_, __, ___, one) => {
      const plan = planNetwork(networkOf(one), { clock, seed: 'combinations' });
      const outcome = (engines: Parameters<typeof drive>[0]) => {
        const spikes = nothing();
        drive(engines, plan, 0, 250 * plan.perMs, spikes);
        return { spikes, weights: weightsOf(engines, plan) };
      };
      const reference = outcome([makeReference(plan)]);
      expect(reference.spikes.ids.length).toBeGreaterThan(50);
      for (const count of [1, 2, 3]) {
        const partitions = await Promise.all(Array.from({ length: count }, (_, index) => createWasmEngine(plan, index, count, host)));
        expect(outcome(partitions), `${count} partitions`).toEqual(reference);
      }
    },
  );
});
