/** Shapes of numbers, lists and distributions. A schema's message says what is expected there. */
import { z } from 'zod';

export const number = z.number({ error: 'a finite number' });
export const notNegative = number.min(0, { error: '0 or more' });
export const positive = number.positive({ error: 'above 0' });
export const flag = z.boolean({ error: 'true or false' });
export const text = z.string({ error: 'a text' });
/** Every whole number that a description may hold. */
export const whole = z.number({ error: 'a whole number' }).int({ error: 'a whole number' });
export const count = whole.min(0, { error: 'a whole number, 0 or more' });
export const probability = number.min(0, { error: 'a probability, 0 to 1' }).max(1, { error: 'a probability, 0 to 1' });
export const numbers = z.array(number, { error: 'a list of numbers' });
export const choice = <const T extends readonly string[]>(...allowed: T) => z.enum(allowed, { error: `one of ${allowed.join(', ')}` });

/** An object with these keys and no others. The message of an unknown key is the list of the known. */
export const exact = <T extends Record<string, z.ZodType>>(keys: T, what = 'an object') =>
  z.strictObject(keys, { error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(keys).join(', ') : what) });

export const distribution = z.discriminatedUnion(
  'distribution',
  [
    exact({ distribution: z.literal('normal'), mean: number, sd: notNegative, min: number.optional(), max: number.optional() }),
    exact({
      distribution: z.literal('lognormal'),
      mu: number,
      sigma: notNegative,
      scale: number.optional(),
      min: number.optional(),
      max: number.optional(),
    }),
    exact({ distribution: z.literal('uniform'), low: number, high: number }),
  ],
  { error: 'one of normal, lognormal, uniform' },
);

/** A number, a distribution, or one number per neuron or synapse. */
export const value = z.union([number, distribution, numbers], { error: 'a number, a distribution or a list of numbers' });
