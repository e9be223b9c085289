import { defineRule } from './define-rule.ts';

/**
 * STDP of inhibitory synapses that holds the target at a rate: any pair strengthens, every arrival by itself weakens.
 *
 * Every arrival: `w += eta (y − 2 · target · tau)`; every spike of the target: `w += eta · x`; x and y jump by 1 and decay with `tau`; w is the
 * magnitude of the inhibitory weight. Under Poisson spikes `dw/dt = 2 eta tau νpre (νpost − target)`: inhibition grows until the target fires
 * at `target`. The projection's lower bound keeps it inhibitory.
 *
 * @see Vogels, Sprekeler, Zenke, Clopath & Gerstner (2011) Science 334:1569, doi:10.1126/science.1211095
 *   (their α is `2 · target · tau`); as NEST's `vogels_sprekeler_synapse`
 */
export const inhibitoryStdp = defineRule({
  name: 'inhibitoryStdp',
  doc: 'symmetric STDP of inhibitory synapses with a target rate',
  cite: 'doi:10.1126/science.1211095',
  params: {
    tau: { value: 20, unit: 'ms', doc: 'time constant of both traces' },
    target: { value: 5, unit: 'Hz', doc: 'rate at which the target neuron is held' },
    eta: { value: 0.001, unit: 'weight', doc: 'change of a pair at zero lag' },
  },
  state: {
    x: { of: 'pre', decay: 'tau', doc: 'presynaptic trace' },
    y: { of: 'post', decay: 'tau', doc: 'postsynaptic trace' },
  },
  onPre: ['w += eta * (y - 2 * target * tau)', 'x += 1'],
  onPost: ['w += eta * x', 'y += 1'],
});
