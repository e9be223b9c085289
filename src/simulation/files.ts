import { accessSync, constants, existsSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ModelError } from '../errors.ts';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EPERM: 'the operation is not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'part of the path is a file, not a directory',
  EEXIST: 'part of the path is a file, not a directory',
  EISDIR: 'it is a directory',
  ENOENT: 'the directory does not exist',
  EFBIG: 'the file is too large for the file system',
};

/** What to say of a failed write. */
export const writeError = (path: string, error: unknown): ModelError => {
  const { code, message } = error as NodeJS.ErrnoException;
  return new ModelError('cannotWrite', `Cannot write ${path}: ${reasons[code ?? ''] ?? message}. Choose another place for the run, or make room.`, {
    path,
    cause: code,
  });
};

/** Does something that writes to `path`, and says so in one sentence where that fails. */
export const cannotWrite = <T>(path: string, write: () => T): T => {
  try {
    return write();
  } catch (error) {
    throw writeError(path, error);
  }
};

/** Replaces a file by another content, so that a reader at any moment, and after any crash, sees one or the other. */
export const writeAtomically = (path: string, text: string): void => {
  cannotWrite(path, () => {
    writeFileSync(`${path}.partial`, text);
    renameSync(`${path}.partial`, path);
  });
};

/** What Node's `recursive` does, which tries for ever where a parent exists and takes no directories, as in /proc. */
const makeWithParents = (path: string): void => {
  if (existsSync(path) && statSync(path).isDirectory()) return;
  if (!existsSync(dirname(path))) makeWithParents(dirname(path));
  mkdirSync(path);
};

/** Makes sure that a directory is there and can be written to. */
export const makeDirectory = (path: string): void => {
  cannotWrite(path, () => {
    makeWithParents(path);
    accessSync(path, constants.W_OK);
  });
};
