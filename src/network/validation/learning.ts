/** Checks of what learning by gradient needs: targets of readouts, and ways for errors to travel. */
import { neuronModels } from '../../neurons/index.ts';
import type { NeuronModel } from '../../neurons/model.ts';
import type { Network, Population, Projection } from '../description.ts';
import { isSource } from '../parts.ts';
import { demand } from './words.ts';

const modelOf = ({ neuron }: Population): NeuronModel | null => (isSource(neuron) ? null : (neuronModels[neuron.model] ?? null));

/** Whether neurons of a model can be readouts: integrators of weighted spikes. */
const reads = (model: NeuronModel | null): boolean => model?.input === 'delta' && model.threshold === null;

/** Whether a model says how its spikes depend on its potential. */
const hasPsi = (model: NeuronModel | null): boolean => model?.input === 'delta' && model.psi !== undefined;

export const checkTargets = (name: string, population: Population): void => {
  const { targets, rateTarget, size } = population;
  const where = `Population '${name}'`;
  const model = modelOf(population);
  if (targets !== undefined) {
    demand(reads(model), 'targets', () => `${where} has targets, but only integrators can show them: use integrator() as its neuron.`);
    demand(
      targets.length === size,
      'length',
      () => `${where} lists targets of ${targets.length} neurons, but has ${size}. Give one list per neuron.`,
      {
        length: targets.length,
        size,
      },
    );
    const length = targets[0]?.length ?? 0;
    demand(length > 0, 'targets', () => `${where}: targets[0] is empty. Give one value per ms of a trial.`);
    targets.forEach((list, i) => {
      demand(
        list.length === length,
        'length',
        () => `${where}: targets[${i}] has ${list.length} values, targets[0] has ${length}. Give one value per ms, all lists of one length.`,
      );
    });
  }
  demand(
    rateTarget === undefined || hasPsi(model),
    'rate-target',
    () => `${where} has a rateTarget, which only lif() and adaptiveLif() neurons can be led to.`,
  );
};

export const checkCarries = (name: string, { carries = 'spikes', from, to, synapse = [], delay }: Projection, { populations }: Network): void => {
  if (carries === 'spikes') return;
  const where = `Projection '${name}'`;
  const [readout, learner] = carries === 'error' ? [from, to] : [to, from];
  demand(
    populations[readout]?.targets !== undefined,
    'carries',
    () => `${where} carries the errors of population '${readout}', which has none: give '${readout}' targets.`,
  );
  demand(
    hasPsi(modelOf(populations[learner] as Population)),
    'carries',
    () => `${where} carries errors to population '${learner}', whose neurons cannot use them: lif() and adaptiveLif() neurons can.`,
  );
  demand(
    carries === 'both' || synapse.length === 0,
    'carries',
    () => `${where} carries errors, and no spikes that rules could act on: leave out its rules.`,
  );
  demand(
    carries === 'error' || typeof delay === 'number',
    'carries',
    () => `${where} carries spikes and errors, so its delay must be one number for all synapses.`,
  );
};
