/** Homeostatic rules, with time constants short enough to matter in a tenth of a second, in random networks on every engine. */
import { createWasmEngine } from '../../src/engines/wasm/index.ts';
import { arcTnf } from '../../src/rules/arc-tnf.ts';
import { bernoulliRelease } from '../../src/rules/bernoulli-release.ts';
import { branchScaling } from '../../src/rules/branch-scaling.ts';
import { inhibitoryScaling } from '../../src/rules/inhibitory-scaling.ts';
import { pairStdp } from '../../src/rules/pair-stdp.ts';
import { sleepScaling } from '../../src/rules/sleep-scaling.ts';
import { synapticScaling } from '../../src/rules/synaptic-scaling.ts';
import { wakefulPlasticity } from '../../src/rules/wakeful-plasticity.ts';
import { weightNormalization } from '../../src/rules/weight-normalization.ts';
import { kernelHost } from '../../src/simulation/kernel-host.ts';
import { engineSuite } from './engine.ts';
import type { RulePool } from './random-network.ts';

const host = kernelHost();
const scaling = synapticScaling({ target: 20, tauC: 40, tauH: 100, bound: 0.5 });
const rules: RulePool = {
  synapse: [
    [pairStdp(), scaling],
    [bernoulliRelease({ p: 0.6 }), pairStdp(), branchScaling({ rate: 200, tauH: 50, tauB: 20, period: 10 })],
    [pairStdp(), inhibitoryScaling({ target: 20, tauC: 40, tauH: 100 })],
    [pairStdp(), wakefulPlasticity()],
    [pairStdp(), weightNormalization({ total: 10, period: 10 })],
  ],
  homeostasis: [
    [scaling],
    [arcTnf({ target: 20, tauC: 40, tauArc: 30, tauTnf: 30, tauUp: 50, tauDown: 50, period: 10 })],
    [sleepScaling({ target: 20, tauC: 40, tauSleep: 100, step: 0.01, bound: 0.5 })],
  ],
};

for (const clock of ['grid', 'event'] as const) {
  engineSuite({
    name: `homeostasis, ${clock}`,
    clock,
    make: (plan, index, count) => createWasmEngine(plan, index, count, host),
    counts: [1, 3],
    rules,
    networks: Array.from({ length: 5 }, (_, i) => 200 + i),
  });
}
