import type { PartitionEngine, Spikes } from '../engines/engine.ts';
import type { Plan } from '../network/plan.ts';
import type { Exchange } from './exchange.ts';
import type { Placed } from './interventions.ts';
import type { Sums } from './sums.ts';

/** What one worker needs to run its partition in step with the others. */
export interface Runner {
  readonly plan: Plan;
  readonly engine: PartitionEngine;
  readonly exchange: Exchange;
  readonly sums: Sums;
  /** Called after each epoch with everybody's spikes of it. */
  readonly record: (spikes: Spikes, now: number) => void;
  /** Called after rule ticks: synapses may come and go. */
  readonly ticked: (now: number) => void;
  readonly intervene: (placed: Placed, now: number) => void;
}

/**
 * Runs from `now` to `until` epoch by epoch: advance, exchange, receive; then what happens between epochs.
 * Every worker comes to the same epochs: rule ticks, interventions and stop requests are seen alike by all.
 * @param due - interventions of (or before) `now` to `until`, in order of time
 * @returns the tick reached: `until`, or the end of the epoch in which a stop was requested
 */
export const runEpochs = (runner: Runner, now: number, until: number, due: readonly Placed[]): number => {
  const { plan, engine, exchange, sums, record, ticked, intervene } = runner;
  let tick = now;
  let next = 0;
  const share = (): void => {
    const spikes = exchange.swap(engine.advance(tick));
    engine.receive(spikes);
    record(spikes, tick);
  };
  /** What an intervention makes fire does so at once; everybody must know before the next one, and before time goes on. */
  const interveneUpTo = (): void => {
    for (; next < due.length && (due[next] as Placed).tick <= tick; next++) {
      intervene(due[next] as Placed, tick);
      share();
    }
  };
  interveneUpTo();
  while (tick < until) {
    const ruleTick = engine.nextRuleTick();
    const cut = next < due.length ? (due[next] as Placed).tick : until;
    tick = Math.min(tick + plan.epochTicks, ruleTick, cut, until);
    share();
    if (tick === ruleTick) {
      engine.tick(sums.total(engine.partialSums()));
      ticked(tick);
    }
    interveneUpTo();
    if (exchange.stopping) break;
  }
  return tick;
};
