/**
 * An engine for tests of what drives engines: real plans and partitions, but neurons that fire by a hash of their state.
 * Whatever an engine may hold, this one holds, and all of it matters for what comes next: state per neuron, weight per synapse,
 * trace per row, a global counter, spikes on their way with several delays, and a sum over all partitions at every rule tick.
 * In JavaScript, because workers load it. A network named `throw 1 200` throws in partition 1 at tick 200; likewise `exit` and `memory`.
 */
import { buildPartition } from '../../dist/network/build.js';
import { planNetwork } from '../../dist/network/plan-network.js';

const hash = (a, b, c) => {
  let h = Math.imul(a + 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35) ^ Math.imul(c + 0x165667b1, 0x27d4eb2f);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return (h ^ (h >>> 15)) >>> 0;
};

export const createEngine = async (network, settings, index, count) => {
  const plan = planNetwork(network, settings);
  return { plan, engine: new FakeEngine(plan, buildPartition(plan, index, count)) };
};

class FakeEngine {
  constructor(plan, partition) {
    const [kind, which, at] = plan.name.split(' ');
    this.fault = Number(which) === partition.index ? { kind, at: Number(at) } : { kind: 'none', at: Infinity };
    this.plan = plan;
    this.partition = partition;
    this.rate = 2 ** 32 / 100;
    this.every = 7 * plan.perMs;
    this.now = 0;
    this.v = partition.slices.map(({ lo, hi }) => new Float64Array(hi - lo));
    this.w = partition.projections.map(({ weight }) => weight && Float64Array.from(weight));
    this.x = partition.projections.map(({ rowStart }) => new Float64Array(rowStart.length - 1));
    this.ticks = Uint32Array.of(0);
    this.queue = new Map();
    this.silenced = new Set();
    this.frozen = new Set();
    this.spikes = 0;
    this.events = 0;
    this.seed = hash(plan.key[0], plan.key[1], 0);
  }

  advance(until) {
    if (until > this.now + this.plan.epochTicks || until > this.nextRuleTick()) throw new Error('advanced too far');
    const own = [];
    for (let tick = this.now + 1; tick <= until; tick++) {
      this.fail(tick);
      this.arrive(tick);
      for (const { first, index } of this.plan.populations) {
        const { lo } = this.partition.slices[index];
        this.v[index].forEach((v, i) => {
          const word = hash(first + lo + i, tick ^ this.seed, Math.floor(v * 1024));
          this.v[index][i] = v * 0.99;
          if (word >= this.rate || this.silenced.has(index)) return;
          own.push({ id: first + lo + i, tick, frac: this.plan.clock === 'event' ? (word / this.rate / this.plan.perMs) * 0.999 : 0 });
          this.v[index][i] = v * 0.5;
        });
      }
    }
    this.now = until;
    this.spikes += own.length;
    own.sort((a, b) => a.tick - b.tick || a.frac - b.frac || a.id - b.id);
    return {
      ids: Uint32Array.from(own, ({ id }) => id),
      ticks: Float64Array.from(own, ({ tick }) => tick),
      fracs: Float64Array.from(own, ({ frac }) => frac),
    };
  }

  fail(tick) {
    if (tick !== this.fault.at) return;
    if (this.fault.kind === 'throw') throw new Error('the fake engine was told to throw');
    if (this.fault.kind === 'exit') process.exit(7);
    const kept = [];
    if (this.fault.kind === 'memory') for (;;) kept.push(new Array(100_000).fill(kept.length));
  }

  arrive(tick) {
    const due = (this.queue.get(tick) ?? []).sort((a, b) => a.tick - b.tick || a.frac - b.frac || a.id - b.id || a.projection - b.projection);
    this.queue.delete(tick);
    for (const { id, projection, delayClass } of due) {
      const { from, to } = this.plan.projections[projection];
      const { rowStart, classes, target, delay } = this.partition.projections[projection];
      const row = (id - this.plan.populations[from].first) * classes + (classes > 1 ? delayClass : 0);
      const plastic = this.plan.projections[projection].program !== null && !this.frozen.has(projection);
      if (plastic && (classes > 1 || delayClass === 0)) this.x[projection][row] += 1;
      for (let s = rowStart[row]; s < rowStart[row + 1]; s++) {
        if (classes === 1 && delay && delay[s] !== delayClass) continue;
        const w = this.w[projection];
        if (w && plastic) w[s] = (w[s] * 1.01 + 0.001 * this.x[projection][row]) % 1;
        this.v[to][target[s]] += w ? w[s] : 0.1;
        this.events++;
      }
    }
  }

  requeue(spikes) {
    this.queue.clear();
    this.receive(spikes);
  }

  receive({ ids, ticks, fracs }) {
    ids.forEach((id, i) => {
      for (const { index, from, delays } of this.plan.projections) {
        const { first, size } = this.plan.populations[from];
        if (id < first || id >= first + size) continue;
        delays.forEach((delay, delayClass) => {
          const at = ticks[i] + delay;
          if (at <= this.now) return;
          if (!this.queue.has(at)) this.queue.set(at, []);
          this.queue.get(at).push({ id, tick: ticks[i], frac: fracs[i], projection: index, delayClass });
        });
      }
    });
  }

  nextRuleTick() {
    return (this.ticks[0] + 1) * this.every;
  }

  partialSums() {
    return BigInt64Array.from(this.v, (v) => v.reduce((sum, x) => sum + BigInt(Math.round(x * 2 ** 40)), 0n));
  }

  tick(sums) {
    if (this.now !== this.nextRuleTick()) throw new Error('ticked at the wrong time');
    this.ticks[0]++;
    this.v.forEach((v, p) => v.forEach((_, i) => (v[i] += (Number(sums[p]) / 2 ** 40 / this.plan.populations[p].size) * 0.1)));
  }

  signal(_name, value, sums) {
    this.v.forEach((v, p) => v.forEach((_, i) => (v[i] += value + (sums[p] > 0n ? 0.25 : 0))));
  }

  flush() {}

  columns() {
    const { populations, projections } = this.plan;
    return [
      ...populations.map(({ name, index }) => ({ name: `${name}.v`, of: 'neuron', owner: index, data: this.v[index] })),
      ...projections.filter(({ index }) => this.w[index]).map(({ name, index }) => ({ name: `${name}.w`, of: 'synapse', owner: index, data: this.w[index] })),
      ...projections.map(({ name, index }) => ({ name: `${name}.x`, of: 'row', owner: index, data: this.x[index] })),
      { name: 'ticks', of: 'global', owner: -1, data: this.ticks },
    ];
  }

  ruleTimes() {
    return [];
  }

  restored(now) {
    this.now = now;
  }

  voltages(population, out) {
    out.set(this.v[population]);
  }

  silence(population, silent) {
    if (silent) this.silenced.add(population);
    else this.silenced.delete(population);
  }

  freeze(projection, frozen) {
    if (frozen) this.frozen.add(projection);
    else this.frozen.delete(projection);
  }

  freezeHomeostasis() {}

  counts() {
    return { spikes: this.spikes, synapticEvents: this.events };
  }
}
