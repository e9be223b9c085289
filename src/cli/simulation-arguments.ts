/** Arguments that commands which simulate have in common. */
import { ModelError } from '../errors.ts';
import type { SimulateOptions } from '../simulation/options.ts';
import type { Arguments, Option } from './command.ts';
import { parseChoice, parseTime } from './quantity.ts';

export const simulationOptions: Readonly<Record<'clock' | 'dt' | 'workers' | 'seed' | 'set', Option>> = {
  clock: { value: '<event|grid>', doc: 'default: what the network says, else event where the models allow it' },
  dt: { value: '<time>', doc: 'step of the grid clock (default: 0.1ms)' },
  workers: { value: '<n>', doc: 'threads among which neurons are divided (default: 1); results do not depend on it' },
  seed: { value: '<seed>', doc: 'what all randomness follows from (default: 1)' },
  set: { value: '<name=value>', multiple: true, doc: 'a parameter of a network that is a function' },
};

export const mapped = <T, U>(value: T | undefined, to: (value: T) => U): U | undefined => (value === undefined ? undefined : to(value));

/** Without the options that were not given. */
export const given = <T extends object>(options: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };

/** `--dt` alone means the grid clock; on the event clock there is no step to set. */
export const clockOf = (args: Arguments): Pick<SimulateOptions, 'clock' | 'dt'> => {
  const clock = mapped(args.text('clock'), (text) => parseChoice('--clock', text, ['event', 'grid'] as const));
  const dt = mapped(args.text('dt'), (text) => parseTime('--dt', text));
  if (dt !== undefined && clock === 'event') throw new ModelError('cli.dt', '--dt is the step of the grid clock; the event clock has none.', { dt });
  if (dt !== undefined) return { clock: 'grid', dt };
  return clock === undefined ? {} : { clock };
};
