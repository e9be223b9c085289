/** Parameters of test rules, without documentation worth the name. */

export const cite = 'test only';
export const weight = (value: number) => ({ value, unit: 'weight', doc: 'an amplitude' }) as const;
export const time = (value: number) => ({ value, unit: 'ms', doc: 'a time' }) as const;
export const plain = (value: number) => ({ value, unit: '', doc: 'a number' }) as const;
export const rate = (value: number) => ({ value, unit: 'Hz', doc: 'a rate' }) as const;
