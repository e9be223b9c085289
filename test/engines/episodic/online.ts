/**
 * E-prop as its paper defines it, synapse by synapse and forwards in time (Bellec et al. 2020, eqs. 13 and 22–25), for neurons that are held while refractory and
 * synapses with delays: written from the definition, and from nothing else. It replays neurons from recorded spikes and recomputes their potentials.
 */
import type { Plan, PlannedPopulation, PlannedProjection } from '../../../src/network/plan.ts';

/** A synapse as a matrix entry: indices within populations, weight as delivered. */
export interface Link {
  readonly source: number;
  readonly target: number;
  readonly weight: number;
  readonly delay: number;
}

export interface Replay {
  readonly plan: Plan;
  /** Step length [ms]; trials last `steps` steps, the trial begins after step `start`. */
  readonly start: number;
  readonly steps: number;
  /** Whether a neuron fires in a step: by global id. */
  fires(id: number, step: number): boolean;
  /** Synapses of a projection during the trial. */
  links(projection: PlannedProjection): readonly Link[];
  /** v of a neuron as recorded after each step, its spike's reset included. */
  v(population: PlannedPopulation, neuron: number, step: number): number;
  theta(population: PlannedPopulation, neuron: number, step: number): number;
}

const at = (value: number | Float64Array | undefined, neuron: number): number => (typeof value === 'object' ? value[neuron]! : value!);

/** Gradient of one synapse of a projection. */
export const onlineGradient = (replay: Replay, projection: PlannedProjection, link: Link): number => {
  const { plan, start, steps } = replay;
  const to = plan.populations[projection.to]!;
  const from = plan.populations[projection.from]!;
  const dt = 1 / plan.perMs;
  const param = (name: string) => at(to.params[name], link.target);
  const alpha = Math.exp(-dt / param('tauM'));
  const arrives = (step: number) => Number(replay.fires(from.first + link.source, step - link.delay));
  const error = (readout: PlannedPopulation, k: number, step: number): number => {
    const { targets, length } = plan.episode!.readouts.find(({ population }) => population === readout.index)!;
    const ms = Math.floor((step - start - 1) * dt);
    return ms < length ? (replay.v(readout, k, step) - targets[k * length + ms]!) * dt : 0;
  };

  if (to.model!.threshold === null) {
    let trace = 0;
    let gradient = 0;
    for (let step = start + 1; step <= start + steps; step++) {
      trace = alpha * trace + arrives(step);
      gradient += error(to, link.target, step) * trace;
    }
    return gradient;
  }

  const own = (step: number) => replay.fires(to.first + link.target, step);
  const refractory = Math.round(param('tRef') * plan.perMs);
  const isHeld = (step: number) => Array.from({ length: refractory }, (_, i) => own(step - 1 - i)).includes(true);
  const adapts = to.params.tauTheta !== undefined;
  const rho = adapts ? Math.exp(-dt / param('tauTheta')) : 0;
  const beta = adapts ? param('dTheta') * rho : 0;
  const scale = param('vTh') - param('eL');
  const psi = (step: number): number => {
    if (isHeld(step)) return 0;
    const v = replay.v(to, link.target, step) + (own(step) ? param('vTh') - param('vReset') : 0);
    const theta = adapts ? replay.theta(to, link.target, step) - (own(step) ? param('dTheta') : 0) : 0;
    return (0.3 / scale) * Math.max(0, 1 - Math.abs((v - param('vTh') - theta) / scale));
  };

  const learner = plan.episode!.learners.find(({ population }) => population === to.index)!;
  const spikes = Array.from({ length: steps }, (_, i) => own(start + 1 + i)).filter(Boolean).length;
  const { rate, strength } = learner.rateTarget ?? { rate: 0, strength: 0 };
  const byRate = (strength * (spikes / (steps * dt) - rate)) / (steps * dt);

  let trace = 0;
  let epsilon = 0;
  const eligibility: number[] = [];
  for (let step = start + 1; step <= start + steps; step++) {
    if (!isHeld(step)) trace = alpha * trace + arrives(step);
    const e = psi(step) * (trace - beta * epsilon);
    epsilon = rho * epsilon + e;
    eligibility.push(e);
  }
  let gradient = byRate * eligibility.reduce((sum, e) => sum + e, 0);
  for (const { projection: index, back } of learner.feedback) {
    const feedback = plan.projections[index]!;
    const readout = plan.populations[back ? feedback.to : feedback.from]!;
    for (const way of replay.links(feedback)) {
      if ((back ? way.source : way.target) !== link.target) continue;
      const k = back ? way.target : way.source;
      const kappa = Math.exp(-dt / at(readout.params.tauM, k));
      let filtered = 0;
      for (let t = 0; t < steps; t++) {
        filtered = kappa * filtered + (eligibility[t - way.delay] ?? 0);
        gradient += way.weight * error(readout, k, start + 1 + t) * filtered;
      }
    }
  }
  return gradient;
};
