/**
 * Prints the kernel of one population on the grid clock: its model's `step` over four neurons at a time, fed by whatever the
 * population receives, with threshold, reset and refractoriness. One kernel serves every population of the same shape.
 *
 * `v` of a refractory neuron is NaN, which no linear update changes and no threshold lets pass: no mask is needed. (Models of which this is not
 * true get one.) A calendar of linked lists says who is released when.
 */
import type { NeuronModel } from '../neurons/model.ts';
import { type KernelGlobals, printGlobals } from './globals.ts';
import { type InputTerm, inputGlobals, printExcited, printInputSetup, printInputs } from './neuron-inputs.ts';
import { type ModelText, modelText } from './neuron-model.ts';

export interface NeuronKernelShape {
  readonly model: NeuronModel;
  /** Names of parameters and constants that differ between neurons: columns instead of globals. */
  readonly columns: ReadonlySet<string>;
  readonly inputs: readonly InputTerm[];
  /** The current is one number for all neurons, or one per neuron. */
  readonly current: 'common' | 'column';
  /** Whether a column of factors multiplies the excitatory sum. */
  readonly factor: boolean;
}

export interface NeuronKernel {
  readonly source: string;
  /** Parameters and constants are globals `value_<name>`. */
  readonly globals: KernelGlobals;
  /** Values of the globals `literal_<i>`. */
  readonly literals: Readonly<Record<string, number>>;
}

/** Files of kernels/assembly that a population's kernel imports. */
export const neuronKernelFiles = ['math.ts', 'lanes.ts'] as const;

export const printNeuronKernel = (shape: NeuronKernelShape): NeuronKernel => {
  const { model, columns, current } = shape;
  const states = Object.keys(model.state);
  const onSpike = Object.entries(model.state).flatMap(([name, { onSpike }]) => (onSpike === undefined ? [] : [name]));
  const text = modelText(model, columns, current);
  const globals = globalsOf(shape, text, onSpike);
  const source = [
    "import { expV } from './math';",
    "import { logV, powV, signV } from './lanes';",
    '',
    printGlobals(globals),
    printRelease(),
    model.threshold === null ? '' : printFire(shape, onSpike),
    printStep(shape, text),
    shape.factor ? printReceivers(shape) : '',
    printFlush(states),
  ].join('\n');
  return { source, globals, literals: Object.fromEntries(text.literals.map((value, i) => [`literal_${i}`, value])) };
};

const globalsOf = (
  { model, columns, inputs, factor, current }: NeuronKernelShape,
  { names, literals }: ModelText,
  onSpike: readonly string[],
): KernelGlobals => {
  const value = (name: string): 'usize' | 'f64' => (columns.has(name) ? 'usize' : 'f64');
  return {
    n: 'i32',
    stride: 'i32',
    ...Object.fromEntries(Object.keys(model.state).map((name) => [`state_${name}`, 'usize'])),
    ...Object.fromEntries(names.map((name) => [`value_${name}`, value(name)])),
    ...Object.fromEntries(literals.map((_, i) => [`literal_${i}`, 'f64'])),
    ...Object.fromEntries(inputs.flatMap(inputGlobals)),
    ...(factor ? { factor: 'usize' as const } : {}),
    ...(current === 'common' ? { currentCell: 'usize' as const } : { current: 'usize' as const }),
    held: 'usize',
    next: 'usize',
    calendar: 'usize',
    calendarSlots: 'i32',
    fired: 'usize',
    ...(model.threshold === null ? {} : { resetValue: value('resetValue'), refractorySteps: value('refractorySteps') }),
    ...Object.fromEntries(onSpike.map((name) => [`onSpike_${name}`, value(`onSpike_${name}`)])),
  };
};

/** Lists are of local indices plus one, so that zeroed memory is an empty calendar. */
const printRelease = (): string => `
/** Neurons whose refractoriness has ended go on from the value at which they were held. */
function release(slot: usize): void {
  const head: usize = calendar + (slot << 2);
  let one: usize = <usize>load<u32>(head);
  store<u32>(head, 0);
  while (one) {
    const i: usize = one - 1;
    f64.store(state_v + (i << 3), f64.load(held + (i << 3)));
    one = <usize>load<u32>(next + (i << 2));
  }
}
`;

const printFire = ({ columns }: NeuronKernelShape, onSpike: readonly string[]): string => {
  const at = (name: string): string => (columns.has(name) ? `f64.load(${name} + at)` : name);
  return `
/** What a spike does to its neuron: reset (a 'subtract' reset has its drop as resetValue), refractoriness, adaptation. */
function fire(i: usize, slot: i32, subtract: bool): void {
  const at: usize = i << 3;
  const after: f64 = subtract ? f64.load(state_v + at) - ${at('resetValue')} : ${at('resetValue')};
  const steps: i32 = <i32>${at('refractorySteps')};
  if (steps > 0) {
    let due: i32 = slot + steps + 1;
    if (due >= calendarSlots) due -= calendarSlots;
    const head: usize = calendar + (<usize>due << 2);
    store<u32>(next + (i << 2), load<u32>(head));
    store<u32>(head, <u32>i + 1);
    f64.store(held + at, after);
    f64.store(state_v + at, NaN);
  } else f64.store(state_v + at, after);
${onSpike.map((name) => `  f64.store(state_${name} + at, f64.load(state_${name} + at) + ${at(`onSpike_${name}`)});`).join('\n')}
}
`;
};

const printStep = ({ model, inputs, factor }: NeuronKernelShape, { setup, body }: ModelText): string => {
  const lines = [...printInputs(inputs, factor), ...body, ...(model.threshold === null ? [] : printTest())];
  return `
/**
 * One step of every neuron. \`slot\`: of the rings; \`day\`: of the calendar. Local indices of those that fire go to \`fired\`; returns how many.
 * @param silent nobody fires
 */
export function step(slot: i32, day: i32, silent: bool, subtract: bool): i32 {
  release(<usize>day);
${indented([...printInputSetup(inputs), ...setup], 2)}
  let count: i32 = 0;
  for (let i: i32 = 0; i < n; i += 4) {
    const at: usize = <usize>i << 3;
${indented(lines, 4)}
  }
  return count;
}
`;
};

/** Whose factors a step needs: few of many, and a factor is dear. */
const printReceivers = ({ inputs }: NeuronKernelShape): string => `
/** Local indices of neurons that may receive excitation from \`slot\`, to \`list\`; returns how many. */
export function receivers(slot: i32, list: usize): i32 {
${indented(printInputSetup(inputs), 2)}
  let count: i32 = 0;
  for (let i: i32 = 0; i < n; i += 4) {
    const at: usize = <usize>i << 3;
    let excited: i32 = 0;
${indented(printExcited(inputs), 4)}
    for (; excited; excited &= excited - 1) {
      const neuron: i32 = i + ctz(excited);
      if (neuron >= n) break;
      store<u32>(list + (<usize>count << 2), neuron);
      ++count;
    }
  }
  return count;
}
`;

const indented = (lines: readonly string[], by: number): string => lines.map((line) => ' '.repeat(by) + line).join('\n');

const printTest = (): string[] => [
  'if (v128.any_true(v128.or(hit_A, hit_B)) && !silent) {',
  '  const hits: i32 = i64x2.bitmask(hit_A) | (i64x2.bitmask(hit_B) << 2);',
  '  for (let lane: i32 = 0; lane < 4; ++lane) {',
  '    if (!(hits & (1 << lane)) || i + lane >= n) continue;',
  '    store<u32>(fired + (<usize>count << 2), i + lane);',
  '    ++count;',
  '    fire(<usize>(i + lane), day, subtract);',
  '  }',
  '}',
];

/** Every 64 steps: magnitudes below 1e-300 become 0, before they turn into denormal numbers, which cost 80 times. */
const printFlush = (states: readonly string[]): string => `
function flushColumn(column: usize): void {
  const least: v128 = f64x2.splat(1e-300);
  for (let at: usize = column, end: usize = column + (<usize>((n + 3) & ~3) << 3); at < end; at += 16) {
    const x: v128 = v128.load(at);
    v128.store(at, v128.andnot(x, f64x2.lt(f64x2.abs(x), least)));
  }
}

export function flushTiny(): void {
${[...states.map((name) => `state_${name}`), 'held'].map((name) => `  flushColumn(${name});`).join('\n')}
}
`;
