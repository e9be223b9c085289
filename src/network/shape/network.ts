/** The shape of a description, in memory and in JSON: the same, but for units in keys. */
import { z } from 'zod';
import { neuronModels } from '../../neurons/index.ts';
import { type KeyUnit, type Part, suffixOf, unitKeys, weightSuffix, withSuffix } from './keys.ts';
import { ruleUse } from './rules.ts';
import { choice, count, exact, flag, notNegative, number, numbers, positive, probability, text, value, whole } from './values.ts';

export type Form = 'memory' | 'json';

/** Keys with their units: of `weight`, any one of the three in JSON; which one is right depends on the target. */
const keyed = (form: Form, part: Part, keys: Record<string, z.ZodType>): Record<string, z.ZodType> => {
  if (form === 'memory') return keys;
  const withUnits: Readonly<Record<string, KeyUnit>> = unitKeys[part];
  return Object.fromEntries(
    Object.entries(keys).flatMap(([key, schema]): [string, z.ZodType][] => {
      const unit = withUnits[key] ?? '';
      if (unit !== 'weight') return [[withSuffix(key, unit), schema]];
      return Object.values(weightSuffix).map((suffix) => [withSuffix(key, suffix), schema.optional()]);
    }),
  );
};

const wiring = (form: Form) => {
  const options = { selfConnections: flag.optional() };
  const sampled = { ...options, multapses: flag.optional() };
  return z.discriminatedUnion(
    'wiring',
    [
      exact({ wiring: z.literal('allToAll'), ...options }),
      exact({ wiring: z.literal('oneToOne') }),
      exact({ wiring: z.literal('fixedProbability'), p: probability, ...options }),
      exact({ wiring: z.literal('fixedInDegree'), degree: count, ...sampled }),
      exact({ wiring: z.literal('fixedOutDegree'), degree: count, ...sampled }),
      exact({ wiring: z.literal('fixedTotal'), total: count, ...options }),
      exact({
        wiring: z.literal('edges'),
        edges: z.array(z.tuple([count, count], { error: 'a pair [source, target]' }), { error: 'a list of pairs' }),
      }),
      exact({
        wiring: z.literal('distanceDependent'),
        kernel: choice('gaussian', 'exponential'),
        pMax: probability,
        ...keyed(form, 'distanceDependent', { sigma: positive }),
        ...options,
      }) as never,
    ],
    { error: 'one of allToAll, oneToOne, fixedProbability, fixedInDegree, fixedOutDegree, fixedTotal, edges, distanceDependent' },
  );
};

const pixelRow = z.array(number.min(0, { error: 'a pixel, 0 to 255' }).max(255, { error: 'a pixel, 0 to 255' }), { error: 'a list of pixels' });
const pixels = z.array(pixelRow, { error: 'a list of images, each a list of pixels' }).min(1, { error: 'one image or more' });

const currentShape = (form: Form) =>
  z.discriminatedUnion(
    'kind',
    [
      exact({ kind: z.literal('constant'), ...keyed(form, 'constant', { amplitude: value }) }),
      exact({ kind: z.literal('step'), ...keyed(form, 'step', { times: numbers, amplitudes: numbers }) }),
      exact({ kind: z.literal('sine'), ...keyed(form, 'sine', { amplitude: number, frequency: notNegative, phase: number, offset: number }) }),
      exact({ kind: z.literal('array'), ...keyed(form, 'array', { every: positive, values: numbers.min(1, { error: 'one value or more' }) }) }),
    ] as never,
    { error: 'one of constant, step, sine, array' },
  );

const lists = z.array(numbers, { error: 'a list of times per neuron' });

const drive = (form: Form) =>
  z.discriminatedUnion(
    'drive',
    [
      exact({ drive: z.literal('poisson'), ...keyed(form, 'poisson', { rate: value, weight: value }) }),
      exact({
        drive: z.literal('spikeList'),
        ...keyed(form, 'spikeList', { times: z.union([numbers, lists], { error: 'a list of times, or one list per neuron' }), weight: number }),
      }),
      exact({ drive: z.literal('current'), shape: currentShape(form) }),
      exact({
        drive: z.literal('images'),
        pixels,
        ...keyed(form, 'images', { maxRate: notNegative, duration: positive, weight: number }),
      }),
    ] as never,
    { error: 'one of poisson, spikeList, current, images' },
  );

const source = (form: Form) =>
  z.discriminatedUnion(
    'source',
    [
      exact({ source: z.literal('spikes'), ...keyed(form, 'spikesSource', { times: lists, repeat: positive.optional() }) }),
      exact({ source: z.literal('poisson'), ...keyed(form, 'poissonSource', { rate: value }) }),
      exact({ source: z.literal('images'), pixels, ...keyed(form, 'imagesSource', { maxRate: notNegative, duration: positive }) }),
    ] as never,
    { error: 'one of spikes, poisson, images' },
  );

/** In JSON every model has its own parameter keys; in memory names are checked where the model is known. */
const neuron = (form: Form) => {
  const reset = choice('value', 'subtract');
  const values = (what: string) => z.record(z.string(), value, { error: what });
  if (form === 'memory') return exact({ model: text, params: values('values by parameter'), reset });
  const models = Object.values(neuronModels).map((model) => {
    const params = Object.entries(model.params).map(([name, { unit, doc }]) => [withSuffix(name, suffixOf(unit)), value.optional().describe(doc)]);
    return exact({ model: z.literal(model.name), params: exact(Object.fromEntries(params)), reset });
  });
  return z.discriminatedUnion('model', models as never, { error: `one of ${Object.keys(neuronModels).join(', ')}` });
};

const population = (form: Form) => {
  const oneDrive = drive(form);
  return exact(
    {
      size: whole.min(1, { error: 'a whole number, 1 or more' }),
      neuron: z.union([neuron(form), source(form)], { error: 'a neuron, such as lif(), or a source, such as spikeSource()' }),
      initial: z.record(z.string(), value, { error: 'values by state variable' }).optional(),
      drive: z.union([oneDrive, z.array(oneDrive)], { error: 'a drive, such as poisson(), or a list of drives' }).optional(),
      homeostasis: z.array(ruleUse(form), { error: 'a list of rules' }).optional(),
      ...keyed(form, 'population', { positions: z.array(numbers, { error: 'a list of coordinates per neuron' }).optional() }),
      branches: whole.min(1, { error: 'a whole number, 1 to 255' }).max(255, { error: 'a whole number, 1 to 255' }).optional(),
      domains: whole.min(1, { error: 'a whole number, 1 or more' }).optional(),
      targets: z.array(numbers, { error: 'a list of values per neuron' }).optional(),
      rateTarget: exact({ ...keyed(form, 'rateTarget', { rate: notNegative }), strength: positive }).optional(),
    },
    'a population: { size, neuron, … }',
  );
};

const projection = (form: Form) =>
  exact(
    {
      from: text,
      to: text,
      wiring: wiring(form),
      ...keyed(form, 'projection', {
        weight: value,
        bounds: z.tuple([number, number], { error: 'a pair [least, greatest]' }).optional(),
        delay: value,
        dendriticDelay: notNegative.optional(),
      }),
      weightPrecision: choice('double', 'single').optional(),
      spare: count.optional(),
      synapse: z.array(ruleUse(form), { error: 'a list of rules' }).optional(),
      carries: choice('spikes', 'error', 'both').optional(),
    },
    'a projection: { from, to, wiring, weight, delay, … }',
  );

const networkShape = (form: Form) =>
  exact(
    {
      ...(form === 'json' ? { $schema: text.optional() } : {}),
      name: text.optional(),
      doc: text.optional(),
      clock: choice('event', 'grid').optional(),
      populations: z.record(z.string(), population(form), { error: 'populations by name' }),
      projections: z.record(z.string(), projection(form), { error: 'projections by name' }),
    },
    'a network: { populations, projections }',
  );

export const memoryShape: z.ZodType = networkShape('memory');
export const jsonShape: z.ZodType = networkShape('json');
