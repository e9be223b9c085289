/** Things that a crew does between runs. */
import { ModelError } from '../errors.ts';
import type { Crew } from './crew.ts';
import { type Command, type Outline, projectionIndex } from './protocol.ts';
import type { RunDirectory } from './run-directory.ts';

/** Has all workers follow a command, and returns what worker 0 made of it. */
export const ask = async <T>(crew: Crew, command: Command): Promise<T> => (await crew.command(command))[0]?.result as T;

/** A variable as it is now. */
export const readNow = async (crew: Crew, outline: Outline, variable: string): Promise<Float64Array> => {
  const { derived, variables } = outline;
  const names = [...derived, ...variables.map(({ name }) => name)];
  if (names.includes(variable)) return ask<Float64Array>(crew, { do: 'read', variable });
  throw new ModelError('variable', `This network has no variable '${variable}' to read. Variables: ${names.join(', ')}.`, {
    name: variable,
    allowed: names,
  });
};

/** Writes a snapshot of every projection whose weights are recorded, unless there is one of this time. */
export const writeWeights = async (crew: Crew, outline: Outline, directory: RunDirectory, atMs: number): Promise<void> => {
  if (directory.hasWeightsAt(atMs)) return;
  for (const name of directory.weightsOf) {
    await ask(crew, { do: 'writeWeights', projection: projectionIndex(outline, name), path: directory.nextWeights(name) });
    directory.wroteWeights(name, atMs);
  }
};

/** Weight digests of the projections named, or of all that have rules. */
export const digestWeights = async (crew: Crew, outline: Outline, chosen?: readonly string[]): Promise<Record<string, string>> => {
  const names = chosen ?? outline.projections.filter(({ plastic }) => plastic).map(({ name }) => name);
  const digests: Record<string, string> = {};
  for (const name of names) digests[name] = await ask<string>(crew, { do: 'weightDigest', projection: projectionIndex(outline, name) });
  return digests;
};
