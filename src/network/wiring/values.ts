/** Weights and delays of a batch: constant, listed, or drawn from the batch's stream. */
import { domains } from '../../random.ts';
import type { Distribution, SynapseValue, Wiring } from '../description.ts';
import { Draws } from '../draws.ts';
import type { Plan, PlannedPopulation, PlannedProjection } from '../plan.ts';
import { delayTicks } from '../planning/times.ts';
import type { Batch } from './batch.ts';

/** Values of a batch, by synapse; the array is reused. */
export type ValuesOf = (batch: Batch) => Float64Array;

const roomFor = (out: Float64Array, count: number): Float64Array => (count <= out.length ? out : new Float64Array(2 * count));

const valuesOf = (value: SynapseValue, plan: Plan, projection: PlannedProjection, domain: 'weight' | 'delay'): ValuesOf => {
  let out: Float64Array = new Float64Array(16);
  if (typeof value === 'number') {
    return ({ count }) => {
      if (count > out.length || out[0] !== value) out = roomFor(out, count).fill(value);
      return out;
    };
  }
  if (Array.isArray(value)) {
    const place = placeIn(projection.wiring, plan.populations[projection.to] as PlannedPopulation, projection.from === projection.to);
    return (batch) => {
      out = roomFor(out, batch.count);
      for (let k = 0; k < batch.count; k++) out[k] = (value as readonly number[])[place(batch, k)] as number;
      return out;
    };
  }
  const draws = new Draws(plan.key, domains[domain], projection.index);
  let stream: Float64Array = new Float64Array(16);
  return (batch) => {
    stream = roomFor(stream, batch.length);
    draws.fill(value as Distribution, batch.stream, batch.length, stream);
    if (batch.places === null) return stream;
    out = roomFor(out, batch.count);
    for (let k = 0; k < batch.count; k++) out[k] = stream[batch.places[k] as number] as number;
    return out;
  };
};

/** Where a synapse's value stands in a listed array: the list's order for `edges`, source-major otherwise. */
const placeIn = (wiring: Wiring, to: PlannedPopulation, within: boolean): ((batch: Batch, k: number) => number) => {
  if (wiring.wiring === 'edges') return ({ places }, k) => (places as Uint32Array)[k] as number;
  if (wiring.wiring === 'oneToOne') return ({ targets }, k) => targets[k] as number;
  if (within && 'selfConnections' in wiring && wiring.selfConnections === false) {
    return ({ sources, targets }, k) => {
      const [source, target] = [sources[k] as number, targets[k] as number];
      return source * (to.size - 1) + (target > source ? target - 1 : target);
    };
  }
  return ({ sources, targets }, k) => (sources[k] as number) * to.size + (targets[k] as number);
};

/** Weights as stored: within the bounds, and their magnitude where the projection has one sign. Rounded by the column. */
export const weightsOf = (plan: Plan, projection: PlannedProjection): ValuesOf => {
  const { sign, wMin, wMax } = projection;
  const values = valuesOf(projection.weight, plan, projection, 'weight');
  let stored: Float64Array = new Float64Array(16);
  return (batch) => {
    const weights = values(batch);
    stored = roomFor(stored, batch.count);
    for (let k = 0; k < batch.count; k++) {
      const w = sign < 0 ? -(weights[k] as number) : (weights[k] as number);
      stored[k] = Math.min(Math.max(w, wMin), wMax);
    }
    return stored;
  };
};

/** Delays as indices into `projection.delays`; null where there is one delay. */
export const delaysOf = (plan: Plan, projection: PlannedProjection): ((batch: Batch) => Uint16Array) | null => {
  const { delays } = projection;
  if (delays.length === 1) return null;
  const values = valuesOf(projection.delay, plan, projection, 'delay');
  const indexOf = new Map(delays.map((ticks, i) => [ticks, i]));
  const first = delays[0] as number;
  const contiguous = (delays.at(-1) as number) - first === delays.length - 1;
  let out = new Uint16Array(16);
  return (batch) => {
    const { count } = batch;
    const drawn = values(batch);
    if (count > out.length) out = new Uint16Array(2 * count);
    for (let k = 0; k < count; k++) {
      const ticks = delayTicks(drawn[k] as number, plan.perMs);
      out[k] = contiguous ? ticks - first : (indexOf.get(ticks) as number);
    }
    return out;
  };
};
