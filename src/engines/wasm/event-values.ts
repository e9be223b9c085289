/** Parameters of a population slice on the event clock, as columns that its kernel reads. */
import { parseExpression } from '../../equations/parse.ts';
import { evaluateExpression } from '../../kernels/evaluate.ts';
import { namesIn } from '../../kernels/simd.ts';
import type { PerNeuron, PlannedPopulation } from '../../network/plan.ts';
import type { EventForm, NeuronModel } from '../../neurons/model.ts';
import { currentWeight } from '../event-forms.ts';
import type { EventParam } from './event-kernel.ts';
import type { PartitionMemory } from './memory.ts';
import { type Slice, sliced, valueAt } from './neuron-values.ts';

/** Values of one neuron's parameters in, one number out. */
type Formula = (at: (name: string) => number) => number;

export class EventValues {
  readonly columns: Readonly<Record<EventParam, Float64Array>>;
  /** As `vInf`: where neurons are drawn from the next change of current on. */
  readonly vInfNext: Float64Array;
  readonly #vInf: Formula;
  readonly #values: Readonly<Record<string, PerNeuron>>;

  /** @param currents One cell for all neurons, or one each [pA]: what `vInf` is computed from. */
  constructor(population: PlannedPopulation, model: NeuronModel, form: EventForm, slice: Slice, currents: Float64Array, memory: PartitionMemory) {
    const n = slice.hi - slice.lo;
    const values: Record<string, PerNeuron> = {};
    for (const name of Object.keys(model.params)) values[name] = sliced(population.params[name] as PerNeuron, slice);
    this.#values = values;

    const column = (names: readonly string[], formula: Formula, own = false): Float64Array => {
      const common = !own && names.every((name) => typeof (values[name] ?? 0) === 'number');
      const data = memory.allocate(Float64Array, common ? 1 : n);
      for (let i = 0; i < data.length; i++) data[i] = formula((name) => valueAt(values[name] as PerNeuron, i));
      return data;
    };
    const named = (name: string | null | undefined): Float64Array =>
      name && name in values ? column([name], (at) => at(name)) : column([], () => 1);
    const { membrane } = form;
    // A mode that is missing has weight 0; its time constant is never seen.
    const synaptic = (tau: string | null) => ({
      tau: named(tau ?? membrane),
      weight: tau ? column([membrane, 'cM', tau], (at) => currentWeight(at(membrane), at('cM'), at(tau))) : column([], () => 0),
      drawn: tau ? column([membrane, tau], (at) => 1 - at(membrane) / at(tau)) : column([], () => 0),
    });
    const [excitatory, inhibitory] = [synaptic(form.excitatory), synaptic(form.inhibitory)];

    const expression = parseExpression(form.vInf);
    this.#vInf = (at) => evaluateExpression(expression, Object.fromEntries(namesIn(expression).map((name) => [name, at(name)])));
    // A slice without neurons may have no cell of current to compute a common value from.
    const ownCurrents = currents.length !== 1 || n === 1;
    const read = namesIn(expression).filter((name) => name !== 'iExt');
    const vInf = column(read, () => 0, ownCurrents);
    this.vInfNext = memory.allocate(Float64Array, vInf.length);
    this.columns = {
      vInf,
      vTh: named('vTh'),
      gap: memory.allocate(Float64Array, Math.max(vInf.length, named('vTh').length)),
      vReset: named('vReset'),
      drop: column(['vTh', 'vReset'], (at) => ('vTh' in values ? at('vTh') - at('vReset') : 0)),
      tRef: named('tRef'),
      dTheta: named('dTheta'),
      tauM: named(membrane),
      tauE: excitatory.tau,
      tauI: inhibitory.tau,
      tauTheta: named(form.adaptation),
      kE: excitatory.weight,
      kI: inhibitory.weight,
      rE: excitatory.drawn,
      rI: inhibitory.drawn,
    };
  }

  /** Makes `vInfNext` what the currents lead to. */
  computeNext(currents: Float64Array): void {
    const { vInfNext } = this;
    for (let i = 0; i < vInfNext.length; i++) {
      const iExt = currents[currents.length > 1 ? i : 0] as number;
      vInfNext[i] = this.#vInf((name) => (name === 'iExt' ? iExt : valueAt(this.#values[name] as PerNeuron, i)));
    }
  }

  /** Makes `vInf` and what follows from it what `vInfNext` says. */
  takeNext(): void {
    const { vInf, vTh, gap } = this.columns;
    vInf.set(this.vInfNext);
    for (let i = 0; i < gap.length; i++) gap[i] = (vTh[vTh.length > 1 ? i : 0] as number) - (vInf[vInf.length > 1 ? i : 0] as number);
  }
}

/** Least time constant of a population, over all its neurons and modes [ms]. */
export const leastTau = ({ params }: PlannedPopulation, { membrane, excitatory, inhibitory, adaptation }: EventForm): number => {
  let least = Number.POSITIVE_INFINITY;
  for (const name of [membrane, excitatory, inhibitory, adaptation]) {
    const tau = name === null ? undefined : params[name];
    if (typeof tau === 'number') least = Math.min(least, tau);
    else if (tau) for (const value of tau) least = Math.min(least, value);
  }
  return least;
};
