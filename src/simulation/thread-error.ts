import { EquationError, type Fields, InternalError, ModelError, UnsupportedError } from '../errors.ts';

/** An error as it crosses from a worker to the main thread, which keeps neither classes nor their fields. */
export interface ThreadError {
  readonly name: string;
  readonly message: string;
  readonly code: string;
  readonly fields: Fields;
  readonly reasons: readonly string[];
  readonly source: string;
  readonly position: number;
  readonly stack: string;
}

export const encodeError = (error: unknown): ThreadError => {
  const given = (error instanceof Error ? error : new Error(String(error))) as Error & Partial<ThreadError>;
  const { name, message, code = '', fields = {}, reasons = [], source = '', position = 0, stack = '' } = given;
  return { name, message, code, fields: cloneable(fields), reasons, source, position, stack };
};

/** Fields that cannot be cloned (functions, say) become text. */
const cloneable = (fields: Fields): Fields => {
  try {
    return structuredClone(fields);
  } catch {
    return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
  }
};

const outOfMemory = (text: string): boolean => /out of memory|allocation failed|could not allocate|memory limit/i.test(text);

/**
 * The error to report for what a worker threw or died of.
 * @param worker - its place among `count`, from 1
 */
export const decodeError = (error: ThreadError, worker: number, count: number): Error => {
  const { name, message, code, fields, reasons, source, position, stack } = error;
  if (name === 'ModelError') return new ModelError(code, message, fields);
  if (name === 'UnsupportedError') return Object.assign(new UnsupportedError(code, message, [], fields), { reasons });
  if (name === 'EquationError') return Object.assign(new EquationError(code, message, source, position, fields), { message });
  const where = count === 1 ? 'The worker' : `Worker ${worker} of ${count}`;
  if (outOfMemory(`${code} ${message}`) || code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new ModelError(
      'outOfMemory',
      `${where} ran out of memory (${message}). Use more workers, single weight precision, or a smaller network; 'check' says what a network needs.`,
      { worker, workers: count },
    );
  }
  const said = name === 'InternalError' ? message.replace(/ This is a bug in Spikeloom;.*$/, '') : `${where} failed: ${message}.`;
  return Object.assign(new InternalError(said, { ...fields, worker, workers: count }), { cause: stack });
};
