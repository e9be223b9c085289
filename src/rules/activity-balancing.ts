import { defineRule } from './define-rule.ts';

/**
 * Synaptic balancing of the energy of transmission: as `synapticBalancing`, with a cost that a synapse has at every release instead of all the time.
 *
 *     c = |J|^p · releases of late,  tauCost · dC/dt = −C of a neuron's incoming and of its outgoing costs, in steps of `period`
 *
 * An arrival that releases nothing costs nothing; where no rule releases, every arrival counts. A synapse counts its releases between ticks; the
 * windows belong to neurons. Counts are noisy: the relative error of a sum is about sqrt(1/(2·tauCost·Σ release rates)), so let h move slowly:
 * `period / eta` of ten `tauCost` or more. What a synapse costs changes with what its source does, so there is no cost that never rises here.
 *
 * @see Stock, Harvey, Ocko & Ganguli (2022) PLoS Computational Biology 18:e1010418, doi:10.1371/journal.pcbi.1010418; Levy & Baxter (2002)
 *   Journal of Neuroscience 22:4746, doi:10.1523/JNEUROSCI.22-11-04746.2002 (the energy of release)
 */
export const activityBalancing = defineRule({
  name: 'activityBalancing',
  doc: 'balances the energy that incoming and outgoing releases of each neuron cost',
  cite: 'doi:10.1371/journal.pcbi.1010418',
  params: {
    eta: { value: 0.01, unit: '', doc: 'step of h at a relative imbalance of 1' },
    p: { value: 2, unit: '', doc: 'power of the weight that a release costs' },
    unit: { value: 1, unit: 'weight', doc: 'weight of which a release costs 1' },
    tauCost: { value: 10, unit: 's', doc: 'window over which costs are counted' },
    bound: { value: 10, unit: '', doc: 'largest magnitude of h' },
    period: { value: 1, unit: 's', doc: 'time between ticks' },
  },
  state: {
    releases: { of: 'synapse', shortTerm: true, doc: 'releases since the last tick' },
    received: {
      of: 'neuron',
      sum: 'releases * abs(w / unit * post.d / pre.d) ^ p',
      over: 'incoming',
      quantum: 2 ** -30,
      doc: 'cost at inputs since then',
    },
    sent: {
      of: 'neuron',
      sum: 'releases * abs(w / unit * post.d / pre.d) ^ p',
      over: 'outgoing',
      quantum: 2 ** -30,
      doc: 'cost at outputs since then',
    },
    incoming: { of: 'neuron', doc: 'cost of inputs of late, per tick' },
    outgoing: { of: 'neuron', doc: 'cost of outputs of late, per tick' },
    h: { of: 'neuron', doc: 'logarithm of its factor' },
    d: { of: 'neuron', initial: 1, doc: 'its factor, exp(h)' },
  },
  onPre: ['releases += release.released'],
  every: {
    period: 'period',
    do: [
      'incoming = received + (incoming - received) * exp(-period / tauCost)',
      'outgoing = sent + (outgoing - sent) * exp(-period / tauCost)',
      'h = incoming * outgoing > 0 ? clip(h + eta * (outgoing - incoming) / (outgoing + incoming), -bound, bound) : h',
      'd = exp(h)',
      'releases = 0',
    ],
  },
  factor: 'post.d / pre.d',
});
