/** The step texts against NEST 3.10 on the grid: a network of 50 neurons, run by the interpreter of step.ts. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { lif, lifConductance, lifExponential } from '../../src/neurons/index.ts';
import type { NeuronModel } from '../../src/neurons/model.ts';
import { steppedNeuron } from './step.ts';

interface Case {
  readonly resolution_ms: number;
  readonly t_stop_ms: number;
  readonly n: number;
  readonly params: Record<string, number>;
  readonly V0: readonly number[];
  readonly I_e: readonly number[];
  readonly inputs: readonly (readonly number[])[];
  readonly input_synapses: readonly (readonly [number, number, number, number])[];
  readonly synapses: readonly (readonly [number, number, number, number])[];
  readonly expected: {
    readonly nest: {
      readonly spikes: { readonly senders: readonly number[]; readonly times: readonly number[] };
      readonly V_m_every_1ms: Record<string, readonly number[]>;
    };
  };
}

const run = (model: NeuronModel, golden: Case) => {
  const perMs = Math.round(1 / golden.resolution_ms);
  const dt = 1 / perMs;
  const steps = golden.t_stop_ms * perMs;
  const aliases = Object.entries(model.aliases.nest ?? {});
  const values = Object.fromEntries(aliases.map(([ours, theirs]) => [ours, golden.params[theirs]]).filter(([, value]) => value !== undefined));
  const neurons = golden.V0.map((v, i) => steppedNeuron(model, { ...values, iE: golden.I_e[i]! }, dt, { v }));
  const arrivals = Array.from({ length: steps + 1 }, () => ({ exc: new Float64Array(golden.n), inh: new Float64Array(golden.n) }));
  const deliver = (step: number, target: number, weight: number): void => {
    if (step <= steps) arrivals[step]![weight < 0 ? 'inh' : 'exc'][target]! += weight;
  };
  for (const [source, target, weight, delay] of golden.input_synapses)
    for (const time of golden.inputs[source]!) deliver(Math.round((time + delay) * perMs), target, weight);
  const out = golden.V0.map((): [number, number, number][] => []);
  for (const [source, target, weight, delay] of golden.synapses) out[source]!.push([target, weight, Math.round(delay * perMs)]);
  const spikes: [number, number][] = [];
  const traces: Record<string, number[]> = { 0: [], 1: [], 2: [] };
  for (let k = 1; k <= steps; k++) {
    const { exc, inh } = arrivals[k]!;
    neurons.forEach((neuron, i) => {
      if (!neuron.step(exc[i]!, inh[i]!)) return;
      spikes.push([k, i]);
      for (const [target, weight, delay] of out[i]!) deliver(k + delay, target, weight);
    });
    if (k % perMs === 0) for (const id of Object.keys(traces)) traces[id]!.push(neurons[Number(id)]!.names.v!);
  }
  return { spikes, traces, perMs };
};

it.each([
  ['iaf_psc_delta_1', lif.model, 1e-9],
  ['iaf_psc_exp_1', lifExponential.model, 1e-9],
  ['iaf_psc_exp_2', lifExponential.model, 1e-9],
  ['iaf_cond_exp_1', lifConductance.model, 1e-6],
  ['iaf_cond_exp_2', lifConductance.model, 1e-6],
] as const)('%s: every spike, and v to its tolerance', (name, model, tolerance) => {
  const golden = JSON.parse(readFileSync(new URL(`../golden/${name}.json`, import.meta.url), 'utf8')) as Case;
  const { spikes, traces, perMs } = run(model, golden);
  const { senders, times } = golden.expected.nest.spikes;
  expect(spikes).toEqual(times.map((time, i) => [Math.round(time * perMs), senders[i]]));
  const worst = Object.entries(golden.expected.nest.V_m_every_1ms).map(([id, v]) =>
    Math.max(...v.map((value, i) => Math.abs(value - traces[id]![i]!))),
  );
  expect(Math.max(...worst)).toBeLessThan(tolerance);
});
