/**
 * The variables of one composed program. Between writes a variable is constant or relaxes; reading never stores.
 * A trace of a row, a target or a branch also remembers what it was when the present instant began, which is what
 * other handlers of that instant read.
 */
import { relaxed } from '../../kernels/history.ts';
import type { Program, Variable } from '../../rules/program.ts';
import type { Owner } from '../../rules/rule.ts';
import { type Moment, sameMoment, span } from './moment.ts';

/** Magnitudes below this count as 0 when written: decaying towards 0 must not end in denormal numbers. */
const smallest = 1e-300;

interface Cell {
  readonly variable: Variable;
  readonly tau: number | null;
  readonly towards: number;
  readonly values: Float64Array;
  readonly ticks: Float64Array;
  readonly fracs: Float64Array;
  readonly oldValues: Float64Array;
  readonly oldTicks: Float64Array;
  readonly oldFracs: Float64Array;
  /** Whether handlers of one instant see it as it was before the others of that instant. */
  readonly hides: boolean;
  /** Which handler run wrote last. */
  readonly writers: Float64Array;
}

/** Who reads when an instant is over: sees what every handler wrote. */
export const afterAll = -2;

const shared = new Set<Owner>(['pre', 'post', 'branch']);

export class Cells {
  readonly cells: readonly Cell[];
  readonly #perMs: number;

  constructor(program: Program, counts: Readonly<Record<Owner, number>>, perMs: number) {
    this.#perMs = perMs;
    const param = (index: number) => program.params[index]!.value;
    this.cells = program.variables.map((variable) => {
      const column = () => new Float64Array(counts[variable.owner]);
      return {
        variable,
        hides: shared.has(variable.owner) && variable.sum === null,
        tau: variable.decay === null ? null : param(variable.decay),
        towards: param(variable.towards),
        values: column().fill(param(variable.initial)),
        ticks: column(),
        fracs: column(),
        oldValues: column().fill(param(variable.initial)),
        oldTicks: column(),
        oldFracs: column(),
        writers: column().fill(-1),
      };
    });
  }

  /** The variable as handler run `handler` sees it at `now`. */
  read(variable: number, index: number, now: Moment, handler: number): number {
    const cell = this.cells[variable]!;
    const last = { tick: cell.ticks[index]!, frac: cell.fracs[index]! };
    const hidden = cell.hides && sameMoment(last, now) && cell.writers[index] !== handler && handler !== afterAll;
    if (!hidden) return this.#relaxed(cell, cell.values[index]!, last, now);
    return this.#relaxed(cell, cell.oldValues[index]!, { tick: cell.oldTicks[index]!, frac: cell.oldFracs[index]! }, now);
  }

  /** The variable as last written, whoever wrote it: what an increment starts from. */
  present(variable: number, index: number, now: Moment): number {
    const cell = this.cells[variable]!;
    return this.#relaxed(cell, cell.values[index]!, { tick: cell.ticks[index]!, frac: cell.fracs[index]! }, now);
  }

  write(variable: number, index: number, value: number, now: Moment, handler: number): void {
    const cell = this.cells[variable]!;
    if (!sameMoment({ tick: cell.ticks[index]!, frac: cell.fracs[index]! }, now)) {
      cell.oldValues[index] = cell.values[index]!;
      cell.oldTicks[index] = cell.ticks[index]!;
      cell.oldFracs[index] = cell.fracs[index]!;
    }
    cell.values[index] = Math.abs(value) < smallest ? 0 : value;
    cell.ticks[index] = now.tick;
    cell.fracs[index] = now.frac;
    cell.writers[index] = handler;
  }

  /** What was written last is also what was before. */
  settle(): void {
    for (const { values, ticks, fracs, oldValues, oldTicks, oldFracs } of this.cells) {
      oldValues.set(values);
      oldTicks.set(ticks);
      oldFracs.set(fracs);
    }
  }

  #relaxed(cell: Cell, value: number, written: Moment, now: Moment): number {
    return cell.tau === null ? value : relaxed(value, cell.towards, cell.tau, span(written, now, this.#perMs));
  }
}
