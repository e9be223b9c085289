/**
 * A model's `step` and `threshold` as text over two pairs of neurons. Whatever is the same for all neurons of the population, literals
 * included, is computed once a step, before the loop: the same operations on the same numbers, hence the same bits.
 */
import { parseExpression, parseStatement } from '../equations/parse.ts';
import type { Expression } from '../equations/tree.ts';
import { InternalError } from '../errors.ts';
import type { NeuronModel } from '../neurons/model.ts';
import { pairs } from './neuron-inputs.ts';
import { namesIn, printSimd, type SimdNames } from './simd.ts';

interface Assignment {
  readonly target: string;
  readonly value: Expression;
}

export interface ModelText {
  /** Parameters and constants that the text reads. */
  readonly names: readonly string[];
  /** Numbers that the text holds, as globals `literal_<i>`: a constant would be folded back into the loop, where it costs four instructions. */
  readonly literals: readonly number[];
  /** Lines before the loop. */
  readonly setup: readonly string[];
  /** Lines within it; `hit_A` and `hit_B` are masks of who is at threshold. */
  readonly body: readonly string[];
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

/** Whether NaN in `v` makes the value NaN, whatever the other names are. */
const isNaNWith = (node: Expression, poisoned: ReadonlySet<string>): boolean => {
  const is = (inner: Expression): boolean => isNaNWith(inner, poisoned);
  switch (node.kind) {
    case 'name':
      return poisoned.has(node.name);
    case 'negate':
      return is(node.operand);
    case 'binary':
      return node.operator !== '^' && (is(node.left) || is(node.right));
    case 'call':
      return node.name !== 'sign' && node.args.some(is);
    case 'choose':
      return is(node.yes) && is(node.no);
    default:
      return false;
  }
};

/** Whether a refractory neuron's v may simply be NaN during the step: v stays NaN, and no other state reads it. */
const keepsNaN = (model: NeuronModel, step: readonly Assignment[]): boolean => {
  const read = new Set(['v']);
  const poisoned = new Set(['v']);
  for (const { target, value } of step) {
    const reads = namesIn(value).some((name) => read.has(name));
    if (reads && target !== 'v' && target in model.state) return false;
    for (const [names, belongs] of [
      [read, reads],
      [poisoned, isNaNWith(value, poisoned)],
    ] as const) {
      if (belongs) names.add(target);
      else names.delete(target);
    }
  }
  return poisoned.has('v');
};

/** Locals assigned once from what is shared. */
const sharedLocals = (model: NeuronModel, step: readonly Assignment[], shared: Set<string>): ReadonlySet<string> => {
  const locals = new Set<string>();
  for (const { target, value } of step) {
    const once = step.filter((other) => other.target === target).length === 1;
    if (target in model.state || !once || !namesIn(value).every((name) => shared.has(name))) continue;
    shared.add(target);
    locals.add(target);
  }
  return locals;
};

/** Expressions computed before the loop, each once. */
class Shared {
  readonly literals: number[] = [];
  readonly lines: string[] = [];
  readonly #names: ReadonlySet<string>;
  readonly #byText = new Map<string, string>();

  constructor(names: ReadonlySet<string>) {
    this.#names = names;
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** The v128 of an expression that is the same for all neurons, else null; a name stands for itself. */
  known(node: Expression): string | null {
    if (node.kind === 'number') return this.#literal(node.value);
    if (node.kind === 'name' || !namesIn(node).every((name) => this.#names.has(name))) return null;
    const text = printSimd(node, { nameOf: (name) => `${name}_`, known: (inner) => (inner === node ? null : this.known(inner)) });
    return this.#named(text, 'shared');
  }

  #literal(value: number): string {
    const found = this.literals.indexOf(value);
    const index = found < 0 ? this.literals.push(value) - 1 : found;
    return this.#named(`f64x2.splat(literal_${index})`, 'literal');
  }

  #named(text: string, kind: string): string {
    const name = this.#byText.get(text) ?? `${kind}${this.#byText.size}_`;
    if (!this.#byText.has(text)) this.lines.push(`const ${name}: v128 = ${text};`);
    this.#byText.set(text, name);
    return name;
  }
}

/** Text of a model for a population whose `columns` differ between neurons, and whose current is one number or one per neuron. */
export const modelText = (model: NeuronModel, columns: ReadonlySet<string>, current: 'common' | 'column'): ModelText => {
  const states = Object.keys(model.state);
  const step = model.step.map(assignmentOf);
  const threshold = model.threshold === null ? null : parseExpression(model.threshold);
  const assigned = new Set(step.map(({ target }) => target));
  const read = [...step.flatMap(({ value }) => namesIn(value)), ...(threshold ? namesIn(threshold) : [])];
  const names = [...new Set(read)].filter((name) => ![...states, 'exc', 'inh', 'iExt'].includes(name) && !assigned.has(name)).sort();
  const common = names.filter((name) => !columns.has(name));
  const sharedNames = new Set(current === 'common' ? [...common, 'iExt'] : common);
  const once = sharedLocals(model, step, sharedNames);
  const shared = new Shared(sharedNames);
  const known = (node: Expression): string | null => shared.known(node);
  const setup = step.flatMap(({ target, value }) => {
    if (!once.has(target)) return [];
    const text = printSimd(value, { nameOf: (name) => `${name}_`, known });
    return [...shared.lines.splice(0), `const ${target}_: v128 = ${text};`];
  });
  const locals = [...assigned].filter((name) => !states.includes(name) && !once.has(name));
  const within = (pair: string): SimdNames => ({ nameOf: (name) => (shared.has(name) ? `${name}_` : `${name}_${pair}`), known });
  const forPairs = (print: (pair: string, offset: number) => string): string[] => pairs.map(({ pair, offset }) => print(pair, offset));
  const masked = !keepsNaN(model, step);
  const hold = forPairs(
    (pair, offset) =>
      `const was_${pair}: v128 = v_${pair}, out_${pair}: v128 = f64x2.ne(was_${pair}, was_${pair}); v_${pair} = v128.bitselect(v128.load(held + at, ${offset}), was_${pair}, out_${pair});`,
  );
  // Statement by statement for both pairs: two independent chains side by side keep the processor busy.
  const body = [
    ...names
      .filter((name) => columns.has(name))
      .flatMap((name) => forPairs((pair, offset) => `const ${name}_${pair}: v128 = v128.load(value_${name} + at, ${offset});`)),
    ...(current === 'column' ? forPairs((pair, offset) => `const iExt_${pair}: v128 = v128.load(current + at, ${offset});`) : []),
    ...states.flatMap((name) => forPairs((pair, offset) => `let ${name}_${pair}: v128 = v128.load(state_${name} + at, ${offset});`)),
    ...(masked ? hold : []),
    ...locals.flatMap((name) => forPairs((pair) => `let ${name}_${pair}: v128;`)),
    ...step.flatMap(({ target, value }) => (once.has(target) ? [] : forPairs((pair) => `${target}_${pair} = ${printSimd(value, within(pair))};`))),
    ...(masked ? forPairs((pair) => `v_${pair} = v128.bitselect(was_${pair}, v_${pair}, out_${pair});`) : []),
    ...states.flatMap((name) =>
      assigned.has(name) ? forPairs((pair, offset) => `v128.store(state_${name} + at, ${name}_${pair}, ${offset});`) : [],
    ),
    ...(threshold === null ? [] : forPairs((pair) => `const hit_${pair}: v128 = f64x2.ge(v_${pair}, ${printSimd(threshold, within(pair))});`)),
  ];
  const before = [
    ...common.map((name) => `const ${name}_: v128 = f64x2.splat(value_${name});`),
    ...(current === 'common' ? ['const iExt_: v128 = v128.load64_splat(currentCell);'] : []),
  ];
  return { names, literals: shared.literals, setup: [...before, ...setup, ...shared.lines], body };
};
