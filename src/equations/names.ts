/** Names that mean something in every equation, and the nearest one to a misspelt name. */
import type { DistributionName, FunctionName } from './tree.ts';

/** Functions and their numbers of arguments. */
export const functions: Readonly<Record<FunctionName, number>> = { exp: 1, log: 1, sqrt: 1, abs: 1, sign: 1, min: 2, max: 2, clip: 3 };
/** Functions of the time since the last handler. */
export const histories: Readonly<Record<'timeAbove' | 'integral', number>> = { timeAbove: 2, integral: 1 };
/** Distributions and the least number of their arguments. */
export const distributions: Readonly<Record<DistributionName, number>> = { Bernoulli: 1, Binomial: 2, Uniform: 0, Normal: 0 };

/** Edits (insert, delete, replace, swap neighbours) from one word to another. */
const edits = (a: string, b: string): number => {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, (row[j - 1] as number) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (before[j - 2] as number) + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length] as number;
};

/** The known name that was probably meant, or null where none is near. */
export const nearest = (name: string, known: readonly string[]): string | null => {
  // A long name is no misspelling of anything, and comparing it would cost.
  if (name.length > 60) return null;
  const ranked = known.map((candidate) => ({ candidate, distance: edits(name.toLowerCase(), candidate.toLowerCase()) }));
  const best = ranked.sort((a, b) => a.distance - b.distance)[0];
  return best !== undefined && best.distance < name.length && best.distance <= Math.max(1, Math.floor(name.length / 3)) ? best.candidate : null;
};

/** ` Did you mean 'tauPlus'?`, or nothing. */
export const didYouMean = (name: string, known: readonly string[]): string => {
  const near = nearest(name, known);
  return near === null ? '' : ` Did you mean '${near}'?`;
};
