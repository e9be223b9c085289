/** What a receipt must be before anybody reads it, cuts recordings back or removes files by it: it may come from anywhere. */

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0;
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

/** Names of files in the run directory itself: a receipt must not lead out of it. */
const isName =
  (form: RegExp): Check =>
  (value) =>
    typeof value === 'string' && form.test(value) && !/[/\\]/.test(value);

const has =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isObject(value) && Object.entries(checks).every(([key, check]) => check(value[key]));

const weightFile = has({ file: isName(/^weights-.+\.arrow$/), projection: isText, atMs: isNumber });
const spikes = has({ file: isName(/^spikes\.arrow$/), populations: listOf(isText), rows: isNumber, batches: isNumber, bytes: isNumber });

const energy = has({ file: isName(/^energy\.arrow$/), every: isNumber, rows: isNumber, batches: isNumber, bytes: isNumber });
const states = has({ file: isName(/^states\.arrow$/), rows: isNumber, batches: isNumber, bytes: isNumber });
/** Receipts of before there was a field lack it. */
const orAbsent =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

const fields: Readonly<Record<string, Check>> = {
  network: isObject,
  seed: isText,
  clock: (value) => value === 'event' || value === 'grid',
  perMs: isNumber,
  engine: isText,
  workers: isNumber,
  neurons: isNumber,
  simulatedMs: isNumber,
  spikes: isNumber,
  populations: listOf(has({ name: isText, first: isNumber, size: isNumber })),
  ratesHz: isObject,
  checkpointEvery: orNull(isNumber),
  recordings: has({
    spikes: orNull(spikes),
    weights: listOf(weightFile),
    weightsOf: listOf(isText),
    weightsEvery: orNull(isNumber),
    energy: orAbsent(orNull(energy)),
    states: orAbsent(orNull(states)),
  }),
  energy: orAbsent(orNull(has({ sinceMs: isNumber }))),
  turnover: orAbsent(isObject),
  checkpoints: listOf(has({ directory: isName(/^checkpoint-/), atMs: isNumber })),
};

/** The first field of a receipt that is missing or not what it must be; null if all are right. */
export const damagedField = (receipt: object): string | null =>
  Object.keys(fields).find((key) => !(fields[key] as Check)((receipt as Readonly<Record<string, unknown>>)[key])) ?? null;
