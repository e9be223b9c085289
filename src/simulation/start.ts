import { ModelError } from '../errors.ts';
import type { Network } from '../network/description.ts';
import type { Names } from './check-intervention.ts';
import type { Snapshot } from './checkpoint.ts';
import type { EngineName, PlanSettings } from './make-engine.ts';
import type { SimulateOptions } from './options.ts';
import type { Pace } from './pace.ts';

/** What a simulation starts from: options checked, defaults filled in. */
export interface Start {
  readonly network: Network;
  readonly networkDigest: string;
  readonly names: Names;
  readonly options: SimulateOptions;
  readonly settings: PlanSettings;
  readonly seed: string;
  readonly workers: number;
  readonly engine: EngineName;
  readonly snapshot: Snapshot | null;
  readonly out: string | undefined;
  /** Whether `out` holds the recordings that the snapshot goes on with. */
  readonly goesOn: boolean;
}

/** To whoever asks for more. */
export const closed = (): ModelError => new ModelError('closed', 'This simulation is closed. Make another one, or resume a checkpoint of it.');

export interface RunOptions extends Pace {
  /** Stops the run at its next epoch. */
  readonly signal?: AbortSignal;
}

export interface RunResult {
  /** Time reached since the start of the simulation [ms]. */
  readonly simulatedMs: number;
  /** Whether it was stopped before its time. */
  readonly interrupted: boolean;
}
