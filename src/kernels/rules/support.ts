/** Functions that the text of a rule kernel may call; those it does call are printed ahead of it. */
import { decayTableLength, type Layout } from './layout.ts';
import { relaxedText } from './relaxing.ts';
import { load, store } from './text.ts';

const inline = '@inline\n';

const perMs = (layout: Layout): string => layout.fact('perMs', 'f64');
const key = (layout: Layout): string => `${layout.fact('key0')}, ${layout.fact('key1')}`;

const functions: Readonly<Record<string, (layout: Layout) => string>> = {
  towardsRest: () =>
    `/** A variable that relaxes towards \`rest\`, of which \`part\` of the way is left. */
function towardsRest(value: f64, rest: f64, part: f64, ticks: f64): f64 {
  if (ticks == 0.0) return value;
  return rest == 0.0 ? value * part : rest + (value - rest) * part;
}
`,
  left: (layout) =>
    `/** exp(−ticks / perMs / tau): from the table, or computed beyond its end. Adding 2^52 leaves a whole number in the low bits. */
${inline}function left(table: usize, ticks: f64, tau: f64): f64 {
  return ticks < ${decayTableLength}.0 ? load<f64>(table + (<usize>reinterpret<i64>(ticks + 4503599627370496.0) << 3)) : exp(-(ticks / ${perMs(layout)}) / tau);
}
`,
  clean: () =>
    `/** Tiny values count as 0: decaying on, they would end in denormal numbers. */
${inline}function clean(value: f64): f64 {
  return abs(value) < 1e-300 ? 0.0 : value;
}
`,
  square: () =>
    `${inline}function square(x: f64): f64 {
  return x * x;
}
`,
  transmitted: (layout) => {
    const column = layout.column({ global: 'one_transmitted', of: 'one', each: 2, type: 'i64', state: 'transmitted' });
    return `/** Counts an amount that reaches a target: positive ones apart from negative ones, in units of 2^-24. */
function transmitted(amount: f64): f64 {
  const count = ${column} + (amount >= 0.0 ? 0 : 8);
  store<i64>(count, load<i64>(count) + <i64>(abs(amount) * 16777216.0 + 0.5));
  return amount;
}
`;
  },
  sign: () =>
    `function sign(x: f64): f64 {
  return x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : 0.0;
}
`,
  neuronWord: (layout) =>
    `${inline}function neuronWord(id: u32, event: u32, purpose: u32): u32 {
  return word(${key(layout)}, id, 0xffffffff, event, purpose, 0);
}
`,
  synapseWord: (layout) =>
    `${inline}function synapseWord(source: u32, rank: u32, event: u32, purpose: u32): u32 {
  return word(${key(layout)}, source, rank >> 2, event, purpose, rank & 3);
}
`,
  fillWords: (layout) =>
    `${inline}function fillWords(out: usize, source: u32, block: u32, blocks: u32, event: u32, purpose: u32): void {
  words(out, ${key(layout)}, source, block, blocks, event, purpose);
}
`,
};

const calls = (text: string, name: string): boolean => new RegExp(`\\b${name}\\(`).test(text);

/** Support functions that the text calls. */
export const printSupport = (layout: Layout, text: string): string[] =>
  Object.entries(functions).flatMap(([name, print]) => (calls(text, name) ? [print(layout)] : []));

/** `addTo_b` for each branch variable that arrivals add to. */
export const printAccumulators = (layout: Layout): string[] =>
  layout.program.variables.flatMap(({ owner, accumulates }, index) => {
    if (owner !== 'branch' || !accumulates) return [];
    const name = layout.names.variables[index]!;
    const [slot, before] = [layout.written(index), layout.before(index)];
    const written = slot && { tick: load('f64', slot.tick, 'b'), frac: layout.event ? load('f64', slot.frac, 'b') : '0.0' };
    const value = relaxedText(layout, index, load('f64', layout.values(index), 'b'), written, { tick: 'tick', frac: 'frac' });
    const same = written && (layout.event ? `${written.tick} == tick && ${written.frac} == frac` : `${written.tick} == tick`);
    return [
      [
        `function addTo_${name}(b: usize, increment: f64, tick: f64, frac: f64): void {`,
        `  const present = ${value};`,
        ...(before === null ? [] : [`  if (!(${same})) ${store('f64', before, 'b', 'present')}`]),
        `  ${store('f64', layout.values(index), 'b', 'clean(present + increment)')}`,
        ...(slot === null
          ? []
          : [`  ${store('f64', slot.tick, 'b', 'tick')}`, ...(layout.event ? [`  ${store('f64', slot.frac, 'b', 'frac')}`] : [])]),
        '}',
        '',
      ].join('\n'),
    ];
  });

/** `prepare`: fills the decay tables. */
export const printPrepare = (layout: Layout): string => {
  const lines = layout.decayTables.flatMap((param) => {
    const table = layout.decayTable(param);
    const entry = store('f64', table, 'k', `exp(-(<f64>k / ${perMs(layout)}) / ${layout.param(param)})`);
    return [`  for (let k: usize = 0; k < ${decayTableLength}; k++) ${entry}`];
  });
  return ['/** Fills the tables of decays by whole ticks. */', 'export function prepare(): void {', ...lines, '}', ''].join('\n');
};

const imports: Readonly<Record<string, readonly string[]>> = {
  './math': ['exp', 'log', 'pow'],
  './history': ['relaxed', 'timeAbove', 'integral', 'integralOfProduct'],
  './rule-draws': ['word', 'words', 'uniform', 'normal', 'below', 'threshold'],
};

/** Import lines for what the text calls, and the files they come from with all that these import. */
export const printImports = (text: string): { readonly lines: readonly string[]; readonly files: readonly string[] } => {
  const found = Object.entries(imports).map(([from, names]) => ({ from, names: names.filter((name) => calls(text, name)) }));
  const used = found.filter(({ names }) => names.length > 0);
  return {
    lines: used.map(({ from, names }) => `import { ${names.join(', ')} } from '${from}';`),
    files: [...new Set(['math.ts', 'philox.ts', ...used.map(({ from }) => `${from.slice(2)}.ts`)])],
  };
};
