/** `spikeloom compare`: known names, files of one's own, networks that run and runs that are played again. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jsonOf, spikeloom } from './spikeloom.ts';

const directory = mkdtempSync(join(tmpdir(), 'cli-compare-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const network = `import { lif, ms, network, poisson } from 'spikeloom';
export default network({
  name: 'driven',
  populations: { E: { size: 400, neuron: lif({ tauM: 20 * ms }), drive: poisson({ rate: 15_000, weight: 0.07 }) } },
  projections: {},
});
`;
/** A model of one's own: it expects what it is told, and follows the rates of blocks. */
const own = (predicted: number): string => `import { map } from 'rxjs';
import type { Comparator, Spikes } from 'spikeloom';
export default {
  ...{ name: 'own', quantity: 'rate', unit: 'Hz', band: { relative: 0.1 } },
  watch: (streams) => streams.spikes('E'),
  follow: (seen) => seen.pipe(map(({ of, from, upTo, size, time }) => ({ t: upTo, of, spiking: (1000 * time.length) / size / (upTo - from), predicted: ${predicted}, standardError: 0 }))),
} satisfies Comparator<Spikes>;
`;

beforeAll(() => {
  writeFileSync(join(directory, 'driven.ts'), network);
  writeFileSync(join(directory, 'silent.ts'), own(0));
  writeFileSync(join(directory, 'number.ts'), 'export default 3;\n');
  writeFileSync(
    join(directory, 'several.ts'),
    `import { meanField } from 'spikeloom';\nexport default (net) => [meanField(net, { window: 500 })];\n`,
  );
});

interface Verdict {
  readonly of: string;
  readonly points: number;
  readonly alarms: number;
  readonly spiking: number;
  readonly predicted: number;
}
const verdictsOf = (said: Parameters<typeof jsonOf>[0]) => (jsonOf(said) as { verdicts: Verdict[] }).verdicts;

test('a network runs beside a model, which is printed and drawn', () => {
  const said = spikeloom(directory, 'compare', 'driven.ts', '--with', 'meanField', '--for', '5s', '--json');
  expect(said).toMatchObject({ status: 0, stderr: '' });
  const [verdict] = verdictsOf(said) as [Verdict];
  expect(verdict).toMatchObject({ of: 'E', points: 5, alarms: 0 });
  // 400 independent neurons for 5 s: the theory's own error is larger than that of the mean.
  expect(Math.abs(verdict.spiking / verdict.predicted - 1)).toBeLessThan(0.05);
  expect(said.stdout).toMatch(/ 5 s {2}E rate [\d.]+ Hz, predicted [\d.]+: [+−][\d.]+ ± [\d.]+\n/);
  expect(readFileSync(join(directory, 'runs/compare-driven/meanField.svg'), 'utf8')).toContain('limits of agreement');
});

test('a run is played again beside a model of one’s own, and alarms are counted', () => {
  spikeloom(directory, 'run', 'driven.ts', '--for', '1s', '--out', 'recorded', '--quiet');
  const said = spikeloom(directory, 'compare', 'recorded', '--with', 'silent.ts', '--out', 'drawn', '--json');
  const [verdict] = verdictsOf(said) as [Verdict];
  expect(verdict).toMatchObject({ of: 'E', predicted: 0 });
  expect(verdict.alarms).toBe(verdict.points);
  expect(said.stdout).toContain('ALARM');
  const several = spikeloom(directory, 'compare', 'recorded', '--with', 'several.ts', '--out', 'drawn', '--json', '--quiet');
  expect(verdictsOf(several)).toMatchObject([{ of: 'E', points: 2 }]);
});

test('what cannot be compared is said in a sentence', () => {
  const told = (...argv: string[]) => spikeloom(directory, 'compare', ...argv);
  expect(told('driven.ts')).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^spikeloom compare needs --with <comparator>: .*meanField.*, or a file of your own\.\n$/),
  });
  expect(told('driven.ts', '--with', 'meanfield')).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^There is no comparator 'meanfield'\. .* Did you mean 'meanField'\?\n$/),
  });
  expect(told('driven.ts', '--with', 'number.ts').stderr).toBe(
    'What number.ts exports is not a comparator: it lacks name, quantity, unit, band, watch, follow. Its default export must be one, or a function of the network that gives one or several.\n',
  );
  expect(told('driven.ts', '--with', 'none.ts')).toMatchObject({ status: 2, stderr: 'There is no file none.ts with a comparator.\n' });
  expect(told('recorded', '--with', 'silent.ts', '--for', '5s').stderr).toBe(
    '--for cannot go with a run directory: recorded is played as it was recorded.\n',
  );
});
