/**
 * Random draws of rules: Philox4x32-10 with counter (source, rank >> 2, event, purpose), word rank & 3, so that one block
 * serves four neighbouring synapses (engines/README.md, Randomness).
 */
import { philoxOverC1 } from './philox';

export { normal, philoxWord as word, uniform } from './philox';

/** Words of `blocks` blocks from `block` on, in order, at `out`; groups of four blocks are written whole. */
export function words(out: usize, key0: u32, key1: u32, source: u32, block: u32, blocks: u32, event: u32, purpose: u32): void {
  for (let done: u32 = 0; done < blocks; done += 4) philoxOverC1(key0, key1, source, block + done, event, purpose, out + (<usize>done << 4));
}

/** Whether the word says yes, with probability p. */
// @ts-ignore: decorator
@inline
export function below(word: u32, p: f64): bool {
  return <f64>word < threshold(p);
}

/** Words below this say yes. */
// @ts-ignore: decorator
@inline
export function threshold(p: f64): f64 {
  return p >= 1.0 ? 4294967296.0 : floor(p * 4294967296.0);
}
