/**
 * Wilcoxon's signed-rank test of paired differences, exact: all 2ⁿ signs are equally probable where nothing sets the pairs apart. Differences of 0 are left out,
 * equal ones share their mean rank. Wilcoxon (1945) Biometrics Bulletin 1:80, doi:10.2307/3001968.
 *
 * @param differences - finite numbers, up to some hundred
 * @returns the sum of ranks of positive differences, and the one-sided probability of one as large
 */
export const signedRank = (differences: readonly number[]): { readonly sum: number; readonly p: number } => {
  const kept = differences.filter((difference) => difference !== 0).toSorted((a, b) => Math.abs(a) - Math.abs(b));
  // Twice the rank is whole, ties or not.
  const ranks = kept.map((difference) => {
    const first = kept.findIndex((other) => Math.abs(other) === Math.abs(difference));
    const last = kept.findLastIndex((other) => Math.abs(other) === Math.abs(difference));
    return first + last + 2;
  });
  const sum = ranks.reduce((total, rank, i) => ((kept[i] as number) > 0 ? total + rank : total), 0);
  /** Probability of each sum of doubled ranks. */
  let probability = [1];
  for (const rank of ranks) {
    const next = new Array<number>(probability.length + rank).fill(0);
    probability.forEach((p, s) => {
      next[s] = (next[s] as number) + p / 2;
      next[s + rank] = (next[s + rank] as number) + p / 2;
    });
    probability = next;
  }
  return { sum: sum / 2, p: probability.slice(sum).reduce((total, p) => total + p, 0) };
};
