/** One thing different at a time: a new one is a literal in a file here, and a word in this list. */
import type { Extension } from './extension.ts';
import { bias, wave } from './input.ts';
import { release } from './release.ts';
import { stdp } from './stdp.ts';
import { equalClasses, sparse, unequalClasses } from './structure.ts';

export const extensions: readonly Extension[] = [equalClasses, unequalClasses, sparse(50), sparse(200), bias, wave, release(0.5), stdp];
