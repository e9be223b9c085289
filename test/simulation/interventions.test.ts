import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { remembered, set, silence } from '../../src/simulation/interventions.ts';

test('what has happened is remembered as it was, but for long lists, of which the number of values and a checksum stay', () => {
  for (const short of [silence('E'), set('E.v', 3), set('E.v', [1, 2, 3])]) expect(remembered(short)).toBe(short);
  const values = Array.from({ length: 784 }, (_, i) => i / 7);
  const sha256 = createHash('sha256')
    .update(new Uint8Array(Float64Array.from(values).buffer))
    .digest('hex');
  expect(remembered(set('input.rate', values))).toEqual({ kind: 'set', variable: 'input.rate', value: { values: 784, sha256 } });
});
