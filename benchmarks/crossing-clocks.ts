/**
 * At which activity does the event clock overtake the grid clock?
 *
 * The grid clock pays for every neuron at every step of 0.1 ms, the event clock for what happens. 20,000 neurons of `sparse` receive
 * Poisson input at rates from 1 to 60 Hz and answer with 0 to tens of Hz; an event is an arrival of input or of a spike at a neuron.
 * The crossing is where both take the same time, on the straight line between neighbouring points in logarithms.
 */
import { fixedOutDegree, Hz, lif, ms, mV, network, poisson } from 'spikeloom';
import { question, type Row, sized } from './harness.ts';
import { measure } from './measuring/runs.ts';

const size = sized(20_000, 500);
const degree = 100;

/** Inhibition as in `sparse`, so that rates follow the input without bursts. */
const driven = (inputHz: number) => {
  const neuron = lif({ tauM: 20 * ms, vTh: 20 * mV, vReset: 0 * mV, tRef: 2 * ms });
  const drive = poisson({ rate: inputHz * Hz, weight: 12 * mV });
  const projection = (from: 'E' | 'I', to: 'E' | 'I', weight: number) =>
    ({ from, to, wiring: fixedOutDegree(to === 'E' ? 0.8 * degree : 0.2 * degree), weight, delay: 1.5 * ms }) as const;
  return network({
    name: 'driven',
    populations: { E: { size: 0.8 * size, neuron, drive }, I: { size: 0.2 * size, neuron, drive } },
    projections: {
      EE: projection('E', 'E', 0.2 * mV),
      EI: projection('E', 'I', 0.2 * mV),
      IE: projection('I', 'E', -1 * mV),
      II: projection('I', 'I', -1 * mV),
    },
  });
};

interface Point {
  readonly events: number;
  readonly ratio: number;
}

/** Where the ratio passes 1, in events per neuron and second. */
const crossing = (points: readonly Point[]): number | null => {
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1] as Point, points[i] as Point];
    if (a.ratio < 1 === b.ratio < 1) continue;
    const share = Math.log(a.ratio) / (Math.log(a.ratio) - Math.log(b.ratio));
    return Math.exp(Math.log(a.events) + share * (Math.log(b.events) - Math.log(a.events)));
  }
  return null;
};

await question('crossing-clocks', async () => {
  const rows: Row[] = [];
  const points: Point[] = [];
  for (const inputHz of sized([1, 3, 10, 15, 20, 30, 60], [5, 30])) {
    const described = driven(inputHz);
    const event = await measure(described, { clock: 'event' }, { ms: 1000, stretches: 3 });
    const grid = await measure(described, { clock: 'grid' }, { ms: 1000, stretches: 3 });
    const events = event.eventsPerSecond / size + inputHz;
    const ratio = event.realTimeFactor / grid.realTimeFactor;
    points.push({ events, ratio });
    rows.push({
      'input (Hz)': inputHz,
      'rate (Hz)': event.rateHz,
      'events per neuron and s': events,
      'event clock (factor)': event.realTimeFactor,
      'grid clock (factor)': grid.realTimeFactor,
      'event / grid': ratio,
    });
  }
  rows.push({ 'events per neuron and s': crossing(points), 'event / grid': 1 });
  return rows;
});
