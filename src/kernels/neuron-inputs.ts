/** What a population receives in a step, as text of its kernel: four neurons' sums of each side, term by term in the order that engines/README.md fixes. */

export type Side = 'exc' | 'inh';
export type CountType = 'u8' | 'u16' | 'u32';

/** One term of what a neuron receives; the terms of a side are added in list order. */
export type InputTerm =
  /** Sums of weighted static projections, [slot][neuron]. */
  | { readonly kind: 'ring'; readonly side: Side }
  /** Sums of the present step, [neuron]: of weighted static projections that keep what is under way in lists, of projections with rules. */
  | { readonly kind: 'sums' | 'rules'; readonly side: Side }
  /** Arrivals of a projection with one weight, [slot][neuron], times the weight. */
  | { readonly kind: 'counts'; readonly name: string; readonly type: CountType; readonly side: Side }
  /** Events of a drive in the present step, times a weight; `both`: weights of both signs. */
  | { readonly kind: 'drive'; readonly name: string; readonly type: CountType; readonly weight: 'common' | 'column'; readonly side: Side | 'both' };

/** Suffixes of the two pairs of neurons in the loop, and the bytes by which their doubles lie apart. */
export const pairs = [
  { pair: 'A', offset: 0 },
  { pair: 'B', offset: 16 },
] as const;

type SumTerm = Extract<InputTerm, { kind: 'ring' | 'sums' | 'rules' }>;

const isSum = (input: InputTerm): input is SumTerm => input.kind === 'ring' || input.kind === 'sums' || input.kind === 'rules';

const hasColumn = (input: InputTerm): boolean => input.kind === 'drive' && input.weight === 'column';

/** Globals that a term names: the address of its cells, and its weight. */
export const inputGlobals = (input: InputTerm): readonly (readonly [string, 'usize' | 'f64'])[] => {
  if (isSum(input)) return [[`${input.kind}_${input.side}`, 'usize']];
  return [
    [input.name, 'usize'],
    [`${input.name}_w`, hasColumn(input) ? 'usize' : 'f64'],
  ];
};

/** What is the same for all neurons: weights, and where the step's slot begins. */
export const printInputSetup = (inputs: readonly InputTerm[]): string[] =>
  inputs.flatMap((input) => {
    if (input.kind === 'ring') return [`const ring_${input.side}_at: usize = ring_${input.side} + (<usize>slot * <usize>stride << 3);`];
    if (isSum(input)) return [];
    const weight = hasColumn(input) ? [] : [`const ${input.name}_w_: v128 = f64x2.splat(${input.name}_w);`];
    const at =
      input.kind === 'counts' ? [`const ${input.name}_at: usize = ${input.name} + <usize>slot * <usize>stride * sizeof<${input.type}>();`] : [];
    return [...weight, ...at];
  });

/** Four counts, as integers. */
const fourCounts = (type: CountType, address: string): string =>
  ({
    u8: `i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(${address} + <usize>i)))`,
    u16: `i32x4.extend_low_i16x8_u(v128.load64_zero(${address} + (<usize>i << 1)))`,
    u32: `v128.load(${address} + (<usize>i << 2))`,
  })[type];

/** Statements that set in `excited` the bits of those of four neurons that may receive excitation. */
export const printExcited = (inputs: readonly InputTerm[]): string[] =>
  inputs
    .filter(({ side }) => side !== 'inh')
    .flatMap((input) => {
      if (!isSum(input)) {
        const four = fourCounts(input.type, input.kind === 'counts' ? `${input.name}_at` : input.name);
        return [`excited |= i32x4.bitmask(i32x4.ne(${four}, i64x2.splat(0)));`];
      }
      return pairs.map(({ offset }, i) => {
        const sums = `v128.load(${sumsBase(input)} + at, ${offset})`;
        return `excited |= i64x2.bitmask(i64x2.ne(${sums}, i64x2.splat(0)))${i === 0 ? '' : ' << 2'};`;
      });
    });

const sumsBase = ({ kind, side }: SumTerm): string => (kind === 'ring' ? `ring_${side}_at` : `${kind}_${side}`);

/** Loads of four counts as two pairs of doubles: `x_A`, `x_B`. */
const printCounts = (name: string, type: CountType, address: string, clear: boolean): string[] => {
  const zero = {
    u8: `store<u32>(${address} + <usize>i, 0);`,
    u16: `store<u64>(${address} + (<usize>i << 1), 0);`,
    u32: `v128.store(${address} + (<usize>i << 2), i64x2.splat(0));`,
  }[type];
  return [
    `const ${name}_four: v128 = ${fourCounts(type, address)};`,
    // Signed conversion is the cheap one; no count reaches 2^31.
    `const ${name}_A: v128 = f64x2.convert_low_i32x4_s(${name}_four);`,
    `const ${name}_B: v128 = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(${name}_four, ${name}_four, 2, 3, 2, 3));`,
    ...(clear ? [zero] : []),
  ];
};

/** Texts of the terms of each side, per pair. */
type Terms = Readonly<Record<Side, Readonly<Record<'A' | 'B', string[]>>>>;

const printSums = (input: SumTerm, terms: Terms): string[] => {
  const { kind, side } = input;
  const base = sumsBase(input);
  for (const { pair } of pairs) terms[side][pair].push(`${kind}_${side}_${pair}`);
  return [
    ...pairs.map(({ pair, offset }) => `const ${kind}_${side}_${pair}: v128 = v128.load(${base} + at, ${offset});`),
    ...pairs.map(({ offset }) => `v128.store(${base} + at, i64x2.splat(0), ${offset});`),
  ];
};

const printProducts = (input: Extract<InputTerm, { kind: 'counts' | 'drive' }>, terms: Terms): string[] => {
  const { name, type, side, kind } = input;
  const column = hasColumn(input);
  for (const { pair } of pairs) {
    const weight = column ? `${name}_w_${pair}` : `${name}_w_`;
    if (side !== 'both') terms[side][pair].push(`f64x2.mul(${name}_${pair}, ${weight})`);
    else {
      terms.exc[pair].push(`f64x2.mul(${name}_${pair}, f64x2.max(${weight}, f64x2.splat(0)))`);
      terms.inh[pair].push(`f64x2.mul(${name}_${pair}, f64x2.min(${weight}, f64x2.splat(0)))`);
    }
  }
  const weights = column ? pairs.map(({ pair, offset }) => `const ${name}_w_${pair}: v128 = v128.load(${name}_w + at, ${offset});`) : [];
  return [...printCounts(name, type, kind === 'counts' ? `${name}_at` : name, kind === 'counts'), ...weights];
};

/** `exc_A` … `inh_B`: the sums of each side; what has been read of the rings is cleared. */
export const printInputs = (inputs: readonly InputTerm[], factor: boolean): string[] => {
  const terms: Terms = { exc: { A: [], B: [] }, inh: { A: [], B: [] } };
  const lines = inputs.flatMap((input) => (isSum(input) ? printSums(input, terms) : printProducts(input, terms)));
  const sum = (side: Side, pair: 'A' | 'B'): string => {
    const [first = 'f64x2.splat(0)', ...rest] = terms[side][pair];
    return rest.reduce((total, term) => `f64x2.add(${total}, ${term})`, first);
  };
  const sums = pairs.flatMap(({ pair, offset }) => {
    const exc = factor ? `f64x2.mul(${sum('exc', pair)}, v128.load(factor + at, ${offset}))` : sum('exc', pair);
    return [`const exc_${pair}: v128 = ${exc};`, `const inh_${pair}: v128 = ${sum('inh', pair)};`];
  });
  return [...lines, ...sums];
};
