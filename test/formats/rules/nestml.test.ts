/**
 * Texts for NESTML. They are not run here (that takes NEST); what a grammar can tell is checked: blocks, indentation, declarations, types and units,
 * functions and statements that NESTML has, and that a name is declared once and before it is read. By hand, the texts of all rules, and of
 * `bernoulliRelease` with `pairStdp`, were read by NESTML's own parser (commit a73d38b, after 8.3.0) without a complaint; units were not checked by it.
 */
import { describe, expect, it } from 'vitest';
import { exportRule } from '../../../src/formats/rules/export-rule.ts';
import { rules } from '../../../src/rules/index.ts';
import type { RuleUse } from '../../../src/rules/rule.ts';
import { constructs } from '../../rules/constructs.ts';

interface Block {
  readonly title: string;
  readonly lines: readonly string[];
}

const blocksOf = (text: string): { readonly model: string; readonly blocks: readonly Block[] } => {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const model = lines[0]?.match(/^model (\w+):$/)?.[1] ?? '';
  const blocks: { title: string; lines: string[] }[] = [];
  for (const line of lines.slice(1)) {
    const title = line.match(/^ {4}(\w+(?:\(\w+\))?):$/)?.[1];
    if (title !== undefined) blocks.push({ title, lines: [] });
    else blocks.at(-1)?.lines.push(line.replace(/ *#.*/, '').replace(/^ {8}/, ''));
  }
  return { model, blocks };
};

const titles = ['state', 'parameters', 'equations', 'input', 'output', 'onReceive(pre_spikes)', 'onReceive(post_spikes)', 'update'];
const declaration = /^([A-Za-z]\w*) (?:real = -?[\d.]+(?:e[-+]?\d+)?|ms = [\d.]+(?:e[-+]?\d+)? ms)$/;
const statement = /^(?:[A-Za-z]\w* (?:(?:real|integer) )?(?:=|\+=|-=|\*=) .+|emit_spike\(.+\)|if .+:|while .+:)$/;
const functions = 'exp ln clip min max abs random_uniform random_normal emit_spike'.split(' ');

/** Problems of a model, as sentences. */
const problems = (text: string): string[] => {
  const { model, blocks } = blocksOf(text);
  const found: string[] = [];
  const say = (problem: string): number => found.push(problem);
  if (!/^[a-z]\w*_synapse$/.test(model)) say(`model ${model}`);
  const order = blocks.map(({ title }) => titles.indexOf(title));
  if (order.includes(-1) || order.some((place, i) => i > 0 && place <= (order[i - 1] as number))) say(`blocks ${blocks.map(({ title }) => title)}`);
  const block = (title: string): readonly string[] => blocks.find((each) => each.title === title)?.lines ?? [];
  const globals = new Set<string>(['t']);
  for (const line of [...block('state'), ...block('parameters')]) {
    const name = line.match(declaration)?.[1];
    if (name === undefined || globals.has(name)) say(`declaration: ${line}`);
    else globals.add(name);
  }
  for (const line of block('equations')) if (!/^\w+' = (?:-\w+|\([\w.]+ - \w+\)) \/ \w+$/.test(line)) say(`equation: ${line}`);
  for (const { title, lines } of blocks.filter((each) => each.title.startsWith('onReceive'))) {
    const port = title.slice('onReceive('.length, -1);
    if (!block('input').includes(`${port} <- spike`)) say(`port ${port}`);
    const known = new Set(globals);
    let depth = 0;
    for (const line of lines) {
      const inner = (line.length - line.trimStart().length) / 4;
      if (!Number.isInteger(inner) || inner > depth || !statement.test(line.trim())) say(`statement: ${line}`);
      depth = line.endsWith(':') ? inner + 1 : inner;
      const [, made, type] = line.trim().match(/^([A-Za-z]\w*) (real|integer)? ?[-+*]?= /) ?? [];
      const read = line
        .trim()
        .replace(/^[A-Za-z]\w* (?:(?:real|integer) )?[-+*]?= /, '')
        .replace(/^(if|while) /, '')
        .replace(/\(1 ms\)/g, '1');
      for (const [name] of read.matchAll(/(?<![\w.])[A-Za-z_]\w*/g)) if (!known.has(name) && !functions.includes(name)) say(`${name} in: ${line}`);
      for (const [open, close] of [
        ['(', ')'],
        ['?', ':'],
      ] as const)
        if (read.replace(/:$/, '').split(open).length !== read.replace(/:$/, '').split(close).length) say(`brackets: ${line}`);
      if (made !== undefined && (type === undefined) !== known.has(made))
        say(`${made} is ${type === undefined ? 'not declared' : 'declared twice'}: ${line}`);
      if (made !== undefined) known.add(made);
    }
  }
  if (block('onReceive(pre_spikes)').filter((line) => line.startsWith('emit_spike(')).length !== 1) say('one spike is emitted per arrival');
  return found;
};

const textOf = (uses: RuleUse | readonly RuleUse[]): string | null => {
  try {
    return exportRule(uses, 'nestml');
  } catch {
    return null;
  }
};

const singles = Object.entries(rules).map(([name, rule]) => [name, textOf(rule())] as const);
const composed = Object.entries(constructs).map(([name, { uses }]) => [name, textOf(uses)] as const);
const texts = [...singles, ...composed].filter((each): each is readonly [string, string] => each[1] !== null);

describe('texts for NESTML', () => {
  it.each(texts)('%s keeps to the grammar', (_, text) => expect(problems(text)).toEqual([]));

  it.each(['pairStdp', 'tripletStdp', 'binomialRelease', 'tsodyksMarkram', 'synapticScaling'] as const)('%s reads like its paper', (name) =>
    expect(exportRule(rules[name](), 'nestml')).toMatchSnapshot(),
  );

  it('says where the check would fail', () => {
    const text = exportRule(rules.pairStdp(), 'nestml');
    expect(problems(text.replace('x += 1.0', 'z += 1.0'))).toEqual(['z is not declared:         z += 1.0'.replace('        ', '')]);
    expect(problems(text.replace('tauPlus ms = 20.0 ms', 'tauPlus ms = 20.0 lightyears'))).toHaveLength(1);
    expect(problems(text.replace('post_spikes <- spike', ''))).toEqual(['port post_spikes']);
  });

  it('composes release and learning: templates of stochastic plastic synapses', () => {
    const { blocks } = blocksOf(exportRule([rules.bernoulliRelease({ p: 0.3 }), rules.pairStdp()], 'nestml'));
    expect(blocks.find(({ title }) => title === 'onReceive(pre_spikes)')?.lines).toEqual([
      'released real = (random_uniform(0, 1) < p ? 1.0 : 0.0)',
      'pulse real = released / p',
      'w = clip(w - aMinus * y, wMin, wMax)',
      'x += 1.0',
      'emit_spike(polarity * w * released / p)',
    ]);
  });
});
