/** Entry of the dense module: every kernel in single (…32) and double (…64) precision. The host's side: kernels/dense.ts. */
import { advanceCoupled, advanceTangent, multiplyBoth } from './coupled';
import { gemm, gemmScratch } from './gemm';
import { multiply, multiplyTransposed, rankOne, rescale, sumOfSquares } from './matrix-passes';

export { gemmScratch };

export function gemm32(
  m: u32, n: u32, k: u32, alpha: f32, a: usize, aDown: usize, aAlong: usize, b: usize, bDown: usize, bAlong: usize, c: usize, scratch: usize,
): void {
  gemm<f32>(m, n, k, alpha, a, aDown, aAlong, b, bDown, bAlong, c, scratch);
}
export function gemm64(
  m: u32, n: u32, k: u32, alpha: f64, a: usize, aDown: usize, aAlong: usize, b: usize, bDown: usize, bAlong: usize, c: usize, scratch: usize,
): void {
  gemm<f64>(m, n, k, alpha, a, aDown, aAlong, b, bDown, bAlong, c, scratch);
}
export function multiply32(m: u32, n: u32, a: usize, x: usize, y: usize): void {
  multiply<f32>(m, n, a, x, y);
}
export function multiply64(m: u32, n: u32, a: usize, x: usize, y: usize): void {
  multiply<f64>(m, n, a, x, y);
}
export function multiplyTransposed32(m: u32, n: u32, a: usize, x: usize, y: usize): void {
  multiplyTransposed<f32>(m, n, a, x, y);
}
export function multiplyTransposed64(m: u32, n: u32, a: usize, x: usize, y: usize): void {
  multiplyTransposed<f64>(m, n, a, x, y);
}
export function rankOne32(m: u32, n: u32, a: usize, decay: f32, gain: f32, u: usize, v: usize): void {
  rankOne<f32>(m, n, a, decay, gain, u, v);
}
export function rankOne64(m: u32, n: u32, a: usize, decay: f64, gain: f64, u: usize, v: usize): void {
  rankOne<f64>(m, n, a, decay, gain, u, v);
}
export function rescale32(count: u32, x: usize, factor: f32): void {
  rescale<f32>(count, x, factor);
}
export function rescale64(count: u32, x: usize, factor: f64): void {
  rescale<f64>(count, x, factor);
}
export function sumOfSquares32(count: u32, x: usize): f64 {
  return sumOfSquares<f32>(count, x);
}
export function sumOfSquares64(count: u32, x: usize): f64 {
  return sumOfSquares<f64>(count, x);
}
export function advanceCoupled32(n: u32, j: usize, a: usize, phi: usize, decay: f32, gain: f32, y: usize): void {
  advanceCoupled<f32>(n, j, a, phi, decay, gain, y);
}
export function advanceCoupled64(n: u32, j: usize, a: usize, phi: usize, decay: f64, gain: f64, y: usize): void {
  advanceCoupled<f64>(n, j, a, phi, decay, gain, y);
}
export function advanceTangent32(n: u32, j: usize, a: usize, d: usize, phi: usize, psi: usize, decay: f32, gain: f32, y: usize, z: usize): void {
  advanceTangent<f32>(n, j, a, d, phi, psi, decay, gain, y, z);
}
export function advanceTangent64(n: u32, j: usize, a: usize, d: usize, phi: usize, psi: usize, decay: f64, gain: f64, y: usize, z: usize): void {
  advanceTangent<f64>(n, j, a, d, phi, psi, decay, gain, y, z);
}
export function multiplyBoth32(n: u32, w: usize, phi: usize, psi: usize, y: usize, z: usize): void {
  multiplyBoth<f32>(n, w, phi, psi, y, z);
}
export function multiplyBoth64(n: u32, w: usize, phi: usize, psi: usize, y: usize, z: usize): void {
  multiplyBoth<f64>(n, w, phi, psi, y, z);
}
