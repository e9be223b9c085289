/** The published JSON Schema of networks as JSON. */
import { z } from 'zod';
import { jsonShape } from './shape/network.ts';

/** JSON Schema (draft 2020-12) of what `toJson` writes and `fromJson` reads, made from the shapes that validate. */
export const networkSchema = (): Readonly<Record<string, unknown>> => ({
  title: 'Spikeloom network',
  description: 'Populations of spiking neurons and the projections between them. Keys carry units: Ms, Mv, Pa, Pf, NSiemens, Hz, Mm.',
  ...z.toJSONSchema(jsonShape, { target: 'draft-2020-12', reused: 'ref', io: 'input' }),
});
