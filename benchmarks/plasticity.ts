/**
 * What does learning cost at a synaptic event, over plain delivery?
 *
 * Poisson sources send to neurons that fire from a drive of their own; weights are so small that all variants see the very same spikes.
 * The same network with one synapse a source is subtracted, so that what remains belongs to synapses. Events are arrivals and, where a rule
 * answers to the target's spikes, updates at these. The peer is the projection without rules, in the same run.
 */
import {
  bernoulliRelease,
  fixedOutDegree,
  Hz,
  lif,
  ms,
  mV,
  network,
  normal,
  pairStdp,
  poisson,
  poissonSource,
  type RuleUse,
  spineSwitching,
  synapticScaling,
} from 'spikeloom';
import { question, type Row, sized } from './harness.ts';
import { type Measured, measure } from './measuring/runs.ts';

const [sources, targets, degree] = sized([4000, 4000, 1000], [200, 200, 50]);
const tiny = 1e-6 * mV;

const populations = {
  S: { size: sources, neuron: poissonSource({ rate: 10 * Hz }) },
  T: { size: targets, neuron: lif({ vReset: 0 * mV }), drive: poisson({ rate: 600 * Hz, weight: 2 * mV }) },
};

const learning = (synapse: readonly RuleUse[] | null, outDegree: number) =>
  network({
    name: 'learning',
    populations,
    projections: {
      ST: {
        from: 'S',
        to: 'T',
        wiring: fixedOutDegree(outDegree),
        weight: normal(tiny, tiny / 10, { min: 0, max: 2 * tiny }),
        bounds: [0, 2 * tiny],
        delay: 1.5 * ms,
        ...(synapse ? { synapse } : {}),
      },
    },
  });

const stdp = pairStdp({ aPlus: 0.003 * tiny, aMinus: 0.00315 * tiny });
/** Half of the spines may cross. */
const spine = spineSwitching({ up: 1.1 * tiny, down: 0.9 * tiny });
const variants: readonly (readonly [string, readonly RuleUse[] | null])[] = [
  ['static', null],
  ['pairStdp', [stdp]],
  ['bernoulliRelease', [bernoulliRelease()]],
  ['bernoulliRelease, pairStdp', [bernoulliRelease(), stdp]],
  ['bernoulliRelease, pairStdp, spineSwitching, synapticScaling', [bernoulliRelease(), stdp, spine, synapticScaling()]],
];

await question('plasticity', async () => {
  const rows: Row[] = [];
  for (const clock of ['grid', 'event'] as const) {
    const time = { ms: 1000, warmMs: 500 };
    const alone = await measure(learning(null, 1), { clock }, time);
    let [plain, arrivals]: (number | undefined)[] = [];
    for (const [synapse, rules] of variants) {
      const measured: Measured = await measure(learning(rules, degree), { clock }, time);
      arrivals ??= measured.eventsPerSecond;
      // The engine counts the target's spikes at every synapse with rules, those that do not answer to them too.
      const events = rules?.some(({ rule }) => rule.onPost !== undefined) ? measured.eventsPerSecond : arrivals;
      const each = (1e9 * (measured.realTimeFactor - alone.realTimeFactor)) / events;
      plain ??= each;
      rows.push({
        clock,
        synapse,
        'rate (Hz)': measured.rateHz,
        'events/s (10⁶)': events / 1e6,
        'ns per event': each,
        'times static': each / plain,
        'share of neurons': alone.realTimeFactor / measured.realTimeFactor,
      });
    }
  }
  return rows;
});
