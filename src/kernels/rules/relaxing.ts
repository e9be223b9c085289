/** Text for what variables are at an instant: relaxed from their last write, in the operations of `history.ts`. */
import type { Layout } from './layout.ts';
import type { TimeSlot } from './options.ts';
import { load, type Moment } from './text.ts';

/** Elapsed time in ms, as engines/README.md, Time, computes it; fracs are 0 on the grid. */
export const spanText = (layout: Layout, from: Moment, to: Moment): string => {
  const ticks = `(${to.tick} - ${from.tick}) / ${layout.fact('perMs', 'f64')}`;
  return layout.event ? `${ticks} + (${to.frac} - ${from.frac})` : ticks;
};

/** A parameter that is a literal 0 in the declaration, whatever the parameter set. */
const isZero = (layout: Layout, param: number): boolean => layout.program.params[param]!.name === '0';

/** The variable at `to`, written as `value` at `from`. */
export const relaxedText = (layout: Layout, variable: number, value: string, from: Moment | null, to: Moment): string => {
  const { decay, towards } = layout.program.variables[variable]!;
  if (decay === null || from === null || (from.tick === to.tick && from.frac === to.frac)) return value;
  const tau = layout.param(decay);
  const atRest = isZero(layout, towards);
  if (layout.paramValue(decay) === 0) return `relaxed(${value}, ${layout.param(towards)}, ${tau}, ${spanText(layout, from, to)})`;
  if (layout.event) {
    const span = spanText(layout, from, to);
    return atRest ? `${value} * exp(-(${span}) / ${tau})` : `relaxed(${value}, ${layout.param(towards)}, ${tau}, ${span})`;
  }
  const ticks = `${to.tick} - ${from.tick}`;
  const left = `left(${layout.decayTable(decay)}, ${ticks}, ${tau})`;
  return atRest ? `${value} * ${left}` : `towardsRest(${value}, ${layout.param(towards)}, ${left}, ${ticks})`;
};

/** Value at the clock's stamp, resting value, time constant: arguments of the closed forms. */
export const courseText = (layout: Layout, variable: number, value: string, written: Moment | null, since: Moment): string => {
  const { decay, towards } = layout.program.variables[variable]!;
  const start = relaxedText(layout, variable, value, written, since);
  return `${start}, ${layout.param(towards)}, ${decay === null ? 'Infinity' : layout.param(decay)}`;
};

export const loadTime = (layout: Layout, slot: TimeSlot, index: string): Moment => ({
  tick: load('f64', slot.tick, index),
  frac: layout.event ? load('f64', slot.frac, index) : '0.0',
});

/** Whether two instants are the same. */
export const sameText = (layout: Layout, a: Moment, b: Moment): string =>
  layout.event ? `${a.tick} == ${b.tick} && ${a.frac} == ${b.frac}` : `${a.tick} == ${b.tick}`;
