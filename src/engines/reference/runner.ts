/**
 * Runs the handlers of one composed program, eagerly and in the order written: statement by statement, each for every
 * synapse, row, target, branch, domain or signal of its scope.
 */
import { type Course, evaluate, type Scene } from '../../kernels/interpreter.ts';
import { bernoulli, domains, normal, philox4x32, uniform } from '../../random.ts';
import { isHeld, type Node, type Program, type Step } from '../../rules/program.ts';
import type { Owner } from '../../rules/rule.ts';
import { afterAll, Cells } from './cells.ts';
import { type Moment, span } from './moment.ts';

/** Where a program lives: how many of each owner there are, and which of them a synapse (or a finer owner) belongs to. */
export interface Host {
  readonly program: Program;
  readonly perMs: number;
  readonly key: readonly [number, number];
  /** Projection index, or 0xf00 | population for neuron-owned programs: names random draws. */
  readonly stream: number;
  readonly counts: Readonly<Record<Owner, number>>;
  /** How many synapses there may be. */
  readonly room: number;
  /** Index of the owner that holds `index` of a finer or equal `scope`; −1 if there is none. */
  ownerOf(owner: Owner, scope: Owner, index: number): number;
  /** The neuron (owner `neuron`) at an end of a synapse. */
  endOf(end: 'pre' | 'post', synapse: number): number;
  /** Counter words of a draw: global neuron id, and rank in the source's row for synapses. */
  drawAddress(scope: Owner, index: number): { readonly id: number; readonly rank: number };
  readonly weights: { get(synapse: number): number; set(synapse: number, w: number): void; readonly wMin: number; readonly wMax: number } | null;
}

/** One run of one handler: at which instant, for whom, and what names its draws. */
export interface Occasion {
  readonly now: Moment;
  readonly eventNumber: number;
  readonly kind: number;
  readonly broadcast: number;
  /** Those of each owner that the event concerns. */
  members(scope: Owner): Iterable<number>;
}

let handlerRuns = 0;

export class Runner {
  readonly cells: Cells;
  frozen = false;
  readonly #host: Host;
  readonly #locals: Float64Array[];
  /** Per clock: ticks and fracs of the last stamp, per owner. */
  readonly #clocks: { readonly ticks: Float64Array; readonly fracs: Float64Array }[];
  readonly #words = new Uint32Array(4);

  constructor(host: Host) {
    this.#host = host;
    const { program, perMs } = host;
    const counts = { ...host.counts, synapse: host.room };
    this.cells = new Cells(program, counts, perMs);
    this.#locals = program.locals.map(({ scope }) => new Float64Array(counts[scope]));
    this.#clocks = program.clocks.map(({ owner }) => ({ ticks: new Float64Array(counts[owner]), fracs: new Float64Array(counts[owner]) }));
  }

  get program(): Program {
    return this.#host.program;
  }

  get counts(): Readonly<Record<Owner, number>> {
    return this.#host.counts;
  }

  ownerOf(owner: Owner, scope: Owner, index: number): number {
    return this.#host.ownerOf(owner, scope, index);
  }

  endOf(end: 'pre' | 'post', synapse: number): number {
    return this.#host.endOf(end, synapse);
  }

  get clocks(): readonly { readonly ticks: Float64Array; readonly fracs: Float64Array }[] {
    return this.#clocks;
  }

  /** Runs the steps; `delivered` receives what each synapse delivers, after all of them. */
  run(steps: readonly Step[], occasion: Occasion, delivered?: (synapse: number, amount: number) => void, handler = ++handlerRuns): void {
    for (const step of steps) {
      if (step.kind === 'deliver') continue;
      for (const index of occasion.members(step.scope)) {
        const scene = this.scene(step.scope, index, occasion, handler);
        if (step.guard === null || evaluate(step.guard, scene) !== 0) this.#perform(step, index, scene, occasion, handler);
      }
    }
    if (delivered) this.#deliver(steps, occasion, handler, delivered);
  }

  /** Freezes or thaws neuron-owned rules at `now`, when everything else of the instant is over. */
  hold(now: Moment, frozen: boolean): void {
    const { hold, onTick } = this.program;
    if (hold === null) return;
    const members = (scope: Owner) => Array(this.counts[scope]).keys();
    this.run(hold, { now, eventNumber: 0, kind: 2 + 4 * onTick.length, broadcast: 0, members }, undefined, afterAll);
    this.cells.settle();
    this.frozen = frozen;
  }

  /** Value of an expression outside a handler: factors, sums; inputs, which see what the tick has just done (`afterAll`). */
  value(node: Node, scope: Owner, index: number, now: Moment, handler = ++handlerRuns): number {
    const occasion = { now, eventNumber: 0, kind: 0, broadcast: 0, members: () => [] };
    return evaluate(node, this.scene(scope, index, occasion, handler));
  }

  #deliver(steps: readonly Step[], occasion: Occasion, handler: number, delivered: (synapse: number, amount: number) => void): void {
    const { program, weights } = this.#host;
    const deliveries = steps.filter((step) => step.kind === 'deliver');
    for (const synapse of occasion.members('synapse')) {
      const scene = this.scene('synapse', synapse, occasion, handler);
      const delivery = deliveries.find(({ guard }) => guard === null || evaluate(guard, scene) !== 0);
      if (!delivery && program.delivers) continue;
      let amount = delivery ? evaluate(delivery.value, scene) : weights!.get(synapse);
      for (const factor of program.factors) amount *= evaluate(factor, scene);
      delivered(synapse, amount);
    }
  }

  #perform(step: Step, index: number, scene: Scene, occasion: Occasion, handler: number): void {
    const { now } = occasion;
    switch (step.kind) {
      case 'let':
        this.#locals[step.local]![index] = evaluate(step.value, scene);
        break;
      case 'draw':
        this.#locals[step.local]![index] = this.#draw(step, index, scene, occasion);
        break;
      case 'write': {
        const { program } = this.#host;
        const variable = program.variables[step.variable]!;
        if (this.frozen && isHeld(program, variable)) break;
        const { owner } = variable;
        const at = this.#host.ownerOf(owner, step.scope, index);
        const value = evaluate(step.value, scene);
        const present = step.operator === '=' ? 0 : this.cells.present(step.variable, at, now);
        this.cells.write(step.variable, at, combine(step.operator, present, value), now, handler);
        break;
      }
      case 'writeWeight':
        if (!this.frozen) this.#writeWeight(step, index, scene, now, handler);
        break;
      case 'stamp': {
        const clock = this.#clocks[step.clock]!;
        clock.ticks[index] = now.tick;
        clock.fracs[index] = now.frac;
        break;
      }
    }
  }

  #writeWeight(step: Extract<Step, { kind: 'writeWeight' }>, synapse: number, scene: Scene, now: Moment, handler: number): void {
    const weights = this.#host.weights!;
    let value = evaluate(step.value, scene);
    if (step.operator === '+=' || step.operator === '-=') {
      for (const variable of step.tallies) {
        const tally = this.cells.present(variable, synapse, now);
        this.cells.write(variable, synapse, combine(step.operator, tally, value), now, handler);
      }
      for (const gain of step.gains) value *= evaluate(gain, scene);
    }
    const w = combine(step.operator, weights.get(synapse), value);
    weights.set(synapse, Math.min(Math.max(w, weights.wMin), weights.wMax));
  }

  #draw(step: Extract<Step, { kind: 'draw' }>, index: number, scene: Scene, { eventNumber, kind }: Occasion): number {
    const { id, rank } = this.#host.drawAddress(step.scope, index);
    const word = (draw: number): number => {
      const fourth = ((this.#host.stream << 20) | (kind << 16) | draw) >>> 0;
      const [k0, k1] = this.#host.key;
      const perNeuron = step.scope !== 'synapse';
      philox4x32((k0 ^ domains.rule) >>> 0, k1, id, perNeuron ? 0xffffffff : rank >>> 2, eventNumber >>> 0, fourth, this.#words);
      return this.#words[perNeuron ? 0 : rank & 3]!;
    };
    switch (step.distribution) {
      case 'Uniform':
        return uniform(word(step.draw));
      case 'Normal':
        return normal(word(step.draw), word(step.draw + 1));
      case 'Bernoulli':
        return bernoulli(word(step.draw), evaluate(step.args[0]!, scene)) ? 1 : 0;
      case 'Binomial': {
        const p = evaluate(step.args[1]!, scene);
        const trials = step.args.length === 3 ? evaluate(step.args[0]!, scene) : step.draws;
        let successes = 0;
        for (let trial = 0; trial < step.draws && trial < trials; trial++) if (bernoulli(word(step.draw + trial), p)) successes++;
        return successes;
      }
    }
  }

  /** What expressions see from one synapse, row, neuron, branch, domain or signal. */
  scene(scope: Owner, index: number, { now, broadcast }: Occasion, handler: number): Scene {
    const { program, weights, perMs, ownerOf, endOf } = this.#host;
    const since = (clock: number): Moment => {
      const at = ownerOf(program.clocks[clock]!.owner, scope, index);
      const { ticks, fracs } = this.#clocks[clock]!;
      return { tick: ticks[at]!, frac: fracs[at]! };
    };
    return {
      param: (param) => program.params[param]!.value,
      variable: (variable) => this.cells.read(variable, ownerOf(program.variables[variable]!.owner, scope, index), now, handler),
      end: (end, variable) => this.cells.read(variable, endOf(end, index), now, handler),
      local: (local) => this.#locals[local]![ownerOf(program.locals[local]!.scope, scope, index)]!,
      weight: (name) => (name === 'w' ? weights!.get(index) : weights![name]),
      broadcast: () => broadcast,
      elapsed: (clock) => (this.frozen && program.hold !== null ? 0 : span(since(clock), now, perMs)),
      course: (clock, variable): Course => {
        const { tau, towards } = this.cells.cells[variable]!;
        const at = ownerOf(program.variables[variable]!.owner, scope, index);
        return { start: this.cells.present(variable, at, since(clock)), towards, tau: tau ?? Number.POSITIVE_INFINITY };
      },
    };
  }
}

const combine = (operator: '=' | '+=' | '-=' | '*=', present: number, value: number): number =>
  operator === '=' ? value : operator === '+=' ? present + value : operator === '-=' ? present - value : present * value;
