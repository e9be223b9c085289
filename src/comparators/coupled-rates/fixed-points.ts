/**
 * Where coupled neuronal–synaptic dynamics can stand still: x = η + k C φ(x), η normal with variance g² C, C = ⟨φ²⟩ (units of an infinitely large network).
 *
 * Where k C φ′(0) > 1 a unit may stand on either of two branches, so there are exponentially many such states. Followed here is the one in which every unit is
 * on the branch of its noise, the outer one: C is largest there.
 *
 * @see Clark & Abbott (2024) Physical Review X 14:021001, doi:10.1103/PhysRevX.14.021001; Stern, Sompolinsky & Abbott (2014) Physical Review E 90:062710,
 *   doi:10.1103/PhysRevE.90.062710 (units that couple to themselves)
 */
import { ModelError } from '../../errors.ts';
import { exp } from '../../math.ts';
import { type Transfer, tanh } from './transfer.ts';

export interface FixedPoints {
  /** C = ⟨φ²⟩; 0 where only the state of rest, x = 0, is found. */
  readonly cPhi: number;
  /** ⟨x²⟩. */
  readonly cX: number;
  /** Whether a unit has two branches to stand on. */
  readonly manifold: boolean;
  /** g²⟨φ′²⟩: below 1 the state is stable while weights are frozen. */
  readonly frozen: number;
  /** g²⟨(φ′/(1 − k C φ′))²⟩: below 1 it is stable towards slow changes while weights follow. */
  readonly plastic: number;
}

/** Nodes of the normal distribution, none at 0, where the branch changes. */
const [reach, nodes] = [8, 2000];

const normalNodes = Array.from({ length: nodes }, (_, i) => {
  const z = reach * ((2 * i + 1) / nodes - 1);
  return { z, weight: (((2 * reach) / nodes) * exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI) };
});

/** The root of x = η + a φ(x) that is outermost on the side of η, |φ| being at most 1. */
const outerRoot = (phi: (x: number) => number, eta: number, a: number): number => {
  const side = eta < 0 ? -1 : 1;
  const away = (x: number): number => side * (x - eta - a * phi(x));
  // From outside inwards to the first change of sign, then by halves.
  let outer = eta + side * Math.abs(a);
  const step = (side * Math.max(Math.abs(a), 1e-9)) / 50;
  let inner = outer - step;
  while (away(inner) > 0 && side * (inner - eta) > -Math.abs(a)) [outer, inner] = [inner, inner - step];
  for (let i = 0; i < 50; i++) {
    const middle = (inner + outer) / 2;
    if (away(middle) > 0) outer = middle;
    else inner = middle;
  }
  return (inner + outer) / 2;
};

/**
 * The fixed points in which every unit is on its outer branch, from C = 1 downwards.
 *
 * @param options - `g`, `k` as in `dynamicMeanField`; `phi`: tanh by default, with |φ| at most 1
 * @throws ModelError `fixed-points` for g below 0, or a k that is no number
 */
export const fixedPoints = ({ g, k, phi = tanh }: { readonly g: number; readonly k: number; readonly phi?: Transfer }): FixedPoints => {
  if (!(g >= 0 && Number.isFinite(g) && Number.isFinite(k)))
    throw new ModelError('fixed-points', `fixedPoints: g is ${g} and k is ${k}; g must be 0 or more, and both finite.`, { g, k });
  const states = (c: number) =>
    (g === 0 ? [{ z: 1, weight: 1 }] : normalNodes).map(({ z, weight }) => ({ weight, x: outerRoot(phi.value, g * Math.sqrt(c) * z, k * c) }));
  const mean = (of: (x: number) => number, c: number): number => states(c).reduce((sum, { weight, x }) => sum + weight * of(x), 0);
  let c = 1;
  for (let sweep = 0; sweep < 300; sweep++) {
    const next = mean((x) => phi.value(x) ** 2, c);
    const settled = Math.abs(next - c) < 1e-12;
    c = next;
    if (settled || c < 1e-9) break;
  }
  if (c < 1e-9) c = 0;
  const slope = (x: number): number => phi.slope(x, phi.value(x));
  return {
    cPhi: c,
    cX: mean((x) => x * x, c),
    manifold: k * c * slope(0) > 1,
    frozen: g * g * mean((x) => slope(x) ** 2, c),
    plastic: g * g * mean((x) => (slope(x) / (1 - k * c * slope(x))) ** 2, c),
  };
};

/**
 * Without random weights all units stand at ± the same x = k φ(x)³: the least k at which that has a root other than 0, and the root.
 *
 * @param phi - tanh by default; odd, growing, at most 1
 */
export const saddleNode = (phi: Transfer = tanh): { readonly k: number; readonly x: number } => {
  const kOf = (x: number): number => x / phi.value(x) ** 3;
  // k is large at both ends with one minimum between.
  let [from, to] = [1e-3, 50];
  for (let i = 0; i < 200; i++) {
    const [a, b] = [from + (to - from) / 3, to - (to - from) / 3];
    if (kOf(a) < kOf(b)) to = b;
    else from = a;
  }
  const x = (from + to) / 2;
  return { k: kOf(x), x };
};
