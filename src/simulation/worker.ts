/** What runs in a worker thread: one task for the whole life of a simulation, which makes its partition's engine and then follows commands. */
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import type { Spikes } from '../engines/engine.ts';
import { InternalError } from '../errors.ts';
import { applyIntervention } from './apply-intervention.ts';
import { Barrier } from './barrier.ts';
import { chargeOf } from './charge.ts';
import { restoreCheckpoint } from './checkpoint-read.ts';
import { writeCheckpoint } from './checkpoint-write.ts';
import { Aborted, abort, cells, progress, throwIfAborted } from './control.ts';
import { runEpochs } from './epochs.ts';
import { Exchange } from './exchange.ts';
import { Lockstep, stagingBytes } from './lockstep.ts';
import { makeEngine } from './make-engine.ts';
import type { Command, Message, Outline, RawBlock, Reply, Task } from './protocol.ts';
import { derivedNames, readVariable } from './read.ts';
import { rewire } from './rewire.ts';
import { SpikeLog } from './spike-log.ts';
import { Sums } from './sums.ts';
import { encodeError } from './thread-error.ts';
import { TransitionWatch, transitionVariables } from './transitions.ts';
import { weightDigest, weightTable, writeWeights } from './weights.ts';
import { columnsOf, isShared, type WorkerState } from './worker-state.ts';

/** Spikes and milliseconds after which a block is handed to the main thread, whichever comes first. */
const blockSpikes = 16_384;
const blockMs = 50;
/** Blocks that may wait for the main thread before the engine waits for it. */
const blocksAhead = 8;
/** How many epochs pass between looks at the wall clock. */
const epochsPerLook = 16;

/** piscina's entry point. Failures are messages, so that errors keep their class. */
export default async function work(task: Task): Promise<void> {
  const control = new Int32Array(task.blocks.control);
  const send = (message: Message): void => task.port.postMessage(message);
  try {
    const worker = await makeWorker(task, control);
    send({ is: 'reply', reply: worker.ready });
    for (;;) {
      const [command] = (await once(task.port, 'message')) as [Command];
      if (command.do === 'close') break;
      send({ is: 'reply', reply: await worker.follow(command) });
    }
  } catch (error) {
    abort(control);
    send(error instanceof Aborted ? { is: 'aborted' } : { is: 'failed', error: encodeError(error) });
  } finally {
    task.port.close();
  }
}

const makeWorker = async (task: Task, control: Int32Array) => {
  const { index, count, network, engine: name, settings, blocks, port, restore, transitions } = task;
  const { plan, engine } = await makeEngine(name, network, settings, index, count);
  const barrier = new Barrier(control, count, task.cores);
  const lockstep = new Lockstep(blocks.staging, index, barrier);
  const sums = new Sums(blocks.staging, stagingBytes(count), index, barrier);
  const exchange = new Exchange(blocks.exchange, index, barrier);
  const log = new SpikeLog(plan.horizonTicks);
  const state: WorkerState = {
    plan,
    engine,
    lockstep,
    log,
    silenced: new Set(),
    frozen: new Set(),
    heldFactors: new Set(),
    touched: new Set(),
    now: 0,
  };
  const shown = new Float64Array(blocks.progress);
  const outline = describe(state);
  if (restore) restoreCheckpoint(state, restore);
  else lockstep.meet();
  const watch = transitions ? new TransitionWatch(state) : null;
  const inState = watch ? watch.on.map((own) => lockstep.total(own)) : null;

  let sent = 0;
  /** Hands the main thread a block of spikes, and waits while it is too far behind: nothing is lost, and memory stays bounded. */
  const handOver = (upTo: number): void => {
    const block: RawBlock = { upTo, ...log.take(upTo) };
    const buffers = [block.ids, block.ticks, block.fracs].map(({ buffer }) => buffer as ArrayBuffer);
    port.postMessage({ is: 'spikes', block } satisfies Message, buffers);
    sent++;
    for (;;) {
      const taken = Atomics.load(control, cells.taken);
      if (sent - taken <= blocksAhead) return;
      throwIfAborted(control);
      Atomics.wait(control, cells.taken, taken, blockMs);
    }
  };
  let looks = 0;
  let handedOver = performance.now();
  const record = (spikes: Spikes, now: number): void => {
    log.append(spikes);
    if (index > 0) {
      if (log.unsent >= blockSpikes) log.skip(now);
      return;
    }
    shown[progress.tick] = now;
    shown[progress.spikes] = log.total;
    const late = ++looks % epochsPerLook === 0 && log.unsent > 0 && performance.now() - handedOver > blockMs;
    if (log.unsent < blockSpikes && !late) return;
    handOver(now);
    handedOver = performance.now();
  };
  const intervene = (placed: { readonly intervention: Parameters<typeof applyIntervention>[2] }, now: number): void => {
    state.now = now;
    applyIntervention(state, sums, placed.intervention);
    watch?.intervened(now);
  };
  const ticked = (now: number): void => {
    watch?.ticked(now);
    const changes = rewire(state, now);
    if (changes.length > 0) watch?.rewired(changes, now);
  };
  const runner = { plan, engine, exchange, sums, record, ticked, intervene };

  const obey = async (command: Command): Promise<Reply['result']> => {
    switch (command.do) {
      case 'run':
        state.now = runEpochs(runner, state.now, command.until, command.due);
        if (index === 0) handOver(state.now);
        return null;
      case 'checkpoint':
        return writeCheckpoint(state, command.target, command.facts, command.pending);
      case 'weights':
        return weightTable(state, command.projection, command.synapses);
      case 'read':
        return readVariable(state, command.variable);
      case 'writeWeights':
        return await writeWeights(state, command.projection, command.path);
      case 'weightDigest':
        return weightDigest(state, command.projection);
      case 'close':
        return null;
    }
  };
  const reply = (result: Reply['result']): Reply => ({
    now: state.now,
    synapticEvents: engine.counts().synapticEvents,
    ...(engine.transmitted ? { transmitted: engine.transmitted() } : {}),
    ...(watch ? { transitions: watch.take() } : {}),
    ...(engine.structure ? { turnover: engine.structure.turnover() } : {}),
    ...(index === 0 ? { result: result ?? null } : {}),
  });
  return { ready: reply({ ...outline, inState }), follow: async (command: Command): Promise<Reply> => reply(await obey(command)) };
};

const describe = (state: WorkerState): Omit<Outline, 'inState'> => {
  const { plan, engine, lockstep } = state;
  const columns = columnsOf(state);
  // Workers that walk different columns would wait for each other for ever.
  const walked = lockstep.total(columns.length);
  if (walked !== columns.length * lockstep.count)
    throw new InternalError(`Workers hold different columns of state: ${columns.length} here, ${walked} in all ${lockstep.count}.`, {
      columns: columns.map(({ name }) => name),
    });
  const synapsesOf = ({ rowStart }: { readonly rowStart: Uint32Array }): number => rowStart[rowStart.length - 1] as number;
  const shared = new Set(
    plan.projections.flatMap(({ name, program }) =>
      (program?.variables ?? []).flatMap((each) => (each.owner === 'neuron' ? [`${name}.${each.name}`] : [])),
    ),
  );
  return {
    clock: plan.clock,
    perMs: plan.perMs,
    neurons: plan.neurons,
    populations: plan.populations.map(({ name, first, size, homeostasis }) => ({ name, first, size, homeostasis: homeostasis !== null })),
    projections: plan.projections.map((projection) => {
      const { name, program } = projection;
      return { name, plastic: program !== null, structural: program?.structural != null, charge: chargeOf(plan, projection) };
    }),
    signals: plan.signals,
    transitions: transitionVariables(plan).map(({ name }) => name),
    variables: columns.map((column) => ({
      name: column.name,
      length: isShared(column) ? column.data.length : lockstep.total(column.data.length),
      ...(column.range ? { range: column.range } : {}),
      ...(shared.has(column.name) ? { shared: true } : {}),
      ...(column.of === 'synapse' && plan.projections[column.owner]?.program?.structural ? { changing: true } : {}),
    })),
    derived: derivedNames(state),
    synapses: engine.partition.projections.reduce((sum, rows) => sum + lockstep.total(synapsesOf(rows)), 0),
  };
};
