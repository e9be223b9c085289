/** Fixed weights J of rate networks, n × n, row i onto unit i. */
import { ModelError } from '../../errors.ts';
import { normals, uniforms } from '../../random.ts';

/** Independent: Jᵢⱼ ~ N(0, g²/n), self-connections included. */
export const independentWeights = (n: number, g: number, seed: string): Float64Array => {
  const normal = normals(`${seed} weights`);
  return Float64Array.from({ length: n * n }, () => (g * normal()) / Math.sqrt(n));
};

/** Every connection with chance `inDegree`/n, of variance g²/inDegree: the same g as dense weights have. */
export const sparseWeights = (n: number, g: number, inDegree: number, seed: string): Float64Array => {
  if (!(inDegree > 0 && inDegree <= n)) {
    throw new ModelError('coupled-rates', `sparseWeights: inDegree is ${inDegree}; it must be above 0 and at most n = ${n}.`, { inDegree, n });
  }
  const uniform = uniforms(`${seed} wiring`);
  const scale = Math.sqrt(n / inDegree);
  return independentWeights(n, g, seed).map((weight) => (uniform() < inDegree / n ? scale * weight : 0));
};

/** Classes of units, one after the other: from class b to class a, Jᵢⱼ ~ N(0, gains[a][b]²/n). Equal gains give `independentWeights`. */
export const blockWeights = (sizes: readonly number[], gains: readonly (readonly number[])[], seed: string): Float64Array => {
  const n = sizes.reduce((sum, size) => sum + size, 0);
  if (gains.length !== sizes.length || gains.some((row) => row.length !== sizes.length)) {
    throw new ModelError('coupled-rates', `blockWeights: ${sizes.length} classes need ${sizes.length} × ${sizes.length} gains.`, { sizes, gains });
  }
  const classOf = Uint32Array.from(sizes.flatMap((size, one) => Array.from({ length: size }, () => one)));
  return independentWeights(n, 1, seed).map((weight, at) => {
    const [i, j] = [classOf[Math.floor(at / n)] as number, classOf[at % n] as number];
    return ((gains[i] as readonly number[])[j] as number) * weight;
  });
};

/** Jᵢⱼ and Jⱼᵢ of correlation eta: 1 symmetric, 0 independent, −1 antisymmetric; variance g²/n (on the diagonal too). */
export const partlySymmetricWeights = (n: number, g: number, eta: number, seed: string): Float64Array => {
  if (!(Math.abs(eta) <= 1)) throw new ModelError('coupled-rates', `partlySymmetricWeights: eta is ${eta}; it must lie in [-1, 1].`, { eta });
  const free = independentWeights(n, g, seed);
  const [same, other] = [Math.sqrt((1 + eta) / 2), Math.sqrt((1 - eta) / 2)];
  return free.map((weight, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    if (i === j) return weight;
    const mirrored = free[j * n + i] as number;
    return i < j ? same * weight + other * mirrored : same * mirrored - other * weight;
  });
};
