import { performance } from 'node:perf_hooks';

/** How far a run has come. */
export interface Progress {
  /** Since the start of the simulation [ms]. */
  readonly simulatedMs: number;
  /** Wall time of this run so far. */
  readonly wallSeconds: number;
  /** Biological seconds a wall second, in this run. */
  readonly speed: number;
  /** Since the start of the simulation. */
  readonly spikes: number;
}

/** Who wants to be told, and how often. */
export interface Pace {
  readonly onProgress?: (progress: Progress) => void;
  /** Wall time between calls of `onProgress` [ms]; default 100. */
  readonly progressEvery?: number;
}

interface Shown {
  readonly shown: { readonly tick: number; readonly spikes: number };
}

/**
 * Tells `onProgress` from time to time what the engine shows of itself, which costs the engine nothing.
 * @returns ends it with a last call, which says exactly what was reached
 */
export const watchPace = ({ onProgress, progressEvery = 100 }: Pace, crew: Shown, from: number, spikes: number, perMs: number) => {
  if (!onProgress) return () => {};
  const started = performance.now();
  const already = crew.shown.spikes;
  const tell = (tick: number, count: number): void => {
    const wallSeconds = (performance.now() - started) / 1000;
    const speed = wallSeconds > 0 ? (tick - from) / perMs / 1000 / wallSeconds : 0;
    onProgress({ simulatedMs: tick / perMs, wallSeconds, speed, spikes: count });
  };
  const timer = setInterval(() => tell(Math.max(from, crew.shown.tick), spikes + crew.shown.spikes - already), progressEvery);
  return (tick: number, count: number): void => {
    clearInterval(timer);
    tell(tick, count);
  };
};
