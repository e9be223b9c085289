import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAt, parseInterventions } from '../../src/cli/interventions.ts';
import { readReceipt } from '../../src/simulation/receipt.ts';
import { spikeloom as command, jsonOf, main } from './spikeloom.ts';

const directory = mkdtempSync(join(tmpdir(), 'cli-at-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const spikeloom = (...argv: string[]) => command(directory, ...argv);

beforeAll(() => {
  writeFileSync(
    join(directory, 'pair.ts'),
    `import { fixedProbability, Hz, lif, ms, mV, network, pairStdp, poisson, rewardStdp } from 'spikeloom';
const drive = poisson({ rate: 2300 * Hz, weight: 0.5 * mV });
export default network({
  name: 'pair',
  populations: { E: { size: 20, neuron: lif(), drive }, I: { size: 5, neuron: lif(), drive } },
  projections: {
    EE: { from: 'E', to: 'E', wiring: fixedProbability(0.5), weight: 0.3 * mV, bounds: [0, 1 * mV], delay: 1.5 * ms, synapse: [rewardStdp()] },
    IE: { from: 'I', to: 'E', wiring: fixedProbability(0.5), weight: -1 * mV, delay: 1.5 * ms },
  },
});
`,
  );
});

test('what is typed is what the functions make', () => {
  expect(parseAt('5s silence E')).toMatchObject({ atMs: 5000, intervention: { kind: 'silence', population: 'E', silent: true } });
  expect(parseAt(' 5s  silence E off ').intervention).toEqual({ kind: 'silence', population: 'E', silent: false });
  expect(parseAt('10s scale E.drive0.rate 0.9').intervention).toEqual({ kind: 'scale', variable: 'E.drive0.rate', factor: 0.9 });
  expect(parseAt('12s freeze EE').intervention).toEqual({ kind: 'freeze', name: 'EE', frozen: true });
  expect(parseAt('13s set EE.w 0.2mV').intervention).toEqual({ kind: 'set', variable: 'EE.w', value: 0.2 });
  expect(parseAt('14s signal reward -1').intervention).toEqual({ kind: 'signal', name: 'reward', value: -1 });
  expect(parseAt('15s lesion EE').intervention).toEqual({ kind: 'lesion', projection: 'EE' });
});

test('what cannot be is refused in a sentence', () => {
  expect(() => parseAt('silence E')).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: --at takes a positive time with its unit (us, ms, s, min, h), such as 10s or 0.1ms, not 'silence'.]`,
  );
  expect(() => parseAt('5s')).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: --at takes a time and what happens then: 'silence <population> [off]', 'freeze <projection or population> [off]', 'lesion <projection>', 'set <variable> <value>', 'scale <variable> <factor>', 'signal <name> <value>'; not '5s'.]`,
  );
  expect(() => parseAt('5s silence')).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: --at '5s silence' should read '<time> silence <population> [off]'.]`,
  );
  expect(() => parseAt('5s silence E on')).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: --at '5s silence E on' should read '<time> silence <population> [off]'.]`,
  );
  expect(() => parseAt('5s scale EE.w much')).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: --at '5s scale EE.w much' should read '<time> scale <variable> <factor>'.]`,
  );
  expect(() => parseAt('5s constructor EE')).toThrow(/^--at takes a time and what happens then/);
  expect(() => parseInterventions(['5s lesion EE'], 4000)).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: --at '5s lesion EE' would never happen: the run ends at 4000 ms (--for).]`,
  );
});

describe('spikeloom run --at', () => {
  test('does things at their times, whether the run is stopped and resumed or not', () => {
    const at = ['--at', '20ms silence I', '--at', '60ms scale E.drive0.rate 1.5', '--at', '80ms signal dopamine 2'];
    const later = ['--at', '110ms set EE.w 0.2', '--at', '120ms lesion IE', '--at', '125ms freeze EE'];
    const shared = ['--quiet', '--json', '--clock', 'grid', '--engine', 'reference'];
    const whole = jsonOf(spikeloom('run', 'pair.ts', '--for', '150ms', '--out', 'whole', ...at, ...later, ...shared));
    expect(readReceipt(join(directory, 'whole')).interventions.map(({ atMs }) => atMs)).toEqual([20, 60, 80, 110, 120, 125]);
    const half = spikeloom('run', 'pair.ts', '--for', '100ms', '--out', 'half', '--checkpoint-every', '50ms', ...at, ...shared);
    expect(half.status).toBe(0);
    const resumed = jsonOf(spikeloom('run', '--resume', 'half', '--for', '150ms', ...later, '--quiet', '--json'));
    expect(resumed.spikeDigest).toBe(whole.spikeDigest);
    expect(resumed.weightDigests).toEqual(whole.weightDigests);
    expect(readReceipt(join(directory, 'half')).interventions).toEqual(readReceipt(join(directory, 'whole')).interventions);
  });

  test.each([
    ['20ms silence Q', /^This network has no population 'Q'\. Populations: E, I\.\n$/],
    ['20ms scale E.drive1.rate 2', /^This network has no state variable 'E\.drive1\.rate'\. State variables: .*E\.drive0\.rate.*\n$/],
    ['2s lesion EE', /^--at '2s lesion EE' would never happen: the run ends at 100 ms \(--for\)\.\n$/],
    ['0.01ms silence E', /^An intervention at 0\.01 ms lies between time steps, which are 0\.1 ms\.\n$/],
  ])('%s: one sentence and status 2', (text, message) => {
    const said = spikeloom('run', 'pair.ts', '--for', '100ms', '--clock', 'grid', '--engine', 'reference', '--at', text);
    expect(said).toMatchObject({ status: 2, stdout: '' });
    expect(said.stderr).toMatch(message);
  });

  test('empty values and times below half a step are refused', () => {
    expect(spikeloom('run', 'pair.ts', '--seed=')).toEqual({ status: 2, stdout: '', stderr: '--seed needs a value: --seed <seed>.\n' });
    expect(spikeloom('run', 'pair.ts', '--for', '1e-9us', '--clock', 'grid', '--engine', 'reference')).toEqual({
      status: 2,
      stdout: '',
      stderr: 'Cannot run for 1e-12 ms: it must be a multiple of the time step, which is 0.1 ms, and not negative.\n',
    });
  });
});

test('Ctrl-C while the network is built stops at once, with nothing left', async () => {
  // Every projection and population needs a kernel of its own, and the cache is empty: seconds of compiling.
  const lines = Array.from(
    { length: 12 },
    (_, i) => `J${i}: { ...wire, synapse: [pairStdp(), ...Array.from({ length: ${i} }, () => tripletStdp())] },`,
  );
  writeFileSync(
    join(directory, 'slow.ts'),
    `import { writeFileSync } from 'node:fs';
import { fixedProbability, lif, network, pairStdp, tripletStdp } from 'spikeloom';
const wire = { from: 'E', to: 'E', wiring: fixedProbability(0.5), weight: 0.3, bounds: [0, 1], delay: 1.5 } as const;
writeFileSync('loaded', '');
export default network({ name: 'slow', populations: { E: { size: 20, neuron: lif() } }, projections: { ${lines.join('\n')} } });
`,
  );
  const cache = join(directory, 'cache');
  const child = spawn(process.execPath, [main, 'run', 'slow.ts', '--for', '10s', '--out', 'slow', '--workers', '2'], {
    cwd: directory,
    env: { ...process.env, SPIKELOOM_DEBUG: '', SPIKELOOM_CACHE: cache },
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  // The first kernel in the cache: building is under way, and far from over.
  while (!existsSync(cache) || readdirSync(cache).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  const pressed = performance.now();
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(performance.now() - pressed).toBeLessThan(5000);
  expect(stderr).toBe('Interrupted while building.\n');
  expect(existsSync(join(directory, 'slow'))).toBe(false);
});
