import { Observable, Subject } from 'rxjs';
import { handOn } from './hold.ts';

/** Ends what it began. */
export type End = () => void;

/** Gives everybody what `make` makes; the promise says when they are ready for more. Where it fails, the stream ends with the error, and nothing else does. */
export type Feed<T> = (make: () => T | Promise<T>) => Promise<void>;

/** One stream to any number of subscribers. What feeds it begins with the first of them and ends with the last. */
export class Channel<T> {
  readonly #subject = new Subject<T>();
  readonly #begin: (feed: Feed<T>) => End;
  #end: End | null = null;

  constructor(begin: (feed: Feed<T>) => End) {
    this.#begin = begin;
  }

  readonly stream: Observable<T> = new Observable((subscriber) => {
    const own = this.#subject.subscribe(subscriber);
    if (!subscriber.closed) this.#end ??= this.#begin((make) => this.#feed(make));
    return () => {
      own.unsubscribe();
      if (this.#subject.observed) return;
      this.#end?.();
      this.#end = null;
    };
  });

  /** @param failure - null for a good end */
  close(failure: Error | null): void {
    if (failure) this.#subject.error(failure);
    else this.#subject.complete();
  }

  async #feed(make: () => T | Promise<T>): Promise<void> {
    try {
      const value = await make();
      await handOn(() => this.#subject.next(value));
    } catch (error) {
      this.#subject.error(error);
    }
  }
}

/** Channels by name: one that is asked for again is the same. */
export class Channels {
  readonly #channels = new Map<string, Channel<never>>();
  #over: { readonly failure: Error | null } | null = null;

  stream<T>(name: string, begin: (feed: Feed<T>) => End): Observable<T> {
    const known = this.#channels.get(name) as Channel<T> | undefined;
    if (known) return known.stream;
    const made = new Channel<T>(begin);
    this.#channels.set(name, made as unknown as Channel<never>);
    if (this.#over) made.close(this.#over.failure);
    return made.stream;
  }

  /** Ends all streams, those asked for later too. @param failure - null for a good end */
  close(failure: Error | null): void {
    this.#over = { failure };
    for (const channel of this.#channels.values()) channel.close(failure);
  }
}
