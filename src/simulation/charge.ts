/** Charge that synapses move into their targets, by what a weight is there. */
import type { PerNeuron, Plan, PlannedPopulation, PlannedProjection } from '../network/plan.ts';

/** Charge per unit of input [pC]: of amounts that are 0 or more, and of negative ones. */
export interface Charge {
  readonly unit: 'mV' | 'pA' | 'nS' | '';
  readonly plus: number;
  readonly minus: number;
}

/** Membrane capacitance where a model has none [pF]: of NEST's neurons. */
const capacitance = 250;

/** A parameter; its mean where neurons differ. */
const mean = (value: PerNeuron): number => (typeof value === 'number' ? value : value.reduce((sum, each) => sum + each, 0) / value.length);

/**
 * A jump m of the potential moves `cM · m`; a current that jumps by m and decays moves `m · tauSyn`; a conductance `m · tauSyn · |e − eL|`, at rest.
 * mV · pF and pA · ms are 1e-3 pC.
 */
export const chargeOf = (plan: Plan, { to }: PlannedProjection): Charge => {
  const { model, params } = plan.populations[to] as PlannedPopulation;
  const of = (name: string): number => mean(params[name] as PerNeuron);
  switch (model?.input) {
    case 'delta': {
      const charge = 1e-3 * ('cM' in params ? of('cM') : capacitance);
      return { unit: 'mV', plus: charge, minus: charge };
    }
    case 'current':
      return { unit: 'pA', plus: 1e-3 * of('tauSynE'), minus: 1e-3 * of('tauSynI') };
    case 'conductance':
      return {
        unit: 'nS',
        plus: 1e-3 * of('tauSynE') * Math.abs(of('eExc') - of('eL')),
        minus: 1e-3 * of('tauSynI') * Math.abs(of('eInh') - of('eL')),
      };
    default:
      return { unit: '', plus: 0, minus: 0 };
  }
};
