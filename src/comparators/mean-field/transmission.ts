/** What rules of a projection make of a weight, without running them: mean and mean square of what an arrival delivers. */
import { binaryMeaning, comparisonMeaning, functionMeaning } from '../../equations/evaluate.ts';
import { pow } from '../../math.ts';
import type { Node, Program, Step } from '../../rules/program.ts';

/** Per unit of weight, and per unit of its square. */
export interface Transmission {
  readonly mean: number;
  readonly square: number;
}

/** Something that has no constant value, in words that end "… depends on". */
class Changing extends Error {}

/** Draws of a handler with the values they came to, and how likely that was. */
interface Branch {
  readonly locals: ReadonlyMap<number, number>;
  readonly probability: number;
}

interface Reading {
  readonly program: Program;
  readonly frozen: boolean;
  readonly weight: number;
  readonly locals: ReadonlyMap<number, number>;
}

const nodeValue = (node: Node, reading: Reading): number => {
  const { program, frozen, weight, locals } = reading;
  const value = (inner: Node): number => nodeValue(inner, reading);
  switch (node.kind) {
    case 'number':
      return node.value;
    case 'param':
      return program.params[node.index]?.value as number;
    case 'local':
      return locals.get(node.index) as number;
    case 'weight':
      if (node.name !== 'w') throw new Changing(`its ${node.name}`);
      return weight;
    case 'negate':
      return -value(node.operand);
    case 'binary':
      return binaryMeaning[node.operator](value(node.left), value(node.right));
    case 'compare':
      return comparisonMeaning[node.operator](value(node.left), value(node.right));
    case 'choose':
      return value(value(node.test) !== 0 ? node.yes : node.no);
    case 'call':
      return functionMeaning[node.name](...node.args.map(value));
    case 'variable':
    case 'end': {
      const variable = program.variables[node.index];
      // What is frozen is as it begins; what relaxes, and states of transmission, go on.
      if (variable !== undefined && frozen && variable.decay === null && !variable.shortTerm)
        return program.params[variable.initial]?.value as number;
      throw new Changing(variable?.name ?? 'a variable');
    }
    case 'elapsed':
    case 'timeAbove':
    case 'integral':
    case 'integralOfProduct':
      if (frozen) return 0;
      throw new Changing('time');
    case 'broadcast':
      throw new Changing('a signal');
  }
};

const binomial = (n: number, k: number): number => (k === 0 ? 1 : (binomial(n, k - 1) * (n - k + 1)) / k);

/** What a draw can come to, with probabilities. */
const outcomes = ({ distribution, args }: Extract<Step, { kind: 'draw' }>, reading: Reading): readonly (readonly [number, number])[] => {
  const [first, second] = args.map((arg) => nodeValue(arg, reading)) as [number, number];
  const chance = (p: number): number => Math.min(Math.max(p, 0), 1);
  if (distribution === 'Bernoulli')
    return [
      [0, 1 - chance(first)],
      [1, chance(first)],
    ];
  if (distribution === 'Binomial') {
    const p = chance(second);
    return Array.from({ length: first + 1 }, (_, k) => [k, binomial(first, k) * pow(p, k) * pow(1 - p, first - k)]);
  }
  throw new Changing(`a draw of ${distribution}()`);
};

/** Locals that the given nodes are made of, all the way down. */
const needed = (program: Program, nodes: readonly Node[]): ReadonlySet<number> => {
  const found = new Set<number>();
  const definitions = new Map<number, readonly Node[]>();
  for (const step of program.onPre) {
    if (step.kind === 'let') definitions.set(step.local, [step.value]);
    if (step.kind === 'draw') definitions.set(step.local, step.args);
  }
  const look = (node: Node): void => {
    if (node.kind === 'local' && !found.has(node.index)) {
      found.add(node.index);
      for (const inner of definitions.get(node.index) ?? []) look(inner);
    }
    if (node.kind === 'negate') look(node.operand);
    if (node.kind === 'binary' || node.kind === 'compare') for (const inner of [node.left, node.right]) look(inner);
    if (node.kind === 'choose') for (const inner of [node.test, node.yes, node.no]) look(inner);
    if (node.kind === 'call') for (const inner of node.args) look(inner);
  };
  for (const node of nodes) look(node);
  return found;
};

/** Moments of what is delivered at one weight. */
const momentsAt = (program: Program, weight: number, frozen: boolean): Transmission => {
  const deliver = program.onPre.find((step) => step.kind === 'deliver');
  const { factors } = program;
  const wanted = needed(program, deliver ? [deliver.value, ...factors] : factors);
  let branches: readonly Branch[] = [{ locals: new Map(), probability: 1 }];
  for (const step of program.onPre) {
    if ((step.kind !== 'let' && step.kind !== 'draw') || !wanted.has(step.local)) continue;
    branches = branches.flatMap(({ locals, probability }) => {
      const reading = { program, frozen, weight, locals };
      const values = step.kind === 'let' ? ([[nodeValue(step.value, reading), 1]] as const) : outcomes(step, reading);
      return values.map(([value, chance]) => ({ locals: new Map(locals).set(step.local, value), probability: probability * chance }));
    });
  }
  let [mean, square] = [0, 0];
  for (const { locals, probability } of branches) {
    const reading = { program, frozen, weight, locals };
    const delivered = factors.reduce((product, factor) => product * nodeValue(factor, reading), deliver ? nodeValue(deliver.value, reading) : weight);
    mean += probability * delivered;
    square += probability * delivered * delivered;
  }
  return { mean, square };
};

/**
 * Transmission of a projection's rules: of Bernoulli release that conserves the drive mean 1 and square 1/p, of n sites 1 + (1 − p)/(n p).
 *
 * Factors count. Every outcome of the draws that what is delivered is made of is gone through, whosever rule it is.
 *
 * @param frozen - take what plasticity changes as it begins
 * @returns the moments, or what they depend on that no stationary theory knows: a variable, time, a signal, the weight itself
 */
export const transmissionOf = (program: Program, frozen: boolean): Transmission | string => {
  try {
    const [one, two] = [1, 2].map((weight) => momentsAt(program, weight, frozen)) as [Transmission, Transmission];
    if (Math.abs(two.mean - 2 * one.mean) > 1e-9 || Math.abs(two.square - 4 * one.square) > 1e-9) return 'the weight, other than in proportion';
    return one;
  } catch (error) {
    if (error instanceof Changing) return error.message;
    throw error;
  }
};
