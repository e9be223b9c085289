import { createWasmEngine } from '../../src/engines/wasm/index.ts';
import { kernelHost } from '../../src/simulation/kernel-host.ts';
import { engineSuite } from './engine.ts';
import { noRules } from './random-network.ts';
import { allRules } from './rule-pool.ts';

const host = kernelHost();
const suite = {
  clock: 'event',
  make: (plan, index, count) => createWasmEngine(plan, index, count, host),
  counts: [1, 2, 3, 7],
} as const satisfies Partial<Parameters<typeof engineSuite>[0]>;

engineSuite({ ...suite, name: 'WebAssembly, event, static', rules: noRules, networks: Array.from({ length: 12 }, (_, i) => i) });
engineSuite({ ...suite, name: 'WebAssembly, event, rules', rules: allRules, networks: Array.from({ length: 30 }, (_, i) => 100 + i) });
