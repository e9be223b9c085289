/** Graupner & Brunel (2012) by Euler steps, without noise, all of it: an integrator that shares nothing with the rule but its equations. */
export interface CalciumSet {
  readonly tauCa: number;
  readonly cPre: number;
  readonly cPost: number;
  readonly D: number;
  readonly thetaD: number;
  readonly thetaP: number;
  readonly gammaD: number;
  readonly gammaP: number;
  readonly tau: number;
}

/** Efficacy at `until` [ms], from `rho` at 0. */
export const bySteps = (set: CalciumSet, arrivals: readonly number[], spikes: readonly number[], rho: number, until: number, dt = 0.01): number => {
  const stepOf = (time: number) => Math.round(time / dt);
  const jumps = new Map<number, number>();
  for (const time of arrivals) jumps.set(stepOf(time + set.D), (jumps.get(stepOf(time + set.D)) ?? 0) + set.cPre);
  for (const time of spikes) jumps.set(stepOf(time), (jumps.get(stepOf(time)) ?? 0) + set.cPost);
  let [c, efficacy] = [0, rho];
  for (let step = 0; step < stepOf(until); step++) {
    c += jumps.get(step) ?? 0;
    const cubic = -efficacy * (1 - efficacy) * (0.5 - efficacy);
    const up = c > set.thetaP ? set.gammaP * (1 - efficacy) : 0;
    const down = c > set.thetaD ? set.gammaD * efficacy : 0;
    efficacy += (dt / set.tau) * (cubic + up - down);
    c -= (dt / set.tauCa) * c;
  }
  return efficacy;
};
