/** The built command, run as a user runs it. */
import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const main = join(import.meta.dirname, '../../dist/cli/main.js');
const env = { ...process.env, SPIKELOOM_DEBUG: '' };

export interface Said {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const spikeloom = (cwd: string, ...argv: string[]): Said => {
  const { status, stdout, stderr }: SpawnSyncReturns<string> = spawnSync(process.execPath, [main, ...argv], {
    cwd,
    env,
    encoding: 'utf8',
    timeout: 120_000,
  });
  return { status, stdout, stderr };
};

/** Starts a command and presses Ctrl-C once a file is there. */
export const interrupted = (cwd: string, file: string, ...argv: string[]): Promise<Said> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...argv], { cwd, env });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said.stderr += text;
    });
    const timer = setInterval(() => {
      if (!existsSync(join(cwd, file))) return;
      clearInterval(timer);
      setTimeout(() => child.kill('SIGINT'), 300);
    }, 50);
    child.on('error', reject).on('close', (status) => {
      clearInterval(timer);
      resolve({ status, ...said });
    });
  });

/** What `--json` printed: the last line of standard output. */
export const jsonOf = ({ stdout }: Said): Record<string, unknown> => JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>;
