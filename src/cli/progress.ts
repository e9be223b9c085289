/** Progress of a run: one line that renews itself in a terminal, a line now and then in a pipe. */
import { clock, duration, short } from './table.ts';
import type { Terminal } from './terminal.ts';

export interface Progress {
  /** Reached and aimed at [ms of biological time]. */
  readonly simulatedMs: number;
  readonly totalMs: number;
  /** Spikes since the start. */
  readonly spikes: number;
}

/** Shortest time between two renewals of a terminal's line, and between two lines of a pipe [s]. */
const renewal = 0.1;
const interval = 10;

const bar = (share: number): string => {
  const width = 20;
  const full = Math.round(Math.min(1, Math.max(0, share)) * width);
  return `${'█'.repeat(full)}${'░'.repeat(width - full)}`;
};

/**
 * Follows one run from where it starts (a resumed run does not start at 0).
 *
 * @param seconds - a clock that only goes forward
 */
export const followProgress = (
  screen: Terminal,
  start: Progress,
  neurons: number,
  seconds: () => number = () => performance.now() / 1000,
): ((progress: Progress) => void) => {
  const begun = seconds();
  let shownAt = screen.live ? Number.NEGATIVE_INFINITY : begun;
  let shown = start;
  return (progress) => {
    const now = seconds();
    if (now - shownAt < (screen.live ? renewal : interval)) return;
    const wall = now - begun;
    const done = progress.simulatedMs - start.simulatedMs;
    const stretch = progress.simulatedMs - shown.simulatedMs;
    const speed = wall > 0 ? done / 1000 / wall : 0;
    const rate = stretch > 0 ? (progress.spikes - shown.spikes) / neurons / (stretch / 1000) : 0;
    const left = speed > 0 ? clock((progress.totalMs - progress.simulatedMs) / 1000 / speed) : '?';
    const place = `${duration(progress.simulatedMs)} of ${duration(progress.totalMs)}`;
    const text = `${place}  ${short(speed)}× real time  ${short(rate)} Hz  ${left} left`;
    if (screen.live) screen.status(`${bar(progress.simulatedMs / progress.totalMs)}  ${text}`);
    else screen.note(text);
    shownAt = now;
    shown = progress;
  };
};
