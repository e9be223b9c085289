/** The kernel of one population on the event clock: its globals, its variants, its functions. */
import { compileFiles, type KernelHost } from '../../kernels/compile.ts';
import { type KernelGlobals, printGlobals } from '../../kernels/globals.ts';
import type { Plan, PlannedPopulation } from '../../network/plan.ts';

/** What is compiled in: one module for each combination in use. */
export interface EventVariant {
  /** A source: fires at its drive events, has no state. */
  readonly source: boolean;
  /** Has a threshold. */
  readonly spikes: boolean;
  /** Exponential currents (else input is delta). */
  readonly currents: boolean;
  readonly adaptive: boolean;
  /** Whether all neurons of the population have the same time constants. */
  readonly commonTau: boolean;
  /** Whether rules see its spikes. */
  readonly listened: boolean;
  /** Whether neuron-owned rules multiply the excitation. */
  readonly factored: boolean;
  /** Delta input, no crossings alone, one Poisson drive each: events are taken in groups. */
  readonly drivenDelta: boolean;
}

const isCommon = (tau: string | null, { params }: PlannedPopulation): boolean => tau === null || typeof params[tau] === 'number';

/** The variant that a population needs. */
export const variantOf = (plan: Plan, population: PlannedPopulation): EventVariant => {
  const { model, homeostasis, drives, index } = population;
  const form = model?.event ?? null;
  const kind = {
    source: model === null,
    spikes: model !== null && model.threshold !== null,
    currents: model?.input === 'current',
    adaptive: form !== null && form.adaptation !== null,
    commonTau: form === null || [form.membrane, form.excitatory, form.inhibitory, form.adaptation].every((tau) => isCommon(tau, population)),
    listened: homeostasis !== null || plan.projections.some(({ to, program }) => to === index && program !== null),
    factored: homeostasis !== null && homeostasis.factors.length > 0,
  };
  const events = drives.filter((drive) => drive.kind !== 'pieces');
  const plain = kind.spikes && kind.commonTau && !kind.currents && !kind.adaptive && !kind.factored;
  return { ...kind, drivenDelta: plain && events.length === 1 && events[0]?.kind === 'poisson' };
};

/** Parameters [ms, mV, mV/pA]: a column of one value with mask 0 where all neurons agree, else of one a neuron with mask −1. */
export const eventParams = [
  ...['vInf', 'vTh', 'gap', 'vReset', 'drop', 'tRef', 'dTheta', 'tauM', 'tauE', 'tauI', 'tauTheta', 'kE', 'kI'],
  // 1 − τm/τ: what a current amounts to, as the potential it draws v to, per unit of its coefficient.
  ...['rE', 'rI'],
] as const;
export type EventParam = (typeof eventParams)[number];

const addresses = [
  ...['a', 'b', 'c', 'theta', 'since', 'releaseTick', 'releaseFrac', 'vInfNext'],
  ...['crossGate', 'busy', 'resting', 'place', 'spot', 'head', 'chunks'],
  ...['driveTable', 'words', 'prepared', 'cursors', 'heap'],
  ...['marks', 'touched', 'touchedCount', 'plus', 'minus', 'rulePlus', 'ruleMinus', 'counts', 'commonWeights'],
  ...['outTicks', 'outFracs', 'outIds', 'outOrder'],
];
const counts = ['n', 'buckets', 'bucketTicks', 'subtract', 'drives', 'cursorCount', 'commons', 'outCapacity', 'key0', 'key1', 'firstNeuron'];
const numbers = ['perMs', 'rebaseTicks'];

const all = <T extends string>(names: readonly string[], type: T): Record<string, T> => Object.fromEntries(names.map((name) => [name, type]));

export const eventGlobals: KernelGlobals = {
  ...all([...addresses, ...eventParams], 'usize'),
  ...all([...counts, ...eventParams.map((name) => `${name}Mask`)], 'i32'),
  ...all(numbers, 'f64'),
};

/** Exports of kernels/assembly/event.ts; times are ticks. */
export interface EventKernel {
  startDrives(neurons: number): void;
  configure(restless: number, alone: number, silent: number): void;
  setBase(tick: number): void;
  enterAll(now: number): void;
  testAll(now: number): void;
  advance(until: number, inclusive: number): void;
  reachAll(now: number): void;
  moveBase(now: number): void;
  changeCurrent(now: number, inclusive: number): void;
  voltages(now: number, out: number): void;
  resume(): void;
  clearQueue(): void;
  skip(now: number): void;
  emittedCount(): number;
  sortSpikes(): number;
  taken(): void;
  spikeCount(): number;
  deliveredCount(): number;
}

const files = [
  ...[
    'event.ts',
    'event-neuron.ts',
    'event-own.ts',
    'event-crossing.ts',
    'event-drives.ts',
    'event-calendar.ts',
    'event-queue.ts',
    'event-rows.ts',
    'event-sums.ts',
  ],
  ...['event-spikes.ts', 'event-prepared.ts', 'event-forms.ts', 'crossing.ts', 'math.ts', 'philox.ts'],
];

const flags: Readonly<Record<keyof EventVariant, string>> = {
  source: 'SOURCE',
  spikes: 'SPIKES',
  currents: 'CURRENTS',
  adaptive: 'ADAPTIVE',
  commonTau: 'COMMON_TAU',
  listened: 'LISTENED',
  factored: 'FACTORED',
  drivenDelta: 'DRIVEN_DELTA',
};

const printVariant = (variant: EventVariant): string =>
  Object.entries(flags)
    .map(([name, flag]) => `export const ${flag}: bool = ${variant[name as keyof EventVariant]};\n`)
    .join('');

/** What the kernel calls: its spike buffer is full; an arrival (of the cursor at an address) is for rules; a neuron fired; a factor is wanted. */
export interface EventCalls {
  full(): void;
  arrive(cursor: number): void;
  fired(neuron: number, tick: number, frac: number): void;
  factor(neuron: number, tick: number, frac: number): number;
}

/** The module of a variant. */
export const compileEventKernel = (variant: EventVariant, host: KernelHost): Promise<WebAssembly.Module> => {
  const globals = printGlobals(eventGlobals).replace(/^let /gm, 'export let ');
  return compileFiles({ 'event-network.ts': printVariant(variant) + globals }, files, 'event.ts', host);
};
