/**
 * What does a synaptic event cost, against what memory allows?
 *
 * A simulator of many synapses mostly delivers: it reads a row of targets and weights and adds to cells of its targets. The limit is
 * a loop written by hand in WebAssembly over rows of the same size, visited in the same random order, that does nothing else; before
 * each visit neurons are advanced, so that caches are as warm for one as for the other. On the
 * grid clock a row is delivered when its source fires; on the event clock everything counts, the exact update of every target among it.
 */
import { lif, lifExponential, mV, normal } from 'spikeloom';
import { question, type Row, secondsOf, sized } from './harness.ts';
import { fan, handFed } from './measuring/hand-fed.ts';
import { deliveryLimit, readLimit, updateLimit, type Weights } from './measuring/limits.ts';

const targets = sized(12_500, 500);
const synapses = sized(8_000_000, 40_000);
const spikes = 100;

const synapseOf: Readonly<Record<Weights, object>> = {
  double: {},
  single: { weightPrecision: 'single' },
  common: { weight: 1e-3 * mV },
};

const grid = async (weights: Weights, length: number): Promise<Row> => {
  const sources = Math.floor(synapses / length);
  const fed = await handFed(fan(sources, targets, length, lif(), synapseOf[weights]), 'grid', spikes);
  const seconds = await secondsOf(fed.receive, { before: fed.advance, calls: 200 });
  const each = (1e9 * seconds) / (spikes * length);
  return row(
    `grid, ${weights === 'common' ? 'one weight' : `${weights} weights`}`,
    length,
    each,
    await deliveryLimit(weights, sources, length, targets, fed.advance),
  );
};

/** Rows of synapses with some thirty different delays, delivered into a ring. */
const delayed = async (length: number): Promise<Row> => {
  const sources = Math.floor(synapses / length);
  const delay = normal(1.5, 0.75, { min: 0.1, max: 4 });
  const fed = await handFed(fan(sources, targets, length, lif(), { weightPrecision: 'single', delay }), 'grid', spikes);
  const seconds = await secondsOf(fed.receive, { before: fed.advance, calls: 200 });
  return row(
    'grid, single weights, 40 delays',
    length,
    (1e9 * seconds) / (spikes * length),
    await deliveryLimit('single', sources, length, targets, fed.advance),
  );
};

const event = async (name: string, neuron: ReturnType<typeof lif>, length: number): Promise<Row> => {
  const sources = Math.floor(synapses / length);
  const fed = await handFed(fan(sources, targets, length, neuron), 'event', spikes);
  const seconds = await secondsOf(
    () => {
      fed.receive();
      fed.advance();
    },
    { calls: 100 },
  );
  return row(
    `event, ${name}, everything counted`,
    length,
    (1e9 * seconds) / (spikes * length),
    await deliveryLimit('double', sources, length, targets, fed.advance),
  );
};

const row = (what: string, length: number, each: number, limit: number): Row => ({
  what,
  'row length': length,
  'ns per event': each,
  'limit (ns)': limit,
  'times the limit': each / limit,
});

await question('delivery', async () => {
  const rows: Row[] = [];
  for (const weights of ['double', 'single', 'common'] as const)
    for (const length of sized([1250, 100], [100])) rows.push(await grid(weights, length));
  rows.push(await delayed(sized(1250, 100)));
  for (const length of sized([1250, 100], [100])) {
    rows.push(await event('lif', lif(), length));
    rows.push(await event('lifExponential', lifExponential({ tauSynE: 5, tauSynI: 10, tauM: 20 }), length));
  }
  const reading = await readLimit();
  rows.push({ what: `machine: sequential reading ${reading.toFixed(1)} GB/s, 8 bytes`, 'ns per event': 8 / reading });
  for (const [size, bytes] of [
    ['128 KiB', 2 ** 17],
    ['1 MiB', 2 ** 20],
    ['64 MiB', 2 ** 26],
  ] as const)
    rows.push({ what: `machine: a random cell of ${size}, read, added to, written`, 'ns per event': await updateLimit(bytes) });
  return rows;
});
