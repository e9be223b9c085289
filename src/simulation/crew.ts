import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { ModelError } from '../errors.ts';
import type { Network } from '../network/description.ts';
import type { Snapshot } from './checkpoint.ts';
import { abort, cells, controlBytes, progress, progressBytes } from './control.ts';
import { exchangeBytes } from './exchange.ts';
import { stagingBytes } from './lockstep.ts';
import type { EngineName, PlanSettings } from './make-engine.ts';
import type { Command, Message, RawBlock, Reply, Task } from './protocol.ts';
import { sumsBytes } from './sums.ts';
import { decodeError, encodeError } from './thread-error.ts';

export interface CrewOptions {
  readonly workers: number;
  readonly network: Network;
  readonly engine: EngineName;
  readonly settings: PlanSettings;
  readonly restore: Snapshot | null;
  readonly transitions: boolean;
  /** Limit of each worker's JavaScript heap [MiB]; state lies outside it. */
  readonly heapMiB?: number | undefined;
  /** Given every block of spikes in order; the next one waits for its promise. */
  readonly onBlock: (block: RawBlock) => Promise<void>;
}

/** How long workers get to leave by themselves before they are stopped [ms]. */
const patience = 2000;

/** Workers start from `dist/`, also when this file runs from `src/`: a thread cannot start from TypeScript. */
const workerFile = (): string => {
  const file = fileURLToPath(new URL('./worker.js', import.meta.url.replace(/\/src\/simulation\/[^/]*$/, '/dist/simulation/')));
  if (!existsSync(file)) throw new ModelError('notBuilt', `There is no ${file}: workers start from dist/. Run 'npm run build'.`, { file });
  return file;
};

/** The workers of one simulation, seen from the main thread, which never blocks: it sends commands and awaits replies. */
export class Crew {
  readonly #control: Int32Array;
  readonly #progress: Float64Array;
  readonly #pool: Piscina;
  readonly #ports: readonly MessagePort[];
  readonly #tasks: readonly Promise<void>[];
  readonly #onBlock: CrewOptions['onBlock'];
  #blocks: Promise<void> = Promise.resolve();
  #replies: Reply[] = [];
  #pending: { resolve: (replies: readonly Reply[]) => void; reject: (error: Error) => void } | null = null;
  /** Why the workers were stopped; null while all is well. */
  failure: Error | null = null;
  #closed = false;

  /** What the workers answer once their partitions are built. */
  readonly built: Promise<readonly Reply[]>;

  constructor({ workers: count, network, engine, settings, restore, transitions, heapMiB, onBlock }: CrewOptions) {
    const blocks = {
      control: new SharedArrayBuffer(controlBytes),
      progress: new SharedArrayBuffer(progressBytes),
      exchange: new SharedArrayBuffer(exchangeBytes(count)),
      staging: new SharedArrayBuffer(stagingBytes(count) + sumsBytes(count)),
    };
    this.#control = new Int32Array(blocks.control);
    this.#progress = new Float64Array(blocks.progress);
    this.#onBlock = onBlock;
    this.#pool = new Piscina({
      filename: workerFile(),
      minThreads: count,
      maxThreads: count,
      concurrentTasksPerWorker: 1,
      idleTimeout: Number.POSITIVE_INFINITY,
      // Our task waits for messages of its own port, so piscina must not put the thread to sleep.
      atomics: 'disabled',
      ...(heapMiB === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: heapMiB } }),
    });
    // Threads that die are reported by the task they leave unfinished.
    this.#pool.on('error', () => {});
    const channels = Array.from({ length: count }, () => new MessageChannel());
    this.#ports = channels.map(({ port1 }) => port1);
    this.built = this.#replied();
    this.#tasks = channels.map(({ port1, port2 }, index) => {
      port1.on('message', (message: Message) => this.#receive(message, index, count));
      const task: Task = { index, count, cores: availableParallelism(), network, engine, settings, blocks, port: port2, restore, transitions };
      return this.#pool.run(task, { transferList: [port2] }).catch((error: unknown) => {
        if (!this.#closed) this.fail(decodeError(encodeError(error), index + 1, count));
      });
    });
  }

  /** Simulated time [ticks] and spikes so far, as the engine last showed them. */
  get shown(): { readonly tick: number; readonly spikes: number } {
    return { tick: this.#progress[progress.tick] as number, spikes: this.#progress[progress.spikes] as number };
  }

  /**
   * Has all workers do the same thing.
   * @returns their replies, once all spikes on the way have been taken as well
   */
  command(command: Command): Promise<readonly Reply[]> {
    if (this.failure) return Promise.reject(this.failure);
    const replied = this.#replied();
    for (const port of this.#ports) port.postMessage(command);
    return replied;
  }

  /** Ends a run at its next epoch. */
  requestStop(stop: boolean): void {
    Atomics.store(this.#control, cells.stop, stop ? 1 : 0);
  }

  /** Stops all workers, for the first reason given; whoever waits for them gets it. */
  fail(error: Error): void {
    if (this.failure) return;
    this.failure = error;
    abort(this.#control);
    this.#pending?.reject(error);
    this.#pending = null;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.failure === null) for (const port of this.#ports) port.postMessage({ do: 'close' } satisfies Command);
    let timer: NodeJS.Timeout | undefined;
    const giveUp = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patience);
    });
    await Promise.race([Promise.all(this.#tasks), giveUp]);
    clearTimeout(timer);
    for (const port of this.#ports) port.close();
    await this.#pool.destroy();
  }

  async #replied(): Promise<readonly Reply[]> {
    const replies = await new Promise<readonly Reply[]>((resolve, reject) => {
      this.#replies = [];
      this.#pending = { resolve, reject };
    });
    await this.#blocks;
    if (this.failure) throw this.failure;
    return replies;
  }

  #receive(message: Message, index: number, count: number): void {
    switch (message.is) {
      case 'spikes':
        this.#blocks = this.#blocks.then(() => this.#take(message.block));
        return;
      case 'reply':
        this.#replies[index] = message.reply;
        if (Object.keys(this.#replies).length < count) return;
        this.#pending?.resolve(this.#replies);
        this.#pending = null;
        return;
      case 'failed':
        this.fail(decodeError(message.error, index + 1, count));
        return;
      case 'aborted':
        return;
    }
  }

  async #take(block: RawBlock): Promise<void> {
    try {
      if (this.failure === null) await this.#onBlock(block);
    } catch (error) {
      this.fail(error as Error);
    }
    Atomics.add(this.#control, cells.taken, 1);
    Atomics.notify(this.#control, cells.taken);
  }
}
