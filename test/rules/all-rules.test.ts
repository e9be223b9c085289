/** What every rule of the library owes: it parses, composes alone and with others, and runs alike in every engine, on both clocks. */
import { describe, expect, it } from 'vitest';
import { createWasmEngine } from '../../src/engines/wasm/index.ts';
import type { Network } from '../../src/network/description.ts';
import { planNetwork } from '../../src/network/plan-network.ts';
import { integrator, lif } from '../../src/neurons/index.ts';
import { bernoulliRelease } from '../../src/rules/bernoulli-release.ts';
import { compose } from '../../src/rules/compose.ts';
import { describeProgram } from '../../src/rules/describe.ts';
import { readsGradient } from '../../src/rules/gradient.ts';
import { rules } from '../../src/rules/index.ts';
import { pairStdp } from '../../src/rules/pair-stdp.ts';
import type { RuleUse } from '../../src/rules/rule.ts';
import { kernelHost } from '../../src/simulation/kernel-host.ts';
import { drive, nothing } from '../conformance/drive.ts';
import { makeReference, weightsOf } from '../conformance/engine.ts';

const host = kernelHost();

const composes = (uses: readonly RuleUse[], kind: 'synapse' | 'neuron'): boolean => {
  try {
    compose(uses, { where: 'a test', kind });
    return true;
  } catch {
    return false;
  }
};

/** Recurrent and driven neurons, in double and single precision, with and without a dendritic delay. Where rules learn from trials there is something to learn. */
const networkWith = (synapse: readonly RuleUse[], homeostasis: readonly RuleUse[]): Network => {
  const trials = synapse.some(({ rule }) => readsGradient(rule));
  const learning = {
    weight: { distribution: 'uniform', low: 0.5, high: 2 },
    bounds: [0, 3],
    delay: 0.7,
    ...(synapse.length > 0 ? { synapse } : {}),
  } as const;
  const target = Array.from({ length: 40 }, (_, t) => t / 10);
  const driven = { drive: [{ drive: 'poisson', rate: 900, weight: 1.2 }] } as const;
  return {
    name: 'all rules',
    populations: {
      E: {
        size: 10,
        neuron: lif({ tRef: 2, reset: trials ? 'subtract' : 'value' }),
        ...driven,
        branches: 2,
        domains: 2,
        ...(homeostasis.length > 0 ? { homeostasis } : {}),
      },
      S: { size: 8, neuron: { source: 'poisson', rate: 60 } },
      ...(trials ? { Y: { size: 2, neuron: integrator(), targets: [target, target] } } : {}),
    },
    projections: {
      EE: { from: 'E', to: 'E', wiring: { wiring: 'fixedProbability', p: 0.5 }, ...learning, ...(synapse.length > 0 ? { dendriticDelay: 0.4 } : {}) },
      SE: { from: 'S', to: 'E', wiring: { wiring: 'allToAll', selfConnections: true }, ...learning, weightPrecision: 'single' },
      ...(trials ? { EY: { from: 'E', to: 'Y', wiring: { wiring: 'allToAll' }, ...learning, carries: 'both' } as const } : {}),
    },
  };
};

const sameInBothEngines = async (clock: 'grid' | 'event', network: Network): Promise<void> => {
  const plan = planNetwork(network, { clock, seed: 'all rules' });
  const outcomes = [makeReference(plan), await createWasmEngine(plan, 0, 1, host)].map((engine) => {
    const spikes = nothing();
    drive([engine], plan, 0, 100 * plan.perMs, spikes);
    for (const { index, program } of plan.projections) if (program) engine.freeze(index, true);
    drive([engine], plan, 100 * plan.perMs, 150 * plan.perMs, spikes);
    return { spikes, weights: weightsOf([engine], plan) };
  });
  expect(outcomes[0]?.spikes.ids.length).toBeGreaterThan(50);
  expect(outcomes[1]).toEqual(outcomes[0]);
};

describe.each(Object.entries(rules))('%s', (name, rule) => {
  const alone = [rule()];
  const releases = rule.rule.onPre?.some((entry) => typeof entry === 'string' && entry.startsWith('deliver')) ?? false;
  const together = [...(releases ? [] : [bernoulliRelease({ p: 0.6 })]), ...alone, ...(name === 'pairStdp' ? [] : [pairStdp()])];
  const onSynapses = composes(alone, 'synapse');
  const onNeurons = composes(alone, 'neuron');

  it('says what it is: name, source and the meaning of every parameter and variable', () => {
    expect(rule.rule.name).toBe(name);
    expect(rule.rule.cite).toMatch(/^(doi:10\.\d+\/\S+$|bioRxiv )/);
    expect(rule.rule.doc).toBeTruthy();
    for (const { doc } of Object.values(rule.rule.params)) expect(doc).toBeTruthy();
    expect(JSON.parse(JSON.stringify(alone))).toEqual(alone);
  });

  it('composes alone, the same each time', () => {
    expect(onSynapses || onNeurons).toBe(true);
    const kind = onSynapses ? 'synapse' : 'neuron';
    const program = compose(alone, { where: 'a test', kind });
    expect(compose(alone, { where: 'a test', kind })).toEqual(program);
    expect(describeProgram(program)).toContain(name);
  });

  const clocks = readsGradient(rule.rule) ? (['grid'] as const) : (['grid', 'event'] as const);
  if (clocks.length === 1)
    it('is refused on the event clock, which archives no trials', () => {
      expect(() => planNetwork(networkWith(alone, []), { clock: 'event' })).toThrow(/its rules read 'gradient'/);
    });
  for (const clock of clocks) {
    const runs = (how: string, network: Network) =>
      it(`runs ${how} as in the reference engine, on the ${clock} clock`, () => sameInBothEngines(clock, network));
    if (onSynapses) {
      runs('alone', networkWith(alone, []));
      runs('with release and STDP', networkWith(together, []));
    }
    if (onNeurons) runs('on neurons', networkWith([], alone));
  }
});
