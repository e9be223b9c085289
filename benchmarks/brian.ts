/**
 * How fast is Brian 2 on the same networks, on the same machine, in the same run?
 *
 * `npm run bench -- --vs brian [network …]`: each network is written as JSON, which `brian/run.py` runs in Brian 2's C++ standalone mode,
 * one thread, 64-bit numbers, with the compiler flags that Brian likes best. Both are timed without building and compiling, after the same
 * warm-up. Both run several seeds, so that the spread of rates over wirings says whether they simulate the same thing.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Network, simulate, toJson } from 'spikeloom';
import brunel from '../networks/brunel.ts';
import brunelPlastic from '../networks/brunel-plastic.ts';
import sparse from '../networks/sparse.ts';
import coba from '../networks/vogels-abbott-coba.ts';
import cuba from '../networks/vogels-abbott-cuba.ts';
import { deviation, mean, median, question, type Row, sized, smoke, words } from './harness.ts';
import { wallSeconds } from './measuring/runs.ts';

interface Case {
  readonly network: () => Network;
  readonly clock: 'event' | 'grid';
  readonly warmMs: number;
  readonly ms: number;
  /** Runs of ours and of Brian's, each with another wiring. */
  readonly seeds: readonly [number, number];
}

const scale = sized(1, 0.1);
const cases: Readonly<Record<string, Case>> = {
  'vogels-abbott-cuba': { network: () => cuba(), clock: 'grid', warmMs: 500, ms: 10_000, seeds: [5, 3] },
  'vogels-abbott-coba': { network: () => coba, clock: 'grid', warmMs: 500, ms: 10_000, seeds: [5, 3] },
  'cuba-release': { network: () => cuba({ release: 0.5 }), clock: 'grid', warmMs: 500, ms: 10_000, seeds: [5, 3] },
  sparse: { network: () => sparse({ scale }), clock: 'event', warmMs: 500, ms: 4_000, seeds: [3, 2] },
  brunel: { network: () => brunel({ scale }), clock: 'grid', warmMs: 300, ms: 1_000, seeds: [3, 1] },
  'brunel-plastic': { network: () => brunelPlastic({ scale }), clock: 'grid', warmMs: 300, ms: 500, seeds: [3, 1] },
};

const python = '/usr/bin/python3';
const script = join('benchmarks', 'brian', 'run.py');

/** What Brian says of one network. */
interface Answer {
  /** Wall time of the timed stretch. */
  readonly seconds: number;
  /** In warm-up and stretch [Hz]. */
  readonly ratesHz: Readonly<Record<string, number>>;
}

const demandBrian = (): string => {
  const { stdout } = spawnSync(python, ['-c', 'import brian2; print(brian2.__version__)'], { encoding: 'utf8' });
  const version = stdout?.trim();
  if (version) return version;
  process.stderr.write(`${python} has no Brian 2. Install Debian's packages: apt-get install python3-brian python3-brian-lib cython3.\n`);
  process.exit(2);
};

const runBrian = (network: Network, { warmMs, ms }: Case, seed: number, place: string): Answer => {
  const file = join(place, 'network.json');
  writeFileSync(file, toJson(network));
  const build = join(place, 'build');
  const { status, stdout, stderr } = spawnSync(python, [script, file, build, String(seed), String(warmMs), String(ms), '0.1'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  rmSync(build, { recursive: true, force: true });
  if (status !== 0) throw new Error(`Brian did not run:\n${stderr.slice(-4000)}\n${stdout.slice(-2000)}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) as string) as Answer;
};

const ours = async (network: Network, { clock, warmMs, ms }: Case, seed: number) => {
  const sim = simulate(network, { clock, seed });
  try {
    await sim.run(warmMs);
    const seconds = await wallSeconds(sim, ms);
    return { seconds, ratesHz: (await sim.summary()).ratesHz };
  } finally {
    await sim.close();
  }
};

/** Squared distances from the mean, summed. */
const squares = (values: readonly number[]): number => (values.length - 1) * deviation(values) ** 2;

/** Rates of both, and by how many standard errors they differ; the deviation between wirings is taken to be the same. */
const compared = (population: string, ours: readonly Answer[], brian: readonly Answer[]): Row => {
  const [a, b] = [ours, brian].map((runs) => runs.map(({ ratesHz }) => ratesHz[population] as number)) as [number[], number[]];
  const variance = (squares(a) + squares(b)) / (a.length + b.length - 2);
  return {
    [`${population} (Hz)`]: mean(a),
    [`Brian's ${population} (Hz)`]: mean(b),
    [`apart in ${population} (errors)`]: (mean(b) - mean(a)) / Math.sqrt(variance / a.length + variance / b.length),
  };
};

const factorOf = (runs: readonly Answer[], ms: number): number => median(runs.map(({ seconds }) => (1000 * seconds) / ms));

const compare = async (name: string, each: Case, place: string): Promise<Row> => {
  const described = each.network();
  const times: Case = smoke ? { ...each, warmMs: 50, ms: 50, seeds: [2, 1] } : each;
  const runs: Answer[] = [];
  for (let seed = 1; seed <= times.seeds[0]; seed++) runs.push(await ours(described, times, seed));
  const brian: Answer[] = [];
  for (let seed = 1; seed <= times.seeds[1]; seed++) brian.push(runBrian(described, times, seed, place));
  const [own, theirs] = [factorOf(runs, times.ms), factorOf(brian, times.ms)];
  return {
    network: name,
    clock: each.clock,
    'Spikeloom (factor)': own,
    'Brian (factor)': theirs,
    'Brian / Spikeloom': theirs / own,
    ...compared('E', runs, brian),
    ...compared('I', runs, brian),
  };
};

const chosen = words.length > 0 ? words : Object.keys(cases);
const stranger = chosen.find((name) => !(name in cases));
if (stranger !== undefined) {
  process.stderr.write(`No network '${stranger}' for Brian. Networks: ${Object.keys(cases).join(', ')}.\n`);
  process.exit(2);
}
const version = demandBrian();
await question('brian', async () => {
  console.log(`  Brian ${version}, C++ standalone, one thread, float64`);
  const place = mkdtempSync(join(tmpdir(), 'spikeloom-brian-'));
  const rows: Row[] = [];
  try {
    for (const name of chosen) rows.push(await compare(name, cases[name] as Case, place));
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
  return rows;
});
