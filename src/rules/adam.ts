/**
 * Adam, as parts of rules: what a synapse keeps, and the step that it takes down a slope.
 *
 *     m ← β₁ m + (1 − β₁) g,   s ← β₂ s + (1 − β₂) g²,   step = η m̂ / (√ŝ + ε),   m̂ = m / (1 − β₁ⁿ),   ŝ = s / (1 − β₂ⁿ)
 *
 * Every synapse counts its own steps n: one that a combinator has kept from learning begins where it left off.
 *
 * @see Kingma & Ba (2015) Adam: a method for stochastic optimization, ICLR, arXiv:1412.6980, algorithm 1
 */
export const adam = {
  params: {
    eta: { value: 0.001, unit: 'weight', doc: 'step size of Adam' },
    beta1: { value: 0.9, unit: '', doc: 'what a step keeps of the mean slope' },
    beta2: { value: 0.999, unit: '', doc: 'what a step keeps of the mean squared slope' },
    epsilon: { value: 1e-8, unit: '', doc: 'keeps flat slopes from large steps' },
  },
  state: {
    m: { of: 'synapse', doc: 'mean slope' },
    s: { of: 'synapse', doc: 'mean squared slope' },
    c1: { of: 'synapse', initial: 1, doc: 'beta1 to the power of the number of steps' },
    c2: { of: 'synapse', initial: 1, doc: 'beta2 to the power of the number of steps' },
  },
  /** Takes in a slope, a name. */
  moments: <const G extends string>(slope: G) =>
    [`m = beta1 * m + (1 - beta1) * ${slope}`, `s = beta2 * s + (1 - beta2) * ${slope} ^ 2`, 'c1 *= beta1', 'c2 *= beta2'] as const,
  step: 'eta * (m / (1 - c1)) / (sqrt(s / (1 - c2)) + epsilon)',
} as const;
