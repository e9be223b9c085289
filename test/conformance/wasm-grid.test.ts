import { createWasmEngine } from '../../src/engines/wasm/index.ts';
import { kernelHost } from '../../src/simulation/kernel-host.ts';
import { engineSuite } from './engine.ts';
import { noRules } from './random-network.ts';

const host = kernelHost();
const numbers = Array.from({ length: 12 }, (_, i) => i);
engineSuite({
  name: 'wasm, grid',
  clock: 'grid',
  make: (plan, index, count) => createWasmEngine(plan, index, count, host),
  counts: [1, 2, 3],
  rules: noRules,
  networks: numbers,
});
