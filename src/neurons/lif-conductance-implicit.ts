import { adaptiveLifConductance } from './adaptive-lif.ts';
import { defineNeuron } from './define-neuron.ts';

/**
 * `adaptiveLifConductance` for conductances that may exceed cM/dt, as where a whole population inhibits at once: the potential always stays
 * between the reversal potentials, at any step.
 *
 * The other conductance models take a Runge–Kutta step, of fourth order but unstable beyond g = 2.8 cM/dt, where v overshoots eInh and comes back above
 * threshold. This one takes an implicit Euler step with the mean conductances of the step: of first order in dt, stable for every g, and each
 * synaptic event moves the charge it should. The threshold vTh + theta relaxes to vTh + thetaRest, which need not be vTh.
 *
 *     v ← (v + dt/cM (gL eL + ḡE eExc + ḡI eInh + iExt)) / (1 + dt/cM (gL + ḡE + ḡI)),    ḡ = g tauSyn (1 − exp(−dt/tauSyn)) / dt
 */
export const adaptiveLifConductanceImplicit = defineNeuron({
  ...adaptiveLifConductance.model,
  name: 'adaptiveLifConductanceImplicit',
  doc: 'Leaky integrate-and-fire neuron with exponential synaptic conductances of any size and a threshold that adapts.',
  // Conductances, adaptation and thetaRest as Diehl & Cook 2015 have them.
  cite: 'doi:10.3389/fncom.2015.00099',
  params: {
    ...adaptiveLifConductance.model.params,
    thetaRest: { value: 0, unit: 'mV', doc: 'what theta relaxes to' },
  },
  constants: [
    'pE = exp(-dt / tauSynE)',
    'pI = exp(-dt / tauSynI)',
    'meanE = tauSynE * (1 - pE) / dt',
    'meanI = tauSynI * (1 - pI) / dt',
    'h = dt / cM',
    'leak = gL * eL',
    'pTheta = exp(-dt / tauTheta)',
  ],
  // Inhibitory weights arrive as negative numbers.
  step: [
    'e = gE * meanE',
    'i = gI * meanI',
    'v = (v + h * (leak + iExt + e * eExc + i * eInh)) / (1 + h * (gL + e + i))',
    'gE = gE * pE + exc',
    'gI = gI * pI - inh',
    'theta = thetaRest + (theta - thetaRest) * pTheta',
  ],
  aliases: { nest: {}, brian: {}, pynn: {}, nir: {} },
});
