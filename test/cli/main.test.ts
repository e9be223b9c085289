import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { spikeloom as command, interrupted, jsonOf, main } from './spikeloom.ts';

const directory = mkdtempSync(join(tmpdir(), 'cli-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const spikeloom = (...argv: string[]) => command(directory, ...argv);

/** A plastic pair of populations that fires; the reference engine needs no kernel to be compiled. */
const network = `import { fixedProbability, Hz, lif, ms, mV, network, pairStdp, poisson } from 'spikeloom';
const drive = poisson({ rate: 2300 * Hz, weight: 0.5 * mV });
export default ({ size = 20 }) => network({
  name: 'pair',
  populations: { E: { size, neuron: lif(), drive }, I: { size: 5, neuron: lif(), drive } },
  projections: {
    EE: { from: 'E', to: 'E', wiring: fixedProbability(0.5), weight: 0.3 * mV, bounds: [0, 1 * mV], delay: 1.5 * ms, synapse: [pairStdp()] },
    IE: { from: 'I', to: 'E', wiring: fixedProbability(0.5), weight: -1 * mV, delay: 1.5 * ms },
  },
});
`;
const reference = ['--engine', 'reference', '--clock', 'grid'];

beforeAll(() => writeFileSync(join(directory, 'pair.ts'), network));

describe('spikeloom run', () => {
  test.each([
    ['never.ts', 'await new Promise(() => {}); export default 1;'],
    ['exits.ts', 'process.exit(0);'],
  ])('%s, whose end never comes, is no success', (file, text) => {
    writeFileSync(join(directory, file), text);
    expect(spikeloom('run', file)).toEqual({
      status: 2,
      stdout: '',
      stderr: 'Ended before it was done: the network file calls process.exit, or awaits something that never comes.\n',
    });
  });

  test('ends with one JSON object that says what was run, how fast, and what came out', () => {
    const said = spikeloom('run', 'pair.ts', '--for', '200ms', ...reference, '--seed', 'a', '--json');
    expect(said).toMatchObject({ status: 0, stderr: '' });
    const summary = jsonOf(said);
    expect(Object.keys(summary)).toEqual(
      expect.arrayContaining(
        'network clock engine dt workers seed simulatedMs wallSeconds buildSeconds realTimeFactor neurons synapses spikes ratesHz synapticEvents peakRssMiB spikeDigest weightDigests'.split(
          ' ',
        ),
      ),
    );
    expect(summary).toMatchObject({
      network: 'pair',
      clock: 'grid',
      engine: 'reference',
      dt: 0.1,
      workers: 1,
      seed: 'a',
      simulatedMs: 200,
      neurons: 25,
      out: null,
    });
    expect(Object.keys(summary.ratesHz as object)).toEqual(['E', 'I']);
    expect(summary.spikeDigest).toMatch(/^[0-9a-f]{64}$/);
    expect(Object.keys(summary.weightDigests as object)).toEqual(['EE']);
    expect(said.stdout).toContain('pair: grid clock (dt 0.1 ms), reference, 1 worker, seed a');
    // The same description and seed give the same spikes.
    expect(jsonOf(spikeloom('run', 'pair.ts', '--for', '200ms', ...reference, '--seed', 'a', '--json', '--quiet')).spikeDigest).toBe(
      summary.spikeDigest,
    );
  });

  test('says nothing when quiet, and only the object when quiet and JSON', () => {
    expect(spikeloom('run', 'pair.ts', '--for', '10ms', ...reference, '--quiet')).toEqual({ status: 0, stdout: '', stderr: '' });
    const said = spikeloom('run', 'pair.ts', '--for', '10ms', ...reference, '--quiet', '--json', '--set', 'size=7');
    expect(said.stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(jsonOf(said).neurons).toBe(12);
  });

  test('records, draws, exports, and leaves an earlier run alone', () => {
    const said = spikeloom('run', 'pair.ts', '--for', '300ms', ...reference, '--record', 'spikes,weights', '--plot', '--out', 'runs/first');
    expect(said).toMatchObject({ status: 0, stderr: '' });
    const files = readdirSync(join(directory, 'runs/first'));
    expect(files).toEqual(
      expect.arrayContaining(['run.json', 'spikes.arrow', 'overview.svg', 'raster.svg', 'rates.svg', 'distributions.svg', 'weights.svg']),
    );
    const overview = readFileSync(join(directory, 'runs/first/overview.svg'), 'utf8');
    expect(overview).toContain('EE');
    expect(overview).toContain('class="before"');

    expect(spikeloom('plot', 'runs/first', '--out', 'figures', '--bin', '10ms').stdout.split('\n')).toContain(join('figures', 'overview.svg'));
    expect(readFileSync(join(directory, 'figures/rates.svg'), 'utf8')).toContain('bins of 10\u2009ms');

    expect(spikeloom('export', 'runs/first', '--to', 'sonata', '--out', 'spikes.h5')).toEqual({ status: 0, stdout: 'spikes.h5\n', stderr: '' });
    expect(readFileSync(join(directory, 'spikes.h5')).subarray(1, 4).toString()).toBe('HDF');
    expect(spikeloom('export', 'runs/first', '--to', 'sonata', '--out', 'spikes.h5').stderr).toBe(
      'spikes.h5 exists already. Choose another path, or add --overwrite.\n',
    );

    const again = spikeloom('run', 'pair.ts', '--for', '10ms', ...reference, '--out', 'runs/first');
    expect(again).toMatchObject({ status: 0, stderr: 'runs/first holds a run already; this one goes to runs/first-2.\n' });
    expect(existsSync(join(directory, 'runs/first-2/run.json'))).toBe(true);
  });

  test('goes on from a checkpoint to the same spikes', () => {
    const whole = jsonOf(spikeloom('run', 'pair.ts', '--for', '400ms', ...reference, '--json', '--quiet'));
    expect(spikeloom('run', 'pair.ts', '--for', '200ms', ...reference, '--checkpoint-every', '100ms', '--out', 'halved').status).toBe(0);
    const said = spikeloom('run', '--resume', 'halved', '--for', '400ms', '--json', '--quiet');
    expect(said).toMatchObject({ status: 0, stderr: '' });
    expect(jsonOf(said)).toMatchObject({
      spikeDigest: whole.spikeDigest,
      weightDigests: whole.weightDigests,
      spikes: whole.spikes,
      simulatedMs: 400,
    });
    expect(spikeloom('run', '--resume', 'halved', '--for', '100ms').stderr).toMatch(
      /^The run is already at .*; --for 100 ms is the total time, which must be later\.\n$/,
    );
  });

  test('stops at Ctrl-C with status 130, a checkpoint, and recordings that go on', async () => {
    const said = await interrupted(
      directory,
      'stopped/run.json',
      'run',
      'pair.ts',
      '--for',
      '1h',
      ...reference,
      '--checkpoint-every',
      '10s',
      '--out',
      'stopped',
      '--json',
      '--quiet',
    );
    expect(said.status).toBe(130);
    expect(said.stderr).toMatch(
      /^Stopping at the next epoch; once more to stop at once\.\nInterrupted at .*\. spikeloom run --resume stopped --for <total time> goes on\.\n$/,
    );
    const { simulatedMs } = jsonOf(said) as { simulatedMs: number };
    const receipt = JSON.parse(readFileSync(join(directory, 'stopped/run.json'), 'utf8')) as { status: string; checkpoints: { atMs: number }[] };
    expect(receipt.status).toBe('interrupted');
    expect(receipt.checkpoints.at(-1)?.atMs).toBe(simulatedMs);
    expect(spikeloom('run', '--resume', 'stopped', '--for', `${simulatedMs + 100}ms`, '--quiet')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('survives a reader that goes away', () => {
    const script = `"${process.execPath}" "${main}" run pair.ts --for 100ms --engine reference --clock grid; echo "status $?" >&2`;
    const { stderr } = spawnSync('bash', ['-c', `(${script}) | true`], { cwd: directory, encoding: 'utf8' });
    expect(stderr).toBe('status 0\n');
  });
});

describe('what is wrong is answered in a sentence, with status 2', () => {
  const says = (...argv: string[]) => {
    const { status, stdout, stderr } = spikeloom(...argv);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    return stderr.trimEnd();
  };

  test('commands that are not there', () => {
    expect(says('rnu')).toBe("There is no command 'rnu'. Commands: run, check, plot, compare, export, experiment, explain.");
    expect(says('sweep', 'pair.ts')).toBe(
      "This version of Spikeloom (0.1.0) has no 'sweep' yet. It has: run, check, plot, compare, export, experiment, explain.",
    );
  });

  test('options of run', () => {
    expect(says('run')).toBe('spikeloom run needs <network>: a .ts, .js or .json file (or --resume <run dir>).');
    expect(says('run', 'pair.ts', '--for', '10')).toBe(
      "--for takes a positive time with its unit (us, ms, s, min, h), such as 10s or 0.1ms, not '10'.",
    );
    expect(says('run', 'pair.ts', '--record', 'voltages')).toBe("--record takes spikes or weights or energy or states, not 'voltages'.");
    expect(says('run', 'pair.ts', '--record', 'weights', '--plot')).toBe('--plot needs the spikes: --record spikes,weights.');
    expect(says('run', 'pair.ts', '--dt', '0.1ms', '--clock', 'event')).toBe('--dt is the step of the grid clock; the event clock has none.');
    expect(says('run', 'pair.ts', '--monitor')).toBe('This version of Spikeloom has no live monitor (--monitor) yet.');
    expect(says('run', '--resume', 'nowhere')).toBe('nowhere is not a run directory: it has no readable run.json.');
    expect(says('run', '--resume', 'nowhere', '--seed', '2')).toBe(
      '--seed cannot go with --resume: a run goes on with the network, seed, clock and recordings that it has.',
    );
  });

  test('places that cannot be written', () => {
    writeFileSync(join(directory, 'file'), '');
    expect(says('run', 'pair.ts', '--for', '1ms', ...reference, '--out', 'file/run')).toMatch(/^Cannot write file\/run: .*\.$/);
  });

  test('run directories that are none', () => {
    mkdirSync(join(directory, 'empty'), { recursive: true });
    expect(says('plot', 'empty')).toBe('empty is not a run directory: it has no readable run.json.');
    expect(says('export', 'empty', '--to', 'brian')).toBe('This version of Spikeloom does not export to brian yet. It exports to: sonata.');
    expect(says('export', 'empty', '--to', 'sonata')).toBe('spikeloom export needs --out <path>, such as --out spikes.h5.');
  });

  test('rules that are not there', () => {
    expect(says('explain', 'pairSTDP')).toMatch(
      /^There is no rule or neuron model 'pairSTDP'\. There are: .*bernoulliRelease, .*pairStdp, .*lif, .*\. Did you mean 'pairStdp'\?$/,
    );
  });
});

describe('spikeloom check', () => {
  test('says what a network is and what it will cost', () => {
    const { status, stdout, stderr } = spikeloom('check', 'pair.ts', '--clock', 'grid');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('pair: 25 neurons, about 250 synapses, grid clock');
    expect(stdout).toMatch(/^ {2}EE {5,}about 200 .*B$/m);
    expect(jsonOf(spikeloom('check', 'pair.ts', '--json', '--rate', '5Hz'))).toMatchObject({ network: 'pair', neurons: 25, workers: 1, fits: true });
  });

  test('refuses what does not fit, with the number that would', () => {
    const { status, stderr } = spikeloom('check', 'pair.ts', '--set', 'size=1000000');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^The network does not fit: \d+ synapses need .* would fit\.\n$/);
    expect(spikeloom('run', 'pair.ts', '--set', 'size=1000000')).toEqual({ status: 2, stdout: '', stderr });
  });
});

describe('spikeloom explain', () => {
  test('shows a rule as its paper would', () => {
    const { stdout, status } = spikeloom('explain', 'pairStdp');
    expect(status).toBe(0);
    expect(stdout).toContain('doi:10.1038/78829');
    expect(stdout).toContain('on post  w += aPlus * x\n           y += 1');
  });

  test('writes a rule for another simulator', () => {
    const { stdout, stderr, status } = spikeloom('explain', 'pairStdp', '--brian');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('w = clip(w + aPlus * x, wMin, wMax)\ny += 1.0\n');
    expect(spikeloom('explain', 'pairStdp', '--nestml').stdout).toContain('\nmodel pair_stdp_synapse:\n');
    expect(spikeloom('explain', 'pairStdp', '--lava').stdout).toContain("dw='-6*2^-7*x0*y1 + 6*2^-7*y0*x1'");
    expect(spikeloom('explain', 'bernoulliRelease,pairStdp', '--brian').stdout).toContain('def bernoulliRelease_and_pairStdp(');
  });

  test('refuses what the other simulator cannot express, with every reason', () => {
    expect(spikeloom('explain', 'rewardStdp', '--brian')).toEqual({
      status: 2,
      stdout: '',
      stderr: [
        "Brian 2 cannot express rule 'rewardStdp':",
        "  - the handler of signal 'dopamine': Brian has no broadcast that synapses receive",
        "  - 'rewardStdp.d' belongs to a signal; Brian has no broadcast that synapses receive",
        '',
      ].join('\n'),
    });
  });

  test('shows a neuron model', () => {
    expect(spikeloom('explain', 'lif').stdout).toContain('Threshold\n  v >= vTh');
  });
});

test('help and version go to standard output', () => {
  expect(spikeloom('--help').status).toBe(0);
  expect(spikeloom('run', '--help').stdout).toContain('--checkpoint-every <time>');
  expect(execFileSync(process.execPath, [main, '--version'], { encoding: 'utf8' })).toBe('0.1.0\n');
});
