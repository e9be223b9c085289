/** Where the command writes: results to standard output, progress and errors to standard error. */

/** The part of a stream that is used, so that tests can give their own. */
export interface Sink {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Terminal {
  /** A line of the result. */
  print(line: string): void;
  /** A line for people watching: errors, notes, plain progress. */
  note(line: string): void;
  /** Replaces the progress line of a terminal; without one it does nothing. */
  status(line: string): void;
  /** Whether `status` is seen: otherwise progress comes as plain lines. */
  readonly live: boolean;
}

/** Quiet terminals print results and errors, nothing in between. */
export const terminal = (out: Sink, err: Sink): Terminal => {
  const live = err.isTTY === true;
  let shown = 0;
  const clear = () => {
    if (shown > 0) err.write(`\r${' '.repeat(shown)}\r`);
    shown = 0;
  };
  return {
    live,
    print: (line) => {
      clear();
      out.write(`${line}\n`);
    },
    note: (line) => {
      clear();
      err.write(`${line}\n`);
    },
    status: (line) => {
      if (!live) return;
      const text = line.slice(0, Math.max(1, (err.columns ?? 80) - 1));
      err.write(`\r${text}${' '.repeat(Math.max(0, shown - text.length))}`);
      shown = text.length;
    },
  };
};

/**
 * A reader that went away (`spikeloom run net.ts | head -1`) is no reason to stop a run or to show a stack trace:
 * what is written to it is dropped. Any other failure to write (a full disk) is handed to `failed`.
 */
export const survivePipes = (streams: readonly NodeJS.WriteStream[], failed: (stream: NodeJS.WriteStream, error: Error) => void): void => {
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') failed(stream, error);
    });
  }
};
