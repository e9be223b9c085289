/** Spike-exact cases of other simulators: files of schema `spiking-golden/1`, described in `test/golden/README.md`. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelError } from '../../errors.ts';

export interface SpikeList {
  readonly senders: readonly number[];
  /** [ms] */
  readonly times: readonly number[];
}

/** [source or pre, neuron or post, weight, delay in ms] */
export type SynapseRow = readonly [number, number, number, number];

interface CaseFields {
  readonly schema: 'spiking-golden/1';
  readonly resolution_ms: number;
  readonly t_stop_ms: number;
  readonly model: string;
}

interface NeuronFields extends CaseFields {
  readonly n: number;
  readonly params: Readonly<Record<string, number>>;
  readonly V0: readonly number[];
  readonly I_e: readonly number[];
}

export interface NetworkCase extends NeuronFields {
  readonly kind: 'iaf_psc_delta' | 'iaf_psc_exp' | 'hetero_delays' | 'iaf_cond_exp' | 'iaf_psc_delta_ps' | 'iaf_psc_exp_ps';
  readonly inputs: readonly (readonly number[])[];
  readonly input_synapses: readonly SynapseRow[];
  readonly synapses: readonly SynapseRow[];
  readonly tolerance_ms?: number;
  readonly expected: {
    readonly nest: { readonly spikes: SpikeList; readonly V_m_every_1ms?: Readonly<Record<string, readonly number[]>> };
    readonly reference?: { readonly spikes?: SpikeList };
  };
}

export interface RandomCase extends NeuronFields {
  readonly kind: 'random1000';
  readonly populations: Readonly<
    Record<string, { readonly first: number; readonly last: number; readonly rate_hz: number; readonly cv_isi_mean: number }>
  >;
  readonly targets: readonly (readonly number[])[];
  readonly weight: Readonly<Record<string, number>>;
  readonly delay_ms: Readonly<Record<string, number>>;
  readonly expected: { readonly nest: { readonly counts: readonly number[]; readonly first_500_spikes: SpikeList } };
}

interface WeightHistories {
  readonly w_after_each_pre?: readonly (readonly number[])[];
  readonly w_final?: readonly number[];
}

export interface StdpCase extends CaseFields {
  readonly kind: 'stdp_additive' | 'stdp_multiplicative' | 'stdp_guetig' | 'stdp_powerlaw' | 'stdp_triplet';
  readonly synapse_params: Readonly<Record<string, number>>;
  readonly tau_minus: number;
  readonly tau_minus_triplet?: number;
  readonly pre_times: readonly (readonly number[])[];
  readonly post_times: readonly number[];
  readonly w0: readonly number[];
  readonly delay_ms: readonly number[];
  readonly expected: { readonly nest: WeightHistories; readonly trace_rule_axonal?: WeightHistories };
}

export interface TsodyksCase extends CaseFields {
  readonly kind: 'tsodyks2';
  readonly synapse_params: readonly { readonly U: number; readonly tau_rec: number; readonly tau_fac: number }[];
  readonly weights: readonly number[];
  readonly delay_ms: readonly number[];
  readonly pre_times: readonly (readonly number[])[];
  readonly post: { readonly model: string; readonly params: Readonly<Record<string, number>>; readonly V0: number; readonly I_e: number };
  readonly expected: {
    readonly nest: {
      readonly effective_weight_at_each_pre_spike?: readonly (readonly number[])[];
      readonly post_spike_times: readonly number[];
      readonly post_V_m_every_1ms?: readonly number[];
    };
  };
}

export type Case = NetworkCase | RandomCase | StdpCase | TsodyksCase;

/**
 * The cases of a directory by file name, in the order of their names. Other JSON files may lie beside them.
 *
 * @throws ModelError where there is none, or a file is broken or of another version
 */
export const readCases = async (directory: string): Promise<readonly (readonly [name: string, content: Case])[]> => {
  const names = (await readdir(directory).catch(() => [])).filter((name) => name.endsWith('.json')).sort();
  const contents = await Promise.all(names.map(async (name) => [name, parseCase(name, await readFile(join(directory, name), 'utf8'))] as const));
  const cases = contents.filter((entry): entry is readonly [string, Case] => entry[1] !== null);
  if (cases.length === 0)
    throw new ModelError(
      'reference.cases',
      `There are no cases (*.json, schema "spiking-golden/1") in ${directory}. SPIKELOOM_CASES names their directory.`,
      { directory },
    );
  return cases;
};

const parseCase = (name: string, text: string): Case | null => {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new ModelError('reference.cases', `Case ${name} is not JSON: ${(error as Error).message}.`, { name });
  }
  const schema = (content as { readonly schema?: unknown } | null)?.schema;
  if (typeof schema !== 'string' || !schema.startsWith('spiking-golden/')) return null;
  if (schema !== 'spiking-golden/1')
    throw new ModelError('reference.cases', `Case ${name} has schema "${schema}"; only "spiking-golden/1" is known.`, { name, schema });
  return content as Case;
};
