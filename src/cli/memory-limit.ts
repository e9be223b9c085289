/** How much memory there is to use. */
import { totalmem } from 'node:os';

/** Memory of the machine, or of the container where that is less [bytes]. */
export const memoryLimit = (): number => {
  const constrained = process.constrainedMemory?.() ?? 0;
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
};
