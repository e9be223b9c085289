import { engineSuite, makeReference } from './engine.ts';
import { noRules } from './random-network.ts';

const numbers = Array.from({ length: 12 }, (_, i) => i);
engineSuite({ name: 'reference, grid', clock: 'grid', make: makeReference, counts: [1], rules: noRules, networks: numbers });
