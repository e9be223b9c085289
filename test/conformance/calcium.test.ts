/** Rules driven by calcium, whose variables move between events, in the WebAssembly engine as in the reference engine, however the work is split, cut and stopped. */
import { createWasmEngine } from '../../src/engines/wasm/index.ts';
import { bernoulliRelease } from '../../src/rules/bernoulli-release.ts';
import { calciumSets } from '../../src/rules/calcium-sets.ts';
import { calciumSpine } from '../../src/rules/calcium-spine.ts';
import { graupnerBrunel } from '../../src/rules/graupner-brunel.ts';
import { pairStdp } from '../../src/rules/pair-stdp.ts';
import { switching } from '../../src/rules/switching.ts';
import { kernelHost } from '../../src/simulation/kernel-host.ts';
import { engineSuite } from './engine.ts';

const host = kernelHost();
const fast = { acceleration: 1000, period: 11 };
const rules = {
  synapse: [
    [graupnerBrunel({ ...calciumSets.DP, ...fast })],
    [bernoulliRelease({ p: 0.5 }), graupnerBrunel({ ...calciumSets.P, ...fast, initially: 1 })],
    switching({ by: calciumSpine({ ...calciumSets.corticalSlice, ...fast }), weak: pairStdp(), strong: pairStdp({ aPlus: -0.02, aMinus: -0.02 }) }),
    switching({ by: graupnerBrunel({ ...calciumSets.hippocampalCulture, ...fast }), weak: pairStdp({ aPlus: 0.02 }), strong: [] }),
  ],
  homeostasis: [],
};

/** Random networks among whose projections every list of rules is drawn. */
const networks = { grid: [310, 316, 318], event: [308, 315, 322] };

for (const clock of ['grid', 'event'] as const) {
  engineSuite({
    ...{ name: `WebAssembly, ${clock}, calcium`, clock, rules, counts: [1, 2, 3] },
    make: (plan, index, count) => createWasmEngine(plan, index, count, host),
    networks: networks[clock],
  });
}
