/**
 * What synapses transmit, added up exactly: each amount that reaches a target is rounded to a multiple of 2^-24 of the unit of the target's input
 * (mV, pA or nS) and summed as a whole number, so that sums depend on nothing but the amounts.
 *
 * An engine whose plan measures energy keeps, for projections that count as they deliver, a global column `EE.transmitted` of two such sums:
 * of amounts that are 0 or more, and of negative ones.
 */

/** Units of the sums in one unit of input. */
export const perUnit = 2 ** 24;

/** Suffix of the column of a projection. */
export const transmittedColumn = 'transmitted';

/** An amount's size as a whole number of units. */
export const quantaOf = (amount: number): number => Math.floor(Math.abs(amount) * perUnit + 0.5);
