/** What a recording of transitions says of spines of two states: shares over time, and who is strong at the end. */
import type { RecordedRun, RecordedTransitions, RecordedWeights } from '../simulation/read-run.ts';
import type { SpineStates } from './plot/states.ts';

/** Points of a curve at most. */
const stretches = 200;

/** @param unitOf - unit of a projection's weights */
export const statesOf = async ({ states, receipt, weights }: RecordedRun, unitOf: (projection: string) => string): Promise<SpineStates[]> => {
  const found: SpineStates[] = [];
  for (const [index, name] of (states?.variables ?? []).entries()) {
    const counts = receipt.states?.[name];
    if (states === null || counts === undefined) continue;
    const rows = [...states.variable.keys()].filter((row) => states.variable[row] === index);
    const projection = receipt.recordings.weightsOf.find((each) => name.startsWith(`${each}.`));
    const last = weights.filter((snapshot) => snapshot.projection === projection).at(-1);
    const byState = last && !name.endsWith('.exists') ? partByState(await last.read(), states, rows, counts.initially > 0) : null;
    found.push({
      name,
      ...shares(states, rows, counts, receipt.simulatedMs),
      weights: byState && { ...byState, unit: unitOf(projection as string) },
    });
  }
  return found;
};

const shares = (
  { timeMs, state }: RecordedTransitions,
  rows: readonly number[],
  { initially, synapses }: { readonly initially: number; readonly synapses: number },
  endMs: number,
): Pick<SpineStates, 'edges' | 'share'> => {
  const edges = Array.from({ length: stretches + 1 }, (_, i) => (i * endMs) / stretches);
  let next = 0;
  let strong = initially;
  const share = edges.slice(0, -1).map((from) => {
    for (; next < rows.length && (timeMs[rows[next] as number] as number) <= from; next++) strong += state[rows[next] as number] === 0 ? -1 : 1;
    return strong / Math.max(1, synapses);
  });
  return { edges, share };
};

/** Weights of synapses in each state, as their last transition left it; all began alike. */
const partByState = (
  { source, target, w }: RecordedWeights,
  transitions: RecordedTransitions,
  rows: readonly number[],
  initially: boolean,
): { readonly weak: number[]; readonly strong: number[] } => {
  const strong = new Uint8Array(w.length).fill(initially ? 1 : 0);
  for (const row of rows) {
    const [from, to] = [transitions.source[row] as number, transitions.target[row] as number];
    const synapse = firstOf(source, target, from, to) + (transitions.ordinal[row] as number);
    // A synapse that has gone since is not in the snapshot.
    if (source[synapse] === from && target[synapse] === to) strong[synapse] = transitions.state[row] === 0 ? 0 : 1;
  }
  const inState = (state: number): number[] => [...w].filter((_, synapse) => strong[synapse] === state);
  return { weak: inState(0), strong: inState(1) };
};

/** The first synapse between two neurons, in (source, target) order. */
const firstOf = (source: Uint32Array, target: Uint32Array, from: number, to: number): number => {
  let [low, high] = [0, source.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const before = (source[middle] as number) < from || (source[middle] === from && (target[middle] as number) < to);
    if (before) low = middle + 1;
    else high = middle;
  }
  return low;
};
