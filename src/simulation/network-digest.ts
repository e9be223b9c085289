import { createHash } from 'node:crypto';
import type { Network } from '../network/description.ts';
import { toJson } from '../network/json.ts';

/** What says whether two descriptions are the same: SHA-256 of the JSON of a network, as a receipt holds it. */
export const networkDigest = (network: Network): string =>
  createHash('sha256')
    .update(JSON.stringify(JSON.parse(toJson(network))))
    .digest('hex');
