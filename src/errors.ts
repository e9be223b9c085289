/** The four ways in which Spikeloom says no. Each carries a stable `code` and the offending values as `fields`. */

/** Offending values, by name; what a program needs to react, the message being for people. */
export type Fields = Readonly<Record<string, unknown>>;

abstract class SpikeloomError extends Error {
  readonly code: string;
  readonly fields: Fields;

  constructor(code: string, message: string, fields: Fields = {}) {
    super(message);
    this.name = new.target.name;
    this.code = code;
    this.fields = fields;
  }
}

/** Your description is wrong: a network, a parameter, an option or a file. */
export class ModelError extends SpikeloomError {}

/** An equation does not parse or does not make sense; the message ends with the source and a caret under the place. */
export class EquationError extends SpikeloomError {
  /** The message without source and caret. */
  readonly sentence: string;
  readonly source: string;
  readonly position: number;

  constructor(code: string, sentence: string, source: string, position: number, fields: Fields = {}) {
    super(code, `${sentence}\n  ${source}\n  ${' '.repeat(position)}^`, fields);
    this.sentence = sentence;
    this.source = source;
    this.position = position;
  }
}

/** A target, a clock or an engine cannot express this; `reasons` lists every reason, not the first. */
export class UnsupportedError extends SpikeloomError {
  readonly reasons: readonly string[];

  constructor(code: string, message: string, reasons: readonly string[], fields: Fields = {}) {
    super(code, reasons.length === 0 ? message : `${message}\n${reasons.map((reason) => `  - ${reason}`).join('\n')}`, fields);
    this.reasons = reasons;
  }
}

/** Our bug. */
export class InternalError extends SpikeloomError {
  constructor(message: string, fields: Fields = {}) {
    super('internal', `${message} This is a bug in Spikeloom; please report it with the network that shows it.`, fields);
  }
}

/** Whether an error is one of ours: those are printed as their message alone, never with a stack trace. */
export const isSpikeloomError = (error: unknown): error is SpikeloomError => error instanceof SpikeloomError;
