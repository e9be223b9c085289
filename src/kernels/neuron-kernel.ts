/**
 * Prints the kernel of one population on the grid clock: its model's `step` over four neurons at a time, fed by whatever the
 * population receives, with threshold, reset and refractoriness. One kernel serves every population of the same shape.
 *
 * `v` of a refractory neuron is −Infinity, which no update changes and no threshold lets pass: no mask is needed. (A model may make NaN
 * of it, which passes no threshold either.) A calendar of linked lists says who is released when.
 */
import { parseExpression, parseStatement } from '../equations/parse.ts';
import type { Expression } from '../equations/tree.ts';
import { InternalError } from '../errors.ts';
import type { NeuronModel } from '../neurons/model.ts';
import { type KernelGlobals, printGlobals } from './globals.ts';
import { namesIn, printSimd } from './simd.ts';

export type Side = 'exc' | 'inh';

/** One term of what a neuron receives; the terms of a side are added in list order. */
export type InputTerm =
  /** Sums of weighted static projections, [slot][neuron]. */
  | { readonly kind: 'ring'; readonly side: Side }
  /** Sums of projections with rules, of the present step. */
  | { readonly kind: 'rules'; readonly side: Side }
  /** Arrivals of a projection with one weight, [slot][neuron], times the weight. */
  | { readonly kind: 'counts'; readonly name: string; readonly type: CountType; readonly side: Side }
  /** Events of a drive in the present step, times a weight; `both`: weights of both signs. */
  | { readonly kind: 'drive'; readonly name: string; readonly type: CountType; readonly weight: 'common' | 'column'; readonly side: Side | 'both' };

export type CountType = 'u8' | 'u16' | 'u32';

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
  readonly globals: KernelGlobals;
  /** Parameters and constants that the kernel asks for, as globals `value_<name>`. */
  readonly names: readonly string[];
}

/** Files of kernels/assembly that a population's kernel imports. */
export const neuronKernelFiles = ['math.ts', 'lanes.ts'] as const;

interface Assignment {
  readonly target: string;
  readonly value: Expression;
}

/** `x += y` is x = x + y; models draw nothing and deliver nothing. */
const assignmentOf = (text: string): Assignment => {
  const statement = parseStatement(text);
  if (statement.kind !== 'assign') throw new InternalError(`A neuron model may only assign: “${text}”.`);
  const { target, operator, value } = statement;
  if (operator === '=') return { target, value };
  const present: Expression = { kind: 'name', name: target, at: 0 };
  return { target, value: { kind: 'binary', operator: operator === '+=' ? '+' : operator === '-=' ? '-' : '*', left: present, right: value, at: 0 } };
};

const inputNames = ['exc', 'inh', 'iExt'];
/** Suffixes of the two pairs of neurons in the loop, and the bytes by which their doubles lie apart. */
const pairs = [
  { pair: 'A', offset: 0 },
  { pair: 'B', offset: 16 },
] as const;

/** Prints the kernel. @throws InternalError where a state variable other than v depends on v, which −Infinity would spoil. */
export const printNeuronKernel = (shape: NeuronKernelShape): NeuronKernel => {
  const { model, columns } = shape;
  const states = Object.keys(model.state);
  const step = model.step.map(assignmentOf);
  const threshold = model.threshold === null ? null : parseExpression(model.threshold);
  refuseStateOnVoltage(model, step);
  const known = new Set([...states, ...inputNames]);
  const read = [...step.flatMap(({ value }) => namesIn(value)), ...(threshold ? namesIn(threshold) : [])];
  const locals = new Set(step.map(({ target }) => target));
  const names = [...new Set(read)].filter((name) => !known.has(name) && !locals.has(name)).sort();
  const hoisted = hoist(step, shape, new Set(names.filter((name) => !columns.has(name))));
  const onSpike = Object.entries(model.state).flatMap(([name, { onSpike }]) => (onSpike === undefined ? [] : [name]));
  const globals = globalsOf(shape, states, names, onSpike, threshold !== null);
  const source = [
    "import { expV } from './math';",
    "import { logV, powV, signV } from './lanes';",
    '',
    printGlobals(globals),
    printRelease(),
    threshold === null ? '' : printFire(shape, onSpike),
    printStep(shape, { states, step, threshold, names, hoisted }),
    printFlush(states),
  ].join('\n');
  return { source, globals, names };
};

const refuseStateOnVoltage = (model: NeuronModel, step: readonly Assignment[]): void => {
  const tainted = new Set(['v']);
  for (const { target, value } of step) {
    if (!namesIn(value).some((name) => tainted.has(name))) continue;
    tainted.add(target);
    if (target !== 'v' && target in model.state) {
      throw new InternalError(`Neuron model ${model.name}: ${target} depends on v, which its kernel cannot hold during refractoriness.`);
    }
  }
};

/** Assignments to locals whose operands are the same for every neuron: done once a step. */
const hoist = (step: readonly Assignment[], { model, current }: NeuronKernelShape, common: ReadonlySet<string>): ReadonlySet<string> => {
  const shared = new Set(current === 'common' ? [...common, 'iExt'] : common);
  const hoisted = new Set<string>();
  for (const { target, value } of step) {
    const once = step.filter((other) => other.target === target).length === 1;
    if (target in model.state || !once || !namesIn(value).every((name) => shared.has(name))) continue;
    shared.add(target);
    hoisted.add(target);
  }
  return hoisted;
};

const globalsOf = (
  { columns, inputs, factor, current }: NeuronKernelShape,
  states: readonly string[],
  names: readonly string[],
  onSpike: readonly string[],
  spikes: boolean,
): KernelGlobals => {
  const value = (name: string): 'usize' | 'f64' => (columns.has(name) ? 'usize' : 'f64');
  const term = (input: InputTerm): [string, 'usize' | 'f64'][] => {
    if (input.kind === 'ring') return [[`ring_${input.side}`, 'usize']];
    if (input.kind === 'rules') return [[`rules_${input.side}`, 'usize']];
    const weight = input.kind === 'drive' && input.weight === 'column' ? 'usize' : 'f64';
    return [
      [input.name, 'usize'],
      [`${input.name}_w`, weight],
    ];
  };
  return {
    n: 'i32',
    stride: 'i32',
    ...Object.fromEntries(states.map((name) => [`state_${name}`, 'usize'])),
    ...Object.fromEntries(names.map((name) => [`value_${name}`, value(name)])),
    ...Object.fromEntries(inputs.flatMap(term)),
    ...(factor ? { factor: 'usize' as const } : {}),
    ...(current === 'common' ? { currentCell: 'usize' as const } : { current: 'usize' as const }),
    held: 'usize',
    next: 'usize',
    calendar: 'usize',
    calendarSlots: 'i32',
    fired: 'usize',
    ...(spikes ? { resetValue: value('resetValue'), refractorySteps: value('refractorySteps') } : {}),
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
    f64.store(state_v + at, -Infinity);
  } else f64.store(state_v + at, after);
${onSpike.map((name) => `  f64.store(state_${name} + at, f64.load(state_${name} + at) + ${at(`onSpike_${name}`)});`).join('\n')}
}
`;
};

interface StepParts {
  readonly states: readonly string[];
  readonly step: readonly Assignment[];
  readonly threshold: Expression | null;
  readonly names: readonly string[];
  readonly hoisted: ReadonlySet<string>;
}

const printStep = (shape: NeuronKernelShape, parts: StepParts): string => {
  const { columns, inputs, current } = shape;
  const { step, threshold, names, hoisted } = parts;
  const common = names.filter((name) => !columns.has(name));
  const before = [
    ...common.map((name) => `  const ${name}_: v128 = f64x2.splat(value_${name});`),
    ...(current === 'common' ? ['  const iExt_: v128 = v128.load64_splat(currentCell);'] : []),
    ...inputs.flatMap((input) =>
      'name' in input && !(input.kind === 'drive' && input.weight === 'column')
        ? [`  const ${input.name}_w_: v128 = f64x2.splat(${input.name}_w);`]
        : [],
    ),
    ...step
      .filter(({ target }) => hoisted.has(target))
      .map(({ target, value }) => `  const ${target}_: v128 = ${printSimd(value, (name) => `${name}_`)};`),
    ...inputs.flatMap((input) => {
      if (input.kind === 'ring') return [`  const ringAt_${input.side}: usize = ring_${input.side} + (<usize>slot * <usize>stride << 3);`];
      return input.kind === 'counts'
        ? [`  const ${input.name}_at: usize = ${input.name} + <usize>slot * <usize>stride * sizeof<${input.type}>();`]
        : [];
    }),
  ];
  const test = threshold === null ? [] : printTest();
  return `
/**
 * One step of every neuron. \`slot\`: of the rings; \`day\`: of the calendar. Local indices of those that fire go to \`fired\`; returns how many.
 * @param silent nobody fires
 */
export function step(slot: i32, day: i32, silent: bool, subtract: bool): i32 {
  release(<usize>day);
${before.join('\n')}
  let count: i32 = 0;
  for (let i: i32 = 0; i < n; i += 4) {
    const at: usize = <usize>i << 3;
${[...printInputs(shape), ...pairs.flatMap(({ pair, offset }) => printBody(shape, parts, pair, offset)), ...test].map((line) => `    ${line}`).join('\n')}
  }
  return count;
}
`;
};

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

/** Loads of four counts as two pairs of doubles: `x_A`, `x_B`. */
const printCounts = (name: string, type: CountType, address: string, clear: boolean): string[] => {
  const load = {
    u8: `i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(${address} + <usize>i)))`,
    u16: `i32x4.extend_low_i16x8_u(v128.load64_zero(${address} + (<usize>i << 1)))`,
    u32: `v128.load(${address} + (<usize>i << 2))`,
  }[type];
  const zero = {
    u8: `store<u32>(${address} + <usize>i, 0);`,
    u16: `store<u64>(${address} + (<usize>i << 1), 0);`,
    u32: `v128.store(${address} + (<usize>i << 2), i64x2.splat(0));`,
  }[type];
  return [
    `const ${name}_four: v128 = ${load};`,
    // Signed conversion is the cheap one; no count reaches 2^31.
    `const ${name}_A: v128 = f64x2.convert_low_i32x4_s(${name}_four);`,
    `const ${name}_B: v128 = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(${name}_four, ${name}_four, 2, 3, 2, 3));`,
    ...(clear ? [zero] : []),
  ];
};

/** `exc_A` … `inh_B`: the sums of each side, in the order of the terms; what has been read is cleared. */
const printInputs = ({ inputs, factor }: NeuronKernelShape): string[] => {
  const lines: string[] = [];
  const sums: Record<Side, { A: string; B: string }> = { exc: { A: '', B: '' }, inh: { A: '', B: '' } };
  const add = (side: Side, term: (pair: 'A' | 'B') => string): void => {
    for (const { pair } of pairs) sums[side][pair] = sums[side][pair] === '' ? term(pair) : `f64x2.add(${sums[side][pair]}, ${term(pair)})`;
  };
  for (const input of inputs) {
    if (input.kind === 'ring' || input.kind === 'rules') {
      const { kind, side } = input;
      const base = kind === 'ring' ? `ringAt_${side}` : `rules_${side}`;
      for (const { pair, offset } of pairs) lines.push(`const ${kind}_${side}_${pair}: v128 = v128.load(${base} + at, ${offset});`);
      for (const { offset } of pairs) lines.push(`v128.store(${base} + at, i64x2.splat(0), ${offset});`);
      add(side, (pair) => `${kind}_${side}_${pair}`);
    } else {
      const { name, type, side, kind } = input;
      lines.push(...printCounts(name, type, kind === 'counts' ? `${name}_at` : name, kind === 'counts'));
      const column = kind === 'drive' && input.weight === 'column';
      for (const { pair, offset } of column ? pairs : []) lines.push(`const ${name}_w_${pair}: v128 = v128.load(${name}_w + at, ${offset});`);
      const weight = (pair: string): string => (column ? `${name}_w_${pair}` : `${name}_w_`);
      if (side !== 'both') add(side, (pair) => `f64x2.mul(${name}_${pair}, ${weight(pair)})`);
      else {
        add('exc', (pair) => `f64x2.mul(${name}_${pair}, f64x2.max(${weight(pair)}, f64x2.splat(0)))`);
        add('inh', (pair) => `f64x2.mul(${name}_${pair}, f64x2.min(${weight(pair)}, f64x2.splat(0)))`);
      }
    }
  }
  for (const { pair, offset } of pairs) {
    const exc = sums.exc[pair] || 'f64x2.splat(0)';
    lines.push(`const exc_${pair}: v128 = ${factor ? `f64x2.mul(${exc}, v128.load(factor + at, ${offset}))` : exc};`);
    lines.push(`const inh_${pair}: v128 = ${sums.inh[pair] || 'f64x2.splat(0)'};`);
  }
  return lines;
};

/** The model's statements for one pair of neurons. */
const printBody = (
  { columns, current }: NeuronKernelShape,
  { states, step, threshold, names, hoisted }: StepParts,
  pair: string,
  offset: number,
): string[] => {
  const shared = new Set([...names.filter((name) => !columns.has(name)), ...hoisted, ...(current === 'common' ? ['iExt'] : [])]);
  const nameOf = (name: string): string => (shared.has(name) ? `${name}_` : `${name}_${pair}`);
  const locals = new Set(step.map(({ target }) => target).filter((name) => !states.includes(name) && !hoisted.has(name)));
  const changed = states.filter((name) => step.some(({ target }) => target === name));
  return [
    ...names.filter((name) => columns.has(name)).map((name) => `const ${name}_${pair}: v128 = v128.load(value_${name} + at, ${offset});`),
    ...(current === 'column' ? [`const iExt_${pair}: v128 = v128.load(current + at, ${offset});`] : []),
    ...states.map((name) => `let ${name}_${pair}: v128 = v128.load(state_${name} + at, ${offset});`),
    ...[...locals].map((name) => `let ${name}_${pair}: v128;`),
    ...step.filter(({ target }) => !hoisted.has(target)).map(({ target, value }) => `${target}_${pair} = ${printSimd(value, nameOf)};`),
    ...changed.map((name) => `v128.store(state_${name} + at, ${name}_${pair}, ${offset});`),
    ...(threshold === null ? [] : [`const hit_${pair}: v128 = f64x2.ge(${nameOf('v')}, ${printSimd(threshold, nameOf)});`]),
  ];
};

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
