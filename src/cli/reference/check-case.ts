/** One case on one clock and engine: run it, compare it, or say why not. */
import type { ClockName } from '../../network/plan.ts';
import type { Case, NetworkCase, RandomCase, StdpCase, TsodyksCase } from './case-file.ts';
import { arrivalDelay, type Convention, explicitNetwork, randomNetwork, stdpNetwork, tsodyksNetwork } from './case-network.ts';
import { compareGridSpikes, compareNumbers, compareSpikeTimes, type Difference, meanCv, worst } from './compare.ts';
import type { OpenSession } from './session.ts';

export interface Verdict extends Difference {
  readonly tolerance: number;
}

/** Why a case says nothing about a clock, or cannot be run by this version; null where it is run. */
export const skipReason = (content: Case, clock: ClockName): string | null => {
  switch (content.kind) {
    case 'iaf_psc_delta':
    case 'iaf_psc_exp':
    case 'hetero_delays':
      return clock === 'grid'
        ? null
        : `its spikes are those of NEST's grid of ${content.resolution_ms} ms; the event clock gives exact solutions instead`;
    case 'iaf_cond_exp':
      return clock === 'grid' ? null : 'conductances have no closed-form solution, so lifConductance runs on the grid clock only';
    case 'iaf_psc_delta_ps':
    case 'iaf_psc_exp_ps':
      return clock === 'event' ? null : 'its inputs and spikes lie off the grid';
    case 'random1000':
    case 'stdp_additive':
    case 'stdp_multiplicative':
    case 'stdp_guetig':
    case 'stdp_powerlaw':
    case 'stdp_triplet':
    case 'tsodyks2':
      return null;
    default:
      return `kind '${(content as Case).kind}' is not known`;
  }
};

const gridKind = async (content: NetworkCase, open: OpenSession): Promise<Verdict> => {
  const tolerance = content.kind === 'iaf_cond_exp' ? 1e-6 : 1e-9;
  const session = await open(explicitNetwork(content), content.resolution_ms);
  const expected = Object.entries(content.expected.nest.V_m_every_1ms ?? {});
  const traces = expected.map((): number[] => []);
  const samples = Math.max(0, ...expected.map(([, trace]) => trace.length));
  for (let t = 1; t <= samples; t++) {
    session.runTo(t);
    const voltages = session.voltages('neurons');
    for (const [i, [neuron]] of expected.entries()) traces[i]?.push(voltages[Number(neuron)] as number);
  }
  session.runTo(content.t_stop_ms);
  const spikes = compareGridSpikes(content.expected.nest.spikes, session.spikesOf('neurons'), content.resolution_ms);
  const voltages = expected.map(([neuron, trace], i) =>
    compareNumbers(trace, traces[i] ?? [], tolerance, (k) => `V of neuron ${neuron} at ${k + 1} ms`),
  );
  return { ...worst([spikes, ...voltages]), tolerance };
};

const offGridKind = async (content: NetworkCase, open: OpenSession): Promise<Verdict> => {
  const tolerance = content.tolerance_ms ?? 1e-9;
  const session = await open(explicitNetwork(content));
  session.runTo(content.t_stop_ms);
  const expected = content.expected.reference?.spikes ?? content.expected.nest.spikes;
  return { ...compareSpikeTimes(expected, session.spikesOf('neurons'), content.n, tolerance), tolerance };
};

const randomKind = async (content: RandomCase, open: OpenSession, clock: ClockName): Promise<Verdict> => {
  const session = await open(randomNetwork(content), content.resolution_ms);
  session.runTo(content.t_stop_ms);
  const spikes = session.spikesOf('neurons');
  if (clock === 'grid') {
    const counts = new Array<number>(content.n).fill(0);
    for (const sender of spikes.senders) counts[sender] = (counts[sender] as number) + 1;
    const { first_500_spikes: first } = content.expected.nest;
    const start = { senders: spikes.senders.slice(0, first.senders.length), times: spikes.times.slice(0, first.times.length) };
    const inOrder = compareGridSpikes(first, start, content.resolution_ms);
    return { ...worst([inOrder, compareNumbers(content.expected.nest.counts, counts, 0, (i) => `spikes of neuron ${i}`)]), tolerance: 0 };
  }
  // Chaos parts the exact solution from the grid's within milliseconds: only statistics can agree.
  const differences = Object.entries(content.populations).flatMap(([name, { first, last, rate_hz, cv_isi_mean }]) => {
    const count = spikes.senders.filter((sender) => sender >= first && sender <= last).length;
    const rate = count / (last - first + 1) / (content.t_stop_ms / 1000);
    const relative = compareNumbers([0], [rate / rate_hz - 1], 0.03, () => `relative error of ${name}'s rate (${rate} Hz for ${rate_hz} Hz)`);
    const cv = compareNumbers([cv_isi_mean], [meanCv(spikes, first, last)], 0.05, () => `mean CV of ${name}'s intervals`);
    return [relative, { ...cv, maxError: (cv.maxError * 0.03) / 0.05 }];
  });
  return { ...worst(differences), tolerance: 0.03 };
};

/** Steps from arrival to arrival and reads the weight after each, since that is when NEST shows it. */
const stdpHistories = async (content: StdpCase, convention: Convention, open: OpenSession): Promise<number[][]> => {
  const session = await open(stdpNetwork(content, convention), content.resolution_ms);
  const arrivals = content.pre_times
    .flatMap((times, k) => times.map((time) => ({ k, time: time + arrivalDelay(convention, content.delay_ms[k] as number) })))
    .sort((a, b) => a.time - b.time);
  const histories = content.pre_times.map((): number[] => []);
  for (const { k, time } of arrivals) {
    session.runTo(time);
    histories[k]?.push(session.weights(`w${k}`)[0] as number);
  }
  return histories;
};

const stdpKind = async (content: StdpCase, open: OpenSession): Promise<Verdict> => {
  const tolerance = 1e-10;
  const differences: Difference[] = [];
  for (const [convention, expected] of [
    ['dendritic', content.expected.nest],
    ['axonal', content.expected.trace_rule_axonal ?? {}],
  ] as const) {
    const histories = await stdpHistories(content, convention, open);
    for (const [k, history] of (expected.w_after_each_pre ?? []).entries())
      differences.push(compareNumbers(history, histories[k] ?? [], tolerance, (i) => `${convention}, synapse ${k}, weight after pre spike ${i}`));
    const final = histories.map((history, k) => history.at(-1) ?? (content.w0[k] as number));
    if (expected.w_final) differences.push(compareNumbers(expected.w_final, final, tolerance, (k) => `${convention}, final weight of synapse ${k}`));
  }
  return { ...worst(differences), tolerance };
};

/** What each synapse delivers on both clocks; the target's potential and spikes on the grid, whose spikes NEST's are. */
const tsodyksKind = async (content: TsodyksCase, open: OpenSession, clock: ClockName): Promise<Verdict> => {
  const tolerance = 1e-9;
  const { effective_weight_at_each_pre_spike: weights = [], post_V_m_every_1ms: potentials = [], post_spike_times: times } = content.expected.nest;
  const session = await open(tsodyksNetwork(content), content.resolution_ms);
  const delivered = weights.map((): number[] => []);
  const trace: number[] = [];
  const arrivals = weights.flatMap((_, k) =>
    (content.pre_times[k] ?? []).map((time) => ({
      time: time + (content.delay_ms[k] as number),
      read: () => void delivered[k]?.push(session.voltages('probe')[k] as number),
    })),
  );
  const samples =
    clock === 'grid' ? potentials.map((_, i) => ({ time: i + 1, read: () => void trace.push(session.voltages('post')[0] as number) })) : [];
  for (const { time, read } of [...arrivals, ...samples].sort((a, b) => a.time - b.time)) {
    session.runTo(time);
    read();
  }
  session.runTo(content.t_stop_ms);
  const differences = weights.map((expected, k) =>
    compareNumbers(expected, delivered[k] ?? [], tolerance, (i) => `synapse ${k}, effective weight at pre spike ${i}`),
  );
  if (clock === 'grid') {
    differences.push(compareNumbers(potentials, trace, tolerance, (i) => `V of the post neuron at ${i + 1} ms`));
    differences.push(compareGridSpikes({ senders: times.map(() => 0), times }, session.spikesOf('post'), content.resolution_ms));
  }
  return { ...worst(differences), tolerance };
};

/** Runs a case that `skipReason` lets through. */
export const checkCase = (content: Case, clock: ClockName, open: OpenSession): Promise<Verdict> => {
  switch (content.kind) {
    case 'random1000':
      return randomKind(content, open, clock);
    case 'iaf_psc_delta_ps':
    case 'iaf_psc_exp_ps':
      return offGridKind(content, open);
    case 'stdp_additive':
    case 'stdp_multiplicative':
    case 'stdp_guetig':
    case 'stdp_powerlaw':
    case 'stdp_triplet':
      return stdpKind(content, open);
    case 'tsodyks2':
      return tsodyksKind(content, open, clock);
    case 'iaf_psc_delta':
    case 'iaf_psc_exp':
    case 'hetero_delays':
    case 'iaf_cond_exp':
      return gridKind(content, open);
  }
};
