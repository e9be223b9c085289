/**
 * A step of a rate network whose synapses learn, in one pass over its matrices of n × n (n a multiple of 4) of T = f32 or f64, two rows at a time.
 * W = J + A, J fixed, A ← decay·A + gain·φφᵀ: both what the step needs of A and its change, while a row is at hand.
 */
import { plus, total } from './matrix-passes';

/** y ← (J + A)·φ; then A ← decay·A + gain·φφᵀ. */
export function advanceCoupled<T>(n: u32, j: usize, a: usize, phi: usize, decay: T, gain: T, y: usize): void {
  const row = <usize>n * sizeof<T>();
  const e = v128.splat<T>(decay);
  for (let i: usize = 0; i < row; i += 2 * sizeof<T>(), j += 2 * row, a += 2 * row) {
    const u0 = v128.splat<T>(gain * load<T>(phi + i)), u1 = v128.splat<T>(gain * load<T>(phi + i, sizeof<T>()));
    let s0 = v128.splat<T>(0), s1 = s0;
    for (let at: usize = 0; at < row; at += 16) {
      const f = v128.load(phi + at);
      const p = a + at, q = p + row;
      const a0 = v128.load(p), a1 = v128.load(q);
      s0 = plus<T>(s0, v128.add<T>(v128.load(j + at), a0), f);
      s1 = plus<T>(s1, v128.add<T>(v128.load(j + at + row), a1), f);
      v128.store(p, plus<T>(v128.mul<T>(a0, e), u0, f));
      v128.store(q, plus<T>(v128.mul<T>(a1, e), u1, f));
    }
    store<T>(y + i, total<T>(s0));
    store<T>(y + i, total<T>(s1), sizeof<T>());
  }
}

/**
 * The same, and its tangent: z ← (J + A)·ψ + D·φ, ψ = φ'·δx and D = δA; then D ← decay·D + gain·(ψφᵀ + φψᵀ).
 */
export function advanceTangent<T>(n: u32, j: usize, a: usize, d: usize, phi: usize, psi: usize, decay: T, gain: T, y: usize, z: usize): void {
  const row = <usize>n * sizeof<T>();
  const e = v128.splat<T>(decay);
  for (let i: usize = 0; i < row; i += 2 * sizeof<T>(), j += 2 * row, a += 2 * row, d += 2 * row) {
    const u0 = v128.splat<T>(gain * load<T>(phi + i)), u1 = v128.splat<T>(gain * load<T>(phi + i, sizeof<T>()));
    const v0 = v128.splat<T>(gain * load<T>(psi + i)), v1 = v128.splat<T>(gain * load<T>(psi + i, sizeof<T>()));
    let s0 = v128.splat<T>(0), s1 = s0, t0 = s0, t1 = s0;
    for (let at: usize = 0; at < row; at += 16) {
      const f = v128.load(phi + at), g = v128.load(psi + at);
      let p = a + at, r = d + at;
      let c = v128.load(p), w = v128.add<T>(v128.load(j + at), c);
      s0 = plus<T>(s0, w, f);
      t0 = plus<T>(t0, w, g);
      v128.store(p, plus<T>(v128.mul<T>(c, e), u0, f));
      c = v128.load(r);
      t0 = plus<T>(t0, c, f);
      v128.store(r, plus<T>(plus<T>(v128.mul<T>(c, e), v0, f), u0, g));
      p += row, r += row;
      c = v128.load(p), w = v128.add<T>(v128.load(j + at + row), c);
      s1 = plus<T>(s1, w, f);
      t1 = plus<T>(t1, w, g);
      v128.store(p, plus<T>(v128.mul<T>(c, e), u1, f));
      c = v128.load(r);
      t1 = plus<T>(t1, c, f);
      v128.store(r, plus<T>(plus<T>(v128.mul<T>(c, e), v1, f), u1, g));
    }
    store<T>(y + i, total<T>(s0));
    store<T>(y + i, total<T>(s1), sizeof<T>());
    store<T>(z + i, total<T>(t0));
    store<T>(z + i, total<T>(t1), sizeof<T>());
  }
}

/** y ← W·φ and z ← W·ψ in one pass: the step of a network that no longer learns, and its tangent. */
export function multiplyBoth<T>(n: u32, w: usize, phi: usize, psi: usize, y: usize, z: usize): void {
  const row = <usize>n * sizeof<T>();
  for (let i: usize = 0; i < row; i += 2 * sizeof<T>(), w += 2 * row) {
    let s0 = v128.splat<T>(0), s1 = s0, t0 = s0, t1 = s0;
    for (let at: usize = 0; at < row; at += 16) {
      const f = v128.load(phi + at), g = v128.load(psi + at);
      const w0 = v128.load(w + at), w1 = v128.load(w + at + row);
      s0 = plus<T>(s0, w0, f);
      t0 = plus<T>(t0, w0, g);
      s1 = plus<T>(s1, w1, f);
      t1 = plus<T>(t1, w1, g);
    }
    store<T>(y + i, total<T>(s0));
    store<T>(y + i, total<T>(s1), sizeof<T>());
    store<T>(z + i, total<T>(t0));
    store<T>(z + i, total<T>(t1), sizeof<T>());
  }
}
