/** Cases as networks, in the words that everybody uses: spike sources, listed edges, weights and delays per synapse. */
import { ModelError } from '../../errors.ts';
import { spikeSource } from '../../network/describe/sources.ts';
import { edges } from '../../network/describe/wirings.ts';
import type { Network, Projection } from '../../network/description.ts';
import { neuronModels } from '../../neurons/index.ts';
import type { NeuronUse, NeuronValue } from '../../neurons/model.ts';
import { pairStdp } from '../../rules/pair-stdp.ts';
import type { NetworkCase, RandomCase, StdpCase, SynapseRow } from './case-file.ts';

type NeuronFields = Pick<NetworkCase | RandomCase, 'model' | 'params' | 'n' | 'V0' | 'I_e'>;

/** The model that NEST knows by this name, with NEST's parameters under our names. `_ps` models are the same ones off the grid. */
const neuronOf = ({ model, params, I_e }: NeuronFields): NeuronUse => {
  const nestName = model.replace(/_ps$/, '');
  const found = Object.values(neuronModels).find(({ aliases }) => aliases.nest?.model === nestName);
  if (found === undefined) throw new ModelError('reference.model', `No neuron model of this version is NEST's ${model}.`, { model });
  const ours = new Map(Object.entries(found.aliases.nest ?? {}).map(([name, theirs]) => [theirs, name]));
  const values: Record<string, NeuronValue> = { iE: I_e };
  for (const [theirs, value] of Object.entries(params)) {
    const name = ours.get(theirs);
    if (name === undefined)
      throw new ModelError('reference.model', `Neuron model '${found.name}' has nothing for ${model}'s parameter ${theirs}.`, { model, theirs });
    values[name] = value;
  }
  return { model: found.name, params: values, reset: 'value' };
};

const neuronsOf = (content: NeuronFields) => ({ size: content.n, neuron: neuronOf(content), initial: { v: content.V0 } });

/** One projection per sign of weight, with a weight and a delay for each synapse. */
const projectionsOf = (name: string, from: string, rows: readonly SynapseRow[]): Record<string, Projection> => {
  const signs = { E: rows.filter(([, , weight]) => weight >= 0), I: rows.filter(([, , weight]) => weight < 0) };
  return Object.fromEntries(
    Object.entries(signs)
      .filter(([, chosen]) => chosen.length > 0)
      .map(([sign, chosen]) => [
        `${name}${sign}`,
        {
          from,
          to: 'neurons',
          wiring: edges(chosen.map(([pre, post]) => [pre, post])),
          weight: chosen.map(([, , weight]) => weight),
          delay: chosen.map(([, , , delay]) => delay),
        },
      ]),
  );
};

/** Neurons first, so that their ids are those of the case; then the input sources. */
export const explicitNetwork = (content: NetworkCase): Network => ({
  name: content.kind,
  populations: {
    neurons: neuronsOf(content),
    ...(content.inputs.length > 0 ? { inputs: { size: content.inputs.length, neuron: spikeSource({ times: content.inputs }) } } : {}),
  },
  projections: { ...projectionsOf('recurrent', 'neurons', content.synapses), ...projectionsOf('input', 'inputs', content.input_synapses) },
});

/** One population with one projection per kind of source: one weight and one delay each. */
export const randomNetwork = (content: RandomCase): Network => ({
  name: content.kind,
  populations: { neurons: neuronsOf(content) },
  projections: Object.fromEntries(
    Object.entries(content.populations).map(([name, { first, last }]) => [
      name,
      {
        from: 'neurons',
        to: 'neurons',
        wiring: edges(content.targets.slice(first, last + 1).flatMap((targets, i) => targets.map((target) => [first + i, target] as const))),
        weight: content.weight[name] as number,
        delay: content.delay_ms[name] as number,
      },
    ]),
  ),
});

/** Where the delay of an STDP case lies: at the dendrite (NEST) or on the axon. */
export type Convention = 'dendritic' | 'axonal';

/** Axonal delay that stands for none [ms]: zero is not possible, and a common shift changes no weight. */
const shift = 0.1;

/** When the synapse of a pre spike at time 0 sees it [ms]. */
export const arrivalDelay = (convention: Convention, delay: number): number => (convention === 'dendritic' ? shift : delay);

/** One projection per synapse (`w0`, `w1` …), each with its own delays, onto a post neuron that fires as listed. */
export const stdpNetwork = (content: StdpCase, convention: Convention): Network => {
  const { tau_plus, lambda, alpha, Wmax } = content.synapse_params as {
    readonly tau_plus: number;
    readonly lambda: number;
    readonly alpha: number;
    readonly Wmax: number;
  };
  // The additive rule in units of the weight: x + lambda·K with x = w/Wmax.
  const rule = pairStdp({ tauPlus: tau_plus, tauMinus: content.tau_minus, aPlus: lambda * Wmax, aMinus: alpha * lambda * Wmax });
  return {
    name: content.kind,
    populations: {
      pre: { size: content.pre_times.length, neuron: spikeSource({ times: content.pre_times }) },
      post: { size: 1, neuron: spikeSource({ times: [content.post_times] }) },
    },
    projections: Object.fromEntries(
      content.w0.map((weight, k) => {
        const delay = content.delay_ms[k] as number;
        const dendritic = convention === 'dendritic' ? { dendriticDelay: delay + shift } : {};
        const projection: Projection = {
          from: 'pre',
          to: 'post',
          wiring: edges([[k, 0]]),
          weight,
          bounds: [0, Wmax],
          delay: arrivalDelay(convention, delay),
          ...dendritic,
          synapse: [rule],
        };
        return [`w${k}`, projection];
      }),
    ),
  };
};
