import { defineRule } from './define-rule.ts';

/**
 * Short-term depression and facilitation, deterministic: each arrival uses the share `uNow` of the resources `x` that are there.
 *
 * An arrival delivers `x · uNow · w`; then `x −= x · uNow` and `uNow += u (1 − uNow)`. In between x recovers to 1 with `tauRec` and uNow
 * falls back to u with `tauFac` (0: no facilitation); both are exact. So at the n-th spike `uₙ₊₁ = u + uₙ (1 − u) exp(−Δt/tauFac)`
 * and `xₙ₊₁ = 1 + (xₙ − xₙ uₙ − 1) exp(−Δt/tauRec)`, from `x₁ = 1`, `u₁ = u`. Later rules read `release.released = x · uNow`.
 *
 * @see Tsodyks, Pawelzik & Markram (1998) Neural Computation 10:821, doi:10.1162/089976698300017502; as NEST's `tsodyks2_synapse`
 *   (Maass & Markram 2002, Neural Networks 15:155)
 */
export const tsodyksMarkram = defineRule({
  name: 'tsodyksMarkram',
  doc: 'short-term depression and facilitation, deterministic',
  cite: 'doi:10.1162/089976698300017502',
  params: {
    u: { value: 0.5, unit: '', doc: 'share of the resources that a spike after long rest uses (U in the paper)' },
    tauRec: { value: 800, unit: 'ms', doc: 'time constant of recovery from depression' },
    tauFac: { value: 0, unit: 'ms', doc: 'time constant of facilitation; 0: none' },
  },
  state: {
    x: { of: 'pre', decay: 'tauRec', towards: 1, initial: 1, doc: 'resources that are there' },
    uNow: { of: 'pre', decay: 'tauFac', towards: 'u', initial: 'u', doc: 'share of them that a spike uses (u in the paper)' },
  },
  onPre: ['released = x * uNow', 'deliver(w * released)', 'x -= released', 'uNow += u * (1 - uNow)'],
});
