/** Cases of NEST's plastic synapses: every rule that is also NEST's gives NEST's weights, in both engines and on both clocks. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCases } from '../../../src/cli/reference/case-file.ts';
import { checkCase, skipReason } from '../../../src/cli/reference/check-case.ts';
import { sessionOn } from '../../../src/cli/reference/session.ts';

const cases = (await readCases(join(import.meta.dirname, '../../golden'))).filter(([, { kind }]) => kind.startsWith('stdp_') || kind === 'tsodyks2');

it('are there for every rule that is also NEST’s', () => {
  expect(cases.map(([, { kind }]) => kind)).toEqual([
    'stdp_additive',
    'stdp_guetig',
    'stdp_multiplicative',
    'stdp_powerlaw',
    'stdp_triplet',
    'tsodyks2',
  ]);
});

describe.each(cases)('%s', (_, content) => {
  for (const clock of ['grid', 'event'] as const) {
    it.each(['reference', 'wasm'] as const)(`is reproduced on the ${clock} clock by the %s engine`, async (engine) => {
      expect(skipReason(content, clock)).toBeNull();
      const { firstDifference, maxError, tolerance } = await checkCase(content, clock, sessionOn(clock, engine));
      expect(firstDifference).toBeNull();
      expect(tolerance).toBe(content.kind === 'tsodyks2' ? 1e-9 : 1e-10);
      expect(maxError).toBeLessThan(1e-10);
    });
  }
});
