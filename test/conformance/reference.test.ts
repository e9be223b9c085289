import { engineSuite } from './engine.ts';
import { allRules } from './rule-pool.ts';

const networks = Array.from({ length: 30 }, (_, i) => 100 + i);
for (const clock of ['grid', 'event'] as const) {
  engineSuite({ name: `reference, ${clock}`, clock, rules: allRules, networks });
}
