/** What one may do to a running network, as plain data: it goes to workers, into checkpoints and into the receipt. */
import { createHash } from 'node:crypto';

export type Intervention =
  | { readonly kind: 'silence'; readonly population: string; readonly silent: boolean }
  | { readonly kind: 'freeze'; readonly name: string; readonly frozen: boolean }
  | { readonly kind: 'lesion'; readonly projection: string }
  | { readonly kind: 'set'; readonly variable: string; readonly value: number | readonly number[] }
  | { readonly kind: 'scale'; readonly variable: string; readonly factor: number }
  | { readonly kind: 'signal'; readonly name: string; readonly value: number };

/** An intervention at the end of everything else that happens at `tick`. */
export interface Placed {
  readonly tick: number;
  readonly intervention: Intervention;
}

/** An intervention that has happened, as it is remembered: of a list of values how many there were, and their checksum. */
export type Remembered =
  | Exclude<Intervention, { readonly kind: 'set' }>
  | {
      readonly kind: 'set';
      readonly variable: string;
      readonly value: number | readonly number[] | { readonly values: number; readonly sha256: string };
    };

export interface Past {
  readonly tick: number;
  readonly intervention: Remembered;
}

/** A list as long as this is remembered by its checksum: who shows a network 60,000 images would otherwise keep 47 million numbers, in every checkpoint. */
const longest = 64;

export const remembered = (intervention: Intervention): Remembered => {
  if (intervention.kind !== 'set' || typeof intervention.value === 'number' || intervention.value.length < longest) return intervention;
  const { value, ...rest } = intervention;
  const sha256 = createHash('sha256').update(Float64Array.from(value)).digest('hex');
  return { ...rest, value: { values: value.length, sha256 } };
};

/** Keeps a population from spiking, as TTX does; `silent: false` lifts it. */
export const silence = (population: string, silent = true): Intervention => ({ kind: 'silence', population, silent });

/**
 * Stops every change of a projection's weights and synapse variables by its rules, or of a population's homeostasis: factors then stay as they are. `frozen: false`
 * lets them go on from there; sensors and traces, which relax, have gone on meanwhile.
 * @param name - a projection, or a population that has homeostasis
 */
export const freezePlasticity = (name: string, frozen = true): Intervention => ({ kind: 'freeze', name, frozen });

/** Cuts a projection for good: all its weights become 0, and its rules stop, so that nothing grows back. */
export const lesion = (projection: string): Intervention => ({ kind: 'lesion', projection });

/**
 * Sets a state variable, named `population.variable` or `projection.variable`, or the rate of a Poisson drive [Hz]: `E.drive0.rate` by its place in the list of drives,
 * `S.rate` of a `poissonSource`. Weights are magnitudes where all of a projection have one sign, and one number where the description gives all one weight.
 * What relaxes between events is set as of its last write, such as a trace at the last spike, and goes on from there; `E.v` (and `E.theta`) are set as of now.
 * @param value - one for all, or one each, in the order in which `read` gives them
 */
export const set = (variable: string, value: number | readonly number[]): Intervention => ({ kind: 'set', variable, value });

/** Multiplies a state variable, such as the weights `EE.w` or the rates `E.drive0.rate`, by a factor. */
export const scale = (variable: string, factor: number): Intervention => ({ kind: 'scale', variable, factor });

/** Broadcasts a signal, such as a reward, to all rules that listen for it. */
export const signal = (name: string, value: number): Intervention => ({ kind: 'signal', name, value });
