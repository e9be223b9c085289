/** Theory and simulation of stationary rates: networks over (g, η), single neurons up to where the theory ends, and the microcircuit beside published rates. */
import { type Experiment, near, type Row, reported } from './experiment.ts';
import { type Extent, kinds, measurePoint, type Point, predictedRate } from './mean-field/brunel.ts';
import { grids, limitsFigure, microcircuitFigure } from './mean-field/figures.ts';
import { type Limit, measureLimits } from './mean-field/limits.ts';
import { layers, microcircuitRates, simulatedRates, toolboxRates } from './mean-field/microcircuit.ts';

/** How far a simulated rate may lie from theory [%]. */
const gate = 8;

/** Below threshold in the mean, few spikes follow from rare fluctuations: finite jumps cost more there, and chance does. */
const rowOf = ({ kind, g, eta, predicted, simulated }: Point): Row => {
  const quantity = `rate, ${kind.name}, g ${g}, η ${eta}`;
  if (eta < 1) return reported(`${quantity}: simulated / theory`, simulated / predicted);
  return near(`${quantity} (Hz)`, simulated, predicted, (gate / 100) * predicted, 'established');
};

/** Gated where what the theory takes to be small is; reported beyond. */
const limitRows = (what: string, limits: readonly Limit[], most: number): Row[] =>
  limits.map(({ small, predicted, simulated }) => {
    const quantity = `single neurons, simulated / theory, ${what} ${small.toFixed(3)}`;
    return small <= most ? near(quantity, simulated / predicted, 1, 0.07, 'established') : reported(quantity, simulated / predicted);
  });

const microcircuitRows = (rates: readonly number[]): Row[] =>
  layers.flatMap((name, i) => {
    const [rate, toolbox, simulated] = [rates[i], toolboxRates[i], simulatedRates[i]] as [number, number, number];
    return [
      near(`microcircuit, ${name}: theory, and that of NNMT (Hz)`, rate, toolbox, 0.005 * toolbox, 'established'),
      // Layer 2/3 fires in the tail of its potentials: theory, ours and others', is 16 % low there. Averaging over the spread of in-degrees gives 0.76 Hz, so that is not why.
      near(`microcircuit, ${name}: theory, and NEST simulated (Hz)`, rate, simulated, (name === 'L23E' ? 0.2 : 0.07) * simulated, 'established'),
    ];
  });

export const meanFieldExperiment: Experiment = {
  name: 'mean-field',
  doc: 'How well does the diffusion theory of integrate-and-fire neurons predict the rates of networks, with delta and exponential synapses and with release that fails, and where does it end?',
  cite: [
    'Brunel (2000) Journal of Computational Neuroscience 8:183, doi:10.1023/A:1008925309027',
    'Fourcaud & Brunel (2002) Neural Computation 14:2057, doi:10.1162/089976602320264015 (colour of the input)',
    'Potjans & Diesmann (2014) Cerebral Cortex 24:785, doi:10.1093/cercor/bhs358 (microcircuit)',
    'Layer et al. (2022) Frontiers in Neuroinformatics 16:835657, doi:10.3389/fninf.2022.835657 (NNMT toolbox)',
  ],
  run: async (settings) => {
    const { quick, progress } = settings;
    const extent: Extent = quick ? { neurons: 2500, degree: 200, span: 1000 } : { neurons: 5000, degree: 200, span: 3000 };
    const [gs, etas] = quick
      ? [
          [4.5, 6],
          [1.2, 2],
        ]
      : [
          [4.5, 5, 6, 8],
          [0.9, 0.95, 1.2, 2, 3, 4],
        ];
    const points: Point[] = [];
    for (const kind of kinds) {
      for (const g of gs) {
        for (const eta of etas) {
          progress(`${kind.name}, g ${g}, η ${eta}`, points.length / (kinds.length * gs.length * etas.length));
          points.push(await measurePoint(settings, kind, g, eta, extent));
        }
      }
    }
    progress('limits');
    const { jumps, filters } = await measureLimits(settings, quick ? 200 : 500, quick ? 3000 : 8000);
    const rates = await microcircuitRates();
    return {
      rows: [
        ...points.map(rowOf),
        ...limitRows('jump / (threshold − reset)', jumps, 0.03),
        ...limitRows('√(τ_syn/τ_m)', filters, 0.32),
        ...microcircuitRows(rates),
      ],
      figures: new Map([
        ['mean-field.svg', grids(kinds, gs, points, (kind, g, eta) => predictedRate(kind, g, eta, extent), gate)],
        ['limits.svg', limitsFigure(jumps, filters)],
        ['microcircuit.svg', microcircuitFigure(rates)],
      ]),
    };
  },
};
