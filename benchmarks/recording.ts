/**
 * What does recording every spike cost?
 *
 * Two simulations of one network take turns, stretch by stretch: one writes its spikes to a run directory, the other does not. The
 * ratio of their times is the cost of recording; `brunel` makes some 400,000 spikes a biological second.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulate } from 'spikeloom';
import brunel from '../networks/brunel.ts';
import cuba from '../networks/vogels-abbott-cuba.ts';
import { median, question, type Row, sized } from './harness.ts';
import { wallSeconds } from './measuring/runs.ts';

const cases = [
  { name: 'brunel', network: () => brunel({ scale: sized(1, 0.1) }), ms: 200 },
  { name: 'vogels-abbott-cuba', network: () => cuba(), ms: 2000 },
] as const;

await question('recording', async () => {
  const place = mkdtempSync(join(tmpdir(), 'spikeloom-recording-'));
  const rows: Row[] = [];
  try {
    for (const { name, network, ms } of cases) {
      const plain = simulate(network(), { clock: 'grid' });
      const recorded = simulate(network(), { clock: 'grid', out: join(place, name) });
      const stretch = sized(ms, 20);
      const [without, withSpikes]: [number[], number[]] = [[], []];
      for (const sim of [plain, recorded]) await sim.run(stretch);
      for (let i = 0; i < sized(15, 2); i++) {
        without.push(await wallSeconds(plain, stretch));
        withSpikes.push(await wallSeconds(recorded, stretch));
      }
      const { spikes, simulatedMs } = await recorded.summary();
      await plain.close();
      await recorded.close();
      // Stretch by stretch, both have had the same spikes to compute and the same machine.
      const ratio = median(withSpikes.map((wall, i) => wall / (without[i] as number)));
      rows.push({
        network: name,
        'spikes/s (10³)': spikes / simulatedMs,
        'factor without': (1000 * median(without)) / stretch,
        'factor with': (1000 * median(withSpikes)) / stretch,
        'with / without': ratio,
        'cost (%)': 100 * (ratio - 1),
      });
    }
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
  return rows;
});
