/**
 * How long does `spikeloom run` of a small network take before anything happens?
 *
 * Loading the network, finding compiled kernels in the cache, starting workers and building: what everybody who tries something small
 * waits for. A command that simulates one step of `plastic-ei` takes that and the end of the command; the peer is Node starting and
 * ending by itself. The cold start compiles all kernels into an empty cache.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, question, type Row, sized } from './harness.ts';

const small = 'networks/plastic-ei.ts';

const seconds = (args: readonly string[], environment: NodeJS.ProcessEnv = {}): number => {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { env: { ...process.env, ...environment }, encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}:\n${stderr}`);
  return (performance.now() - started) / 1000;
};

const often = (times: number, args: readonly string[]): number => median(Array.from({ length: times }, () => seconds(args)));

const run = (...options: string[]): string[] => ['dist/cli/main.js', 'run', small, '--quiet', ...options];

await question('start-up', async () => {
  const times = sized(9, 1);
  seconds(run('--for', '0.1ms'));
  seconds(run('--for', '0.1ms', '--clock', 'grid'));
  const node = often(times, ['-e', '0']);
  const cache = mkdtempSync(join(tmpdir(), 'spikeloom-cache-'));
  try {
    const row = (what: string, time: number): Row => ({ what, seconds: time, 'times node alone': time / node });
    return [
      row('node alone', node),
      row('spikeloom --version', often(times, ['dist/cli/main.js', '--version'])),
      row('one step, event clock', often(times, run('--for', '0.1ms'))),
      row('one step, grid clock', often(times, run('--for', '0.1ms', '--clock', 'grid'))),
      row('one step, grid clock, 2 workers', often(times, run('--for', '0.1ms', '--clock', 'grid', '--workers', '2'))),
      row('1 s, grid clock', often(times, run('--for', '1s', '--clock', 'grid'))),
      row('one step, grid clock, empty cache', seconds(run('--for', '0.1ms', '--clock', 'grid'), { SPIKELOOM_CACHE: cache })),
    ];
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
});
