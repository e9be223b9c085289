/** A synapse as a channel: how many bits of its input come out, at what price. */
import { poissonSource } from '../../network/describe/sources.ts';
import { oneToOne } from '../../network/describe/wirings.ts';
import { network } from '../../network/network.ts';
import { lif } from '../../neurons/index.ts';
import { bernoulliRelease } from '../../rules/bernoulli-release.ts';
import { simulate } from '../../simulation/simulate.ts';
import { Hz, ms, mV } from '../../units.ts';
import { chartsFigure } from '../plot/chart.ts';
import { above, type Experiment, near, type Row } from './experiment.ts';
import { listen } from './listen.ts';

/** Probability of an input spike in a bin of 1 ms. */
const input = 0.05;
/** Release probabilities with a published number, and two more to draw the curve by. */
const gated = [0.25, 0.5, 1] as const;
const probabilities = [0.1, ...gated.slice(0, 2), 0.75, 1] as const;
const synapses = 2000;
const bins = 20_000;

/** Entropy of a coin [bit]. */
const entropy = (p: number): number => (p <= 0 || p >= 1 ? 0 : -p * Math.log2(p) - (1 - p) * Math.log2(1 - p));
/** Bits per bin that the output tells about the input: exact for independent bins. */
const information = (p: number): number => entropy(input * p) - input * entropy(p);

/** Every input spike that is released makes its target fire at once, so that the target's spikes are the channel's output. */
const channelNetwork = () => {
  const target = { size: synapses, neuron: lif({ vTh: 0.5 * mV, vReset: 0 * mV, tRef: 0 * ms }) };
  return network<string, string>({
    name: 'channel',
    clock: 'grid',
    populations: {
      // On the grid a Poisson source fires at most once a step: with steps of one bin, in a bin with probability rate · 1 ms.
      source: { size: synapses, neuron: poissonSource({ rate: 1000 * input * Hz }) },
      ...Object.fromEntries(probabilities.map((_, i) => [`target${i}`, target])),
    },
    projections: Object.fromEntries(
      probabilities.map((p, i) => [
        `synapse${i}`,
        { from: 'source', to: `target${i}`, wiring: oneToOne(), weight: 1 * mV, delay: 1 * ms, synapse: [bernoulliRelease({ p })] },
      ]),
    ),
  });
};

interface Counts {
  bins: number;
  sent: number;
  /** Output spikes whose input spike there was, and those without one. */
  received: number;
  spurious: number;
}

/** Mutual information of the counted pairs (input, output) [bit per bin]: the plug-in estimate, biased by 1/(2 bins ln 2). */
const plugIn = ({ bins: n, sent, received, spurious }: Counts): number => {
  const joint = [
    [n - sent - spurious, spurious],
    [sent - received, received],
  ];
  const outputs = [n - received - spurious, received + spurious];
  let sum = 0;
  joint.forEach((row, x) => {
    row.forEach((count, y) => {
      if (count > 0) sum += (count / n) * Math.log2((count * n) / ((x === 1 ? sent : n - sent) * (outputs[y] as number)));
    });
  });
  return sum;
};

export const channel: Experiment = {
  name: 'channel',
  doc: 'How many bits per bin, and per release, does a stochastic synapse carry?',
  cite: [
    'Zador (1998) Journal of Neurophysiology 79:1219, doi:10.1152/jn.1998.79.3.1219 (information through unreliable synapses)',
    'Schug, Benzing & Steger (2021) eLife 10:e69884, doi:10.7554/eLife.69884 (information per energy of stochastic release)',
  ],
  run: async ({ seed, workers, progress }) => {
    const net = channelNetwork();
    const counts = probabilities.map((): Counts => ({ bins: synapses * bins, sent: 0, received: 0, spurious: 0 }));
    const inputs = new Uint8Array(synapses * (bins + 1));
    await using sim = simulate(net, { seed, workers, clock: 'grid', dt: 1 * ms });
    const hear = (count: Counts) => (index: number, timeMs: number) => {
      if (inputs[(timeMs - 1) * synapses + index] === 1) count.received++;
      else count.spurious++;
    };
    let sent = 0;
    listen(sim, net, {
      source: (index, timeMs) => {
        // What is sent in the last bin would arrive after the end.
        if (timeMs > bins) return;
        inputs[timeMs * synapses + index] = 1;
        sent++;
      },
      ...Object.fromEntries(counts.map((count, i) => [`target${i}`, hear(count)])),
    });
    progress(`${bins} bins of ${synapses} synapses`);
    await sim.run((bins + 1) * ms);
    for (const count of counts) count.sent = sent;

    const bits = counts.map(plugIn);
    const perRelease = counts.map((count, i) => ((bits[i] as number) * count.bins) / count.received);
    const bias = 1 / (2 * synapses * bins * Math.LN2);
    const rows: Row[] = gated.flatMap((p) => {
      const i = probabilities.indexOf(p);
      const exact = information(p);
      const each = exact / (input * p);
      return [
        near(`information, p ${p} (bit per bin)`, bits[i] as number, exact, 0.005 * exact + bias, 'established'),
        near(`information, p ${p} (bit per release)`, perRelease[i] as number, each, 0.005 * each + bias / (input * p), 'established'),
      ];
    });
    rows.push(
      near(
        'outputs without an input (count)',
        counts.reduce((sum, { spurious }) => sum + spurious, 0),
        0,
        0,
        'established',
      ),
    );
    // Where energy goes with releases, a synapse by itself gains nothing by failing.
    rows.push(
      above(
        'least gain of bits per release between neighbouring p (bit)',
        Math.min(...perRelease.slice(1).map((b, i) => b - (perRelease[i] as number))),
        0,
        'established',
      ),
    );
    const fine = Array.from({ length: 99 }, (_, i) => 0.02 + (0.98 * i) / 98);
    const x = { label: 'release probability p', domain: [0, 1] as const };
    const figure = chartsFigure('A single synapse as a channel', [
      [
        {
          title: 'Information that arrives',
          x,
          y: { label: 'bits per bin of 1 ms' },
          series: [
            { name: 'exact', kind: 'dashed', x: fine, y: fine.map(information) },
            { name: 'measured', kind: 'points', x: probabilities, y: bits },
          ],
        },
        {
          title: 'Information per vesicle',
          x,
          y: { label: 'bits per release' },
          series: [
            { name: 'exact', kind: 'dashed', x: fine, y: fine.map((p) => information(p) / (input * p)) },
            { name: 'measured', kind: 'points', x: probabilities, y: perRelease },
          ],
        },
      ],
    ]);
    return { rows, figures: new Map([['channel.svg', figure]]) };
  },
};
