/**
 * How fast is a checkpoint written and read?
 *
 * A checkpoint is the state of all neurons and synapses with a checksum, written while the network waits. The limit is writing as many
 * bytes to a file of the same disk in one go, synced as a checkpoint is. Reading is resuming: building, checking and filling in.
 */
import { closeSync, fsyncSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulate } from 'spikeloom';
import brunelPlastic from '../networks/brunel-plastic.ts';
import { median, question, type Row, sized } from './harness.ts';

const sizeOf = (path: string): number =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);

const timed = async <T>(work: () => T | Promise<T>): Promise<readonly [number, T]> => {
  const started = performance.now();
  const result = await work();
  return [(performance.now() - started) / 1000, result];
};

const plainWrite = (path: string, bytes: number): void => {
  const chunk = new Uint8Array(2 ** 24).fill(7);
  const file = openSync(path, 'w');
  for (let left = bytes; left > 0; left -= chunk.length) writeSync(file, chunk, 0, Math.min(left, chunk.length));
  fsyncSync(file);
  closeSync(file);
};

await question('checkpoint', async () => {
  const place = mkdtempSync(join(tmpdir(), 'spikeloom-checkpoint-'));
  const described = brunelPlastic({ scale: sized(1, 0.1) });
  const rows: Row[] = [];
  try {
    for (const workers of [1, 2]) {
      const writing: number[] = [];
      const plain: number[] = [];
      const sim = simulate(described, { clock: 'grid', workers });
      let last = '';
      for (let i = 0; i < sized(5, 2); i++) {
        await sim.run(10);
        if (last !== '') rmSync(last, { recursive: true });
        const [seconds, path] = await timed(() => sim.checkpoint(join(place, String(workers))));
        writing.push(seconds);
        last = path;
        const file = join(place, 'plain');
        plain.push((await timed(() => plainWrite(file, sizeOf(path))))[0]);
        rmSync(file);
      }
      const buildSeconds = (await sim.summary()).buildSeconds;
      await sim.close();
      const bytes = sizeOf(last);
      const [resuming] = await timed(async () => {
        const again = simulate(described, { clock: 'grid', workers, resume: last });
        await again.run(0);
        await again.close();
      });
      rows.push({
        workers,
        'size (MB)': bytes / 1e6,
        'written (MB/s)': bytes / 1e6 / median(writing),
        'plain file (MB/s)': bytes / 1e6 / median(plain),
        'of a plain file': median(plain) / median(writing),
        'resumed in (s)': resuming,
        'of building anew': resuming / buildSeconds,
      });
    }
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
  return rows;
});
