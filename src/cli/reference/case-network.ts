/** Cases as networks, in the words that everybody uses: spike sources, listed edges, weights and delays per synapse. */
import { ModelError } from '../../errors.ts';
import { spikeSource } from '../../network/describe/sources.ts';
import { edges } from '../../network/describe/wirings.ts';
import type { Network, Projection } from '../../network/description.ts';
import { integrator, neuronModels } from '../../neurons/index.ts';
import type { NeuronUse, NeuronValue } from '../../neurons/model.ts';
import type { NetworkCase, RandomCase, StdpCase, SynapseRow, TsodyksCase } from './case-file.ts';
import { stdpRule, tsodyksRule } from './case-rule.ts';

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
  const rule = stdpRule(content);
  const { Wmax } = content.synapse_params;
  return {
    name: content.kind,
    populations: {
      pre: { size: content.pre_times.length, neuron: spikeSource({ times: content.pre_times }) },
      post: { size: 1, neuron: spikeSource({ times: [content.post_times] }) },
    },
    projections: Object.fromEntries(
      content.w0.map((weight, k) => {
        const delay = content.delay_ms[k] as number;
        const projection: Projection = {
          from: 'pre',
          to: 'post',
          wiring: edges([[k, 0]]),
          weight,
          ...(Wmax === undefined ? {} : { bounds: [0, Wmax] }),
          delay: arrivalDelay(convention, delay),
          ...(convention === 'dendritic' ? { dendriticDelay: delay + shift } : {}),
          synapse: [rule],
        };
        return [`w${k}`, projection];
      }),
    ),
  };
};

/**
 * One projection per synapse onto the post neuron (`w0` …), and the same once more onto a probe of its own (`probe0` …): a neuron that
 * forgets within a step, whose potential is what the synapse has just delivered.
 */
export const tsodyksNetwork = (content: TsodyksCase): Network => {
  const { post, weights, pre_times: times } = content;
  const projection = (k: number, to: string, target: number): Projection => ({
    from: 'pre',
    to,
    wiring: edges([[k, target]]),
    weight: weights[k] as number,
    delay: content.delay_ms[k] as number,
    synapse: [tsodyksRule(content, k)],
  });
  return {
    name: content.kind,
    populations: {
      post: neuronsOf({ ...post, n: 1, V0: [post.V0], I_e: [post.I_e] }),
      probe: { size: weights.length, neuron: integrator({ tauM: content.resolution_ms / 40 }) },
      pre: { size: times.length, neuron: spikeSource({ times }) },
    },
    projections: Object.fromEntries(
      weights.flatMap((_, k) => [
        [`w${k}`, projection(k, 'post', 0)],
        [`probe${k}`, projection(k, 'probe', k)],
      ]),
    ),
  };
};
