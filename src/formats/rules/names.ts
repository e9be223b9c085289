/** Identifiers of the target for what a program names: a rule's own names where they are free, `pairStdp_x` where not. */
import type { Program } from '../../rules/program.ts';

export interface Names {
  readonly params: readonly string[];
  readonly variables: readonly string[];
  readonly locals: readonly string[];
  readonly clocks: readonly string[];
}

const isLiteral = (name: string): boolean => !Number.isNaN(Number(name));

/** `reserved`: names that mean something in the target; `forbidden`: forms of names that do; `equations`: the form that names in equations must have. */
export const namesIn = (program: Program, reserved: readonly string[], forbidden: RegExp, equations = /^/): Names => {
  const used = new Set(reserved);
  const free = (name: string): boolean => !used.has(name) && !forbidden.test(name);
  const choose = (name: string, form = /^/): string => {
    if (isLiteral(name)) return name;
    const full = name.replace(/\W/g, '_');
    const short = name.slice(name.indexOf('.') + 1).replace(/\W/g, '_');
    const candidates = [short, full, ...Array.from({ length: 1000 }, (_, i) => `${full}_${i + 2}`)];
    const chosen = candidates.find((each) => free(each) && form.test(each)) as string;
    used.add(chosen);
    return chosen;
  };
  return {
    variables: program.variables.map(({ name, decay }) => choose(name, decay === null ? undefined : equations)),
    params: program.params.map(({ name }) => choose(name)),
    locals: program.locals.map(({ name }) => choose(name)),
    clocks: program.clocks.map(({ rule, owner }) =>
      choose(`${program.rules[rule]?.name}.last${{ synapse: '', pre: 'Pre', post: 'Post' }[owner as 'pre'] ?? ''}`),
    ),
  };
};

/** Units in the coherent system that equations are in. */
const coherentUnits: Readonly<Record<string, string>> = { us: 'ms', s: 'ms', min: 'ms', Hz: '1/ms', kHz: '1/ms', '1/s': '1/ms', weight: 'as w' };

/** Unit and meaning of a parameter, as its rule declares them; null for one that the composition made. */
export const declared = (
  rules: readonly {
    readonly rule: { readonly params: Readonly<Record<string, { readonly unit: string; readonly doc: string }>>; readonly name: string };
  }[],
  name: string,
) => {
  const [owner = '', own = ''] = name.split('.');
  const found = rules.find(({ rule }) => rule.name === owner.replace(/#\d+$/, ''))?.rule.params[own];
  return found === undefined || name.split('.').length > 2 ? null : { unit: coherentUnits[found.unit] ?? found.unit, doc: found.doc };
};
