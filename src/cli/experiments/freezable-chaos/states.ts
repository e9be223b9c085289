/** Where networks end that are not chaotic, and what a frozen one does when its synapses learn again. */
import { coupledRates } from '../../../comparators/coupled-rates/network.ts';
import { observeFrozen, speedOf } from '../../../comparators/coupled-rates/observe.ts';
import { eigenvalues } from '../../../streams/statistics/eigenvalues.ts';
import { momentsOf } from '../../../streams/statistics/moments.ts';
import { below, near, type Row, reported } from '../experiment.ts';

const meanSquareActivity = (phi: Float64Array): number => phi.reduce((sum, each) => sum + each * each, 0) / phi.length;

/** Around silence: max(λ of J − 1, −1/p), whatever k. Stepping with dt takes a mode of rate μ to ln|1 + μ·dt|/dt. */
export const silentRows = (seed: string): Row[] => {
  const [n, p, dt] = [200, 2.5, 0.05];
  return [0.5, 0.8].flatMap((g) => {
    const network = coupledRates({ n, g, k: 2, p, seed, initial: 0 });
    const { re, im } = eigenvalues(network.fixedWeights(), n);
    const rates = re.map((each, i) => Math.log(Math.hypot(1 + dt * (each - 1), dt * (im[i] as number))) / dt);
    return [near(`g ${g}, around silence: λ_max`, network.lyapunov(300, { transient: 300 }), Math.max(...rates, -1 / p), 0.006, 'established')];
  });
};

/** x = k·tanh³x: one unit that holds itself up. Solutions above 0 appear at k = 2.0170, x = 1.4192. */
export const oneUnitRows = (): Row[] => {
  const end = (k: number): number => {
    const network = coupledRates({ n: 1, g: 0, k, p: 2.5, seed: '', initial: [3], aligned: true });
    network.run(4000);
    return network.x[0] as number;
  };
  let [low, high] = [1.9, 2.1];
  for (let i = 0; i < 10; i++) {
    const middle = (low + high) / 2;
    if (end(middle) > 1) high = middle;
    else low = middle;
  }
  return [near('one unit, g 0: least k at which it holds itself up', (low + high) / 2, 2.017, 0.0005, 'established')];
};

/** C_φ(0) after a start from x = 2·N(0, 1) with A in line with it. */
const fromHigh = (g: number, k: number, seed: string): { readonly c: number; readonly speed: number } => {
  const network = coupledRates({ n: 500, g, k, p: 2.5, seed, initial: 2, aligned: true, precision: 'float32' });
  network.run(400);
  return { c: meanSquareActivity(network.phi()), speed: network.speed };
};

/** Below g = 1 silence is always stable, and above some k not alone. */
export const bistableRows = (seed: string, quick: boolean): Row[] => {
  const low = coupledRates({ n: 500, g: 0.8, k: 4, p: 2.5, seed, initial: 0.1, precision: 'float32' });
  low.run(100);
  const silent = (g: number, k: number): Row => below(`g ${g}, k ${k} from a high start: C_φ(0)`, fromHigh(g, k, seed).c, 1e-6, 'verified');
  const up = (g: number, k: number, expected: number): Row =>
    near(`g ${g}, k ${k} from a high start: C_φ(0)`, fromHigh(g, k, seed).c, expected, 0.03, 'verified');
  const rows = [
    below('g 0.8, k 4 from a low start: C_φ(0)', meanSquareActivity(low.phi()), 1e-6, 'established'),
    silent(0.5, 2.25),
    up(0.5, 2.5, 0.965),
  ];
  if (quick) return rows;
  const slow = coupledRates({ n: 500, g: 0.95, k: 2, p: 2.5, seed, initial: 2, aligned: true, precision: 'float32' });
  slow.run(1000);
  return [
    ...rows,
    silent(0.8, 2),
    up(0.8, 2.25, 0.96),
    silent(0.95, 1.5),
    reported('g 0.95, k 2 from a high start: λ_max from 1000 to 2000', slow.lyapunov(1000)),
    reported('g 0.95, k 2 from a high start: speed at 2000', slow.speed),
  ];
};

/** Speed 200 to 300 after release over that of the run that never stopped; each branch is frozen for 200. */
export const resumeRows = (k: number, seed: string, branches: number, transient: number): Row[] => {
  const network = coupledRates({ n: 500, g: 2, k, p: 2.5, seed, precision: 'float32' });
  network.run(transient);
  const running: number[] = [];
  const resumed: number[] = [];
  const thaws: number[] = [];
  for (let branch = 0; branch < branches; branch++) {
    running.push(speedOf(network, (each) => network.run(300, each)));
    const state = network.save();
    observeFrozen(network);
    thaws.push(network.speed);
    network.release();
    network.run(200);
    resumed.push(speedOf(network, (each) => network.run(100, each)));
    network.restore(state);
  }
  const plastic = Math.sqrt(momentsOf(running.map((each) => each ** 2)).mean);
  const ratios = resumed.map((each) => each / plastic);
  return [
    reported(`k ${k}: largest speed before release`, Math.max(...thaws)),
    near(`k ${k}: speed after release over that before, mean`, momentsOf(ratios).mean, 1, 0.3, 'verified'),
    reported(`k ${k}: … least`, Math.min(...ratios)),
    reported(`k ${k}: … largest`, Math.max(...ratios)),
  ];
};
