/**
 * Does a synaptic event cost the same in a network of a million neurons as in one of ten thousand?
 *
 * `sparse` keeps in-degree (100) and rates while it grows, so work grows with its size and only memory gets slower: what a core's cache
 * held at 10,000 neurons comes from main memory at a million. Beside it: a read-modify-write of a random 8-byte cell among as many bytes
 * as the membrane potentials take. Costs are wall time over synaptic events, neurons and drives included.
 */
import sparse from '../networks/sparse.ts';
import { question, type Row, sized } from './harness.ts';
import { updateLimit } from './measuring/limits.ts';
import { measure } from './measuring/runs.ts';

const sizes = sized([10_000, 100_000, 1_000_000], [1000, 2000]);

await question('scaling', async () => {
  const rows: Row[] = [];
  for (const clock of ['event', 'grid'] as const) {
    let first: { readonly each: number; readonly limit: number } | undefined;
    for (const neurons of sizes) {
      const ms = Math.max(200, 1e8 / neurons / (clock === 'event' ? 1 : 4));
      const { nsPerEvent, rateHz, realTimeFactor } = await measure(sparse({ scale: neurons / 100_000 }), { clock }, { ms, warmMs: 300 });
      const limit = await updateLimit(2 ** Math.round(Math.log2(8 * neurons)));
      first ??= { each: nsPerEvent, limit };
      rows.push({
        clock,
        neurons,
        'rate (Hz)': rateHz,
        'real-time factor': realTimeFactor,
        'ns per event': nsPerEvent,
        'of the smallest': nsPerEvent / first.each,
        'random cell (ns)': limit,
        'of the smallest cell': limit / first.limit,
      });
    }
  }
  return rows;
});
