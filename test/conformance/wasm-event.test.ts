import { createWasmEventEngine } from '../../src/engines/wasm/event.ts';
import { kernelHost } from '../../src/simulation/kernel-host.ts';
import { engineSuite } from './engine.ts';
import { noRules } from './random-network.ts';

const host = kernelHost();

engineSuite({
  name: 'WebAssembly, event',
  clock: 'event',
  make: (plan, index, count) => createWasmEventEngine(plan, index, count, host),
  counts: [1, 2, 3, 7],
  rules: noRules,
  networks: Array.from({ length: 12 }, (_, i) => i),
});
