/** Errors as people get them: the message alone, and the exit status that goes with it. */
import { InternalError, isSpikeloomError } from '../errors.ts';

/** Exit statuses: 0 only for a complete run. */
export const exitStatus = { complete: 0, failed: 1, badInput: 2, interrupted: 130 } as const;

const causes: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is used up',
  EMFILE: 'too many open files',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of the path is not a directory',
  ENOENT: 'there is no such file or directory',
  EEXIST: 'it exists already',
  EIO: 'the device reports an error',
};

const systemMessage = (error: NodeJS.ErrnoException): string | undefined => {
  const cause = error.code === undefined ? undefined : causes[error.code];
  if (cause === undefined) return undefined;
  const what = /^(open|read|scandir|stat|lstat|access)$/.test(error.syscall ?? '') && error.code === 'ENOENT' ? 'read' : 'use';
  if (error.path !== undefined) return `Cannot ${error.code === 'ENOSPC' ? 'write' : what} ${error.path}: ${cause}.`;
  return error.code === 'ENOSPC' ? `Cannot write: ${cause}.` : `${error.syscall ?? 'A system call'} failed: ${cause}.`;
};

/** What to print for an error, and the status to exit with. `SPIKELOOM_DEBUG=1` adds the stack. */
export const report = (error: unknown, debug = process.env.SPIKELOOM_DEBUG === '1'): { readonly text: string; readonly status: number } => {
  const stack = debug && error instanceof Error ? `\n${error.stack}` : '';
  if (isSpikeloomError(error)) {
    // The description was fine; the machine was too small for it.
    const machine = error.code === 'outOfMemory' || ['ENOSPC', 'EDQUOT', 'EIO'].includes(String(error.fields.cause));
    return { text: `${error.message}${stack}`, status: machine || error instanceof InternalError ? exitStatus.failed : exitStatus.badInput };
  }
  const system = error instanceof Error ? systemMessage(error) : undefined;
  if (system !== undefined) return { text: `${system}${stack}`, status: exitStatus.failed };
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const hint = debug ? stack : ' Set SPIKELOOM_DEBUG=1 to see where.';
  return { text: `Spikeloom failed unexpectedly: ${message.split('\n')[0]}.${hint}`.replace('..', '.'), status: exitStatus.failed };
};
