/** Checks a description once, at the boundary. */
import type { Network } from './description.ts';

export const validate = (value: unknown): Network => value as Network;
