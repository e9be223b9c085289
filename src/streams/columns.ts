import type { StateNews } from '../simulation/listeners.ts';
import { placesOf } from '../simulation/weights.ts';
import type { States } from './blocks.ts';

interface Synapses {
  readonly source: Uint32Array;
  readonly target: Uint32Array;
  readonly w: Float64Array;
}

/** Synapses as they are, or so many of them, spread over all. */
export const pickSynapses = ({ source, target, w }: Synapses, synapses: number | undefined): Synapses => {
  if (synapses === undefined || synapses >= w.length) return { source, target, w };
  const places = placesOf(w.length, synapses);
  const pick = <C extends Uint32Array | Float64Array>(column: C): C => {
    const picked = new (column.constructor as new (length: number) => C)(synapses);
    for (let i = 0; i < synapses; i++) picked[i] = column[places[i] as number] as number;
    return picked;
  };
  return { source: pick(source), target: pick(target), w: pick(w) };
};

type StateColumns = Pick<StateNews, 'variable' | 'source' | 'target' | 'ordinal' | 'state' | 'w'> & { readonly time: Float64Array };

/** Rows of one variable. */
export const statesOf = (of: string, index: number, from: number, upTo: number, columns: StateColumns): States => {
  const { variable } = columns;
  const rows = Uint32Array.from(variable.keys()).filter((row) => variable[row] === index);
  const pick = <C extends Float64Array | Uint32Array | Uint16Array>(column: C): C => {
    const picked = new (column.constructor as new (length: number) => C)(rows.length);
    for (let i = 0; i < rows.length; i++) picked[i] = column[rows[i] as number] as number;
    return picked;
  };
  const { time, source, target, ordinal, state, w } = columns;
  return { of, from, upTo, time: pick(time), source: pick(source), target: pick(target), ordinal: pick(ordinal), state: pick(state), w: pick(w) };
};
