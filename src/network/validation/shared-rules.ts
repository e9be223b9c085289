/** Rules whose variables belong to neurons in all their projections: every projection computes them, so every one must do it alike. */
import type { RuleUse } from '../../rules/rule.ts';
import { units } from '../../units.ts';
import type { Projection } from '../description.ts';
import { demand } from './words.ts';

/** Every parameter's value, whether it was given or not: two uses are alike where these are. */
const meaningOf = ({ rule, params }: RuleUse): string =>
  JSON.stringify([rule, Object.entries(rule.params).map(([name, { value, unit }]) => params[name] ?? value * units[unit].held)]);

const isShared = ({ rule }: RuleUse): boolean => Object.values(rule.state ?? {}).some(({ of }) => of === 'neuron');

export const checkSharedRules = (projections: Readonly<Record<string, Projection>>): void => {
  const first = new Map<string, { readonly projection: string; readonly meaning: string }>();
  for (const [projection, { synapse = [] }] of Object.entries(projections)) {
    const seen = new Set<string>();
    for (const use of synapse.filter(isShared)) {
      const { name } = use.rule;
      demand(
        !seen.has(name),
        'shared-rule',
        () => `Projection '${projection}' has rule '${name}' twice; its variables belong to neurons, which have them once. Remove one.`,
        { projection, rule: name },
      );
      seen.add(name);
      const meaning = meaningOf(use);
      const other = first.get(name);
      demand(
        other === undefined || other.meaning === meaning,
        'shared-rule',
        () =>
          `Rule '${name}' differs between projections '${other?.projection}' and '${projection}'; its variables belong to neurons in all projections, so give it the same parameters in each.`,
        { rule: name, projections: [other?.projection, projection] },
      );
      if (other === undefined) first.set(name, { projection, meaning });
    }
  }
};
