/** Every neuron model, by the name that a description uses. A new model is one file and one line here. */
import { adaptiveLif, adaptiveLifConductance, adaptiveLifExponential } from './adaptive-lif.ts';
import { integrator } from './integrator.ts';
import { lif } from './lif.ts';
import { lifConductance } from './lif-conductance.ts';
import { adaptiveLifConductanceImplicit } from './lif-conductance-implicit.ts';
import { lifExponential } from './lif-exponential.ts';
import type { NeuronModel } from './model.ts';

export {
  adaptiveLif,
  adaptiveLifConductance,
  adaptiveLifConductanceImplicit,
  adaptiveLifExponential,
  integrator,
  lif,
  lifConductance,
  lifExponential,
};

const constructors = [
  lif,
  lifExponential,
  adaptiveLif,
  adaptiveLifExponential,
  adaptiveLifConductance,
  adaptiveLifConductanceImplicit,
  lifConductance,
  integrator,
];

export const neuronModels: Readonly<Record<string, NeuronModel>> = Object.fromEntries(constructors.map(({ model }) => [model.name, model]));
