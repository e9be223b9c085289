/** Learning from one image after the other, in stretches; after each, what is needed to go on is on the disk. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Network } from '../../../network/description.ts';
import { makeDirectory } from '../../../simulation/files.ts';
import { networkDigest } from '../../../simulation/network-digest.ts';
import { type Simulation, simulate } from '../../../simulation/simulate.ts';
import type { Digits } from './idx.ts';
import { type Assignment, classify, Tally } from './labels.ts';
import { dt, type Learned, learned, learning, type Variant } from './network.ts';
import { type Present, presenter } from './present.ts';

export interface Setting {
  readonly neurons: number;
  readonly variant: Variant;
  readonly seed: string;
  readonly workers: number;
}

/** Told of each image that is shown (1), and of how many an earlier run has shown. */
type Shown = (images: number) => void;

const imageOf = ({ size, pixels: all }: Digits, index: number): Uint8Array => all.subarray(size * index, size * (index + 1));

const running = async <T>(
  network: Network,
  { seed, workers, neurons }: Setting,
  resume: string | null,
  use: (sim: Simulation, present: Present) => Promise<T>,
): Promise<T> => {
  const sim = simulate(network, { dt, workers, ...(resume === null ? { seed } : { resume, seed }) });
  try {
    return await use(sim, presenter(sim, neurons));
  } finally {
    await sim.close();
  }
};

/** Where a run has come to. */
interface Mark {
  /** What is learned, by whom: a mark of anything else is none. */
  readonly of: string;
  readonly images: number;
  readonly checkpoint: string;
  readonly curve: readonly number[];
  readonly assignment: readonly number[];
}

const markIn = (place: string, of: string): Mark | null => {
  try {
    const mark = JSON.parse(readFileSync(join(place, 'learning.json'), 'utf8')) as Mark;
    return mark.of === of ? mark : null;
  } catch {
    return null;
  }
};

/** Leaves the mark once its checkpoint is there, then removes the one before. */
const leaveMark = (place: string, mark: Mark, before: Mark | null): void => {
  const file = join(place, 'learning.json');
  writeFileSync(`${file}.new`, JSON.stringify(mark));
  renameSync(`${file}.new`, file);
  if (before && before.checkpoint !== mark.checkpoint) rmSync(before.checkpoint, { recursive: true, force: true });
};

/**
 * Shows `images` training images once, in their order.
 * @param place - directory of checkpoints: a run that was ended there goes on
 * @returns what was learned, and the share of right answers in each of `stretches`, by what neurons stood for in the stretch before
 */
export const learn = async (
  setting: Setting,
  digits: Digits,
  { images, stretches, place, shown }: { images: number; stretches: number; place: string; shown: Shown },
): Promise<Learned & { readonly curve: readonly number[] }> => {
  const { neurons, variant } = setting;
  const network = learning(neurons, variant) as Network;
  const of = JSON.stringify({ ...setting, images, stretches, network: networkDigest(network) });
  makeDirectory(place);
  let mark = markIn(place, of);
  if (mark) shown(mark.images);
  return running(network, setting, mark?.checkpoint ?? null, async (sim, present) => {
    let assignment: Assignment | null = mark ? Int8Array.from(mark.assignment) : null;
    const curve = [...(mark?.curve ?? [])];
    const length = images / stretches;
    for (let from = mark?.images ?? 0; from < images; from += length) {
      const tally = new Tally(neurons);
      let right = 0;
      for (let i = from; i < from + length; i++) {
        const counts = await present(imageOf(digits, i));
        const digit = digits.labels[i] as number;
        if (assignment && classify(counts, assignment) === digit) right++;
        tally.add(counts, digit);
        shown(1);
      }
      if (assignment) curve.push(right / length);
      assignment = tally.assignment();
      const next = { of, images: from + length, checkpoint: await sim.checkpoint(place), curve: [...curve], assignment: [...assignment] };
      leaveMark(place, next, mark);
      mark = next;
    }
    const { w } = await sim.weights('XE');
    const weights = variant === 'scaled' ? scaled(w, await sim.read('E.factor')) : w;
    return { weights, theta: await sim.read('E.theta'), curve };
  });
};

/** Weights times the factors of their targets. */
const scaled = (weights: Float64Array, factor: Float64Array): Float64Array =>
  weights.map((w, synapse) => w * (factor[synapse % factor.length] as number));

/** What a network says to images: spikes of each neuron, image by image. */
const responses = (
  network: Network,
  setting: Setting,
  digits: Digits,
  images: number,
  take: (counts: Uint16Array, label: number) => void,
  shown: Shown,
) =>
  running(network, setting, null, async (_, present) => {
    for (let i = 0; i < images; i++) {
      take(await present(imageOf(digits, i)), digits.labels[i] as number);
      shown(1);
    }
  });

/**
 * Labels neurons by `labelling` training images, then asks for all of `test`; nothing changes meanwhile, neither weights nor thresholds.
 * @returns the answer to each test image, −1 for none; and what neurons stand for
 */
export const examine = async (
  knowing: Learned,
  setting: Setting,
  labelling: { readonly digits: Digits; readonly images: number },
  test: { readonly digits: Digits; readonly images: number },
  shown: Shown,
): Promise<{ readonly answers: readonly number[]; readonly assignment: Assignment }> => {
  const network = learned(knowing, setting.variant) as Network;
  const tally = new Tally(setting.neurons);
  await responses(network, setting, labelling.digits, labelling.images, (counts, digit) => tally.add(counts, digit), shown);
  const assignment = tally.assignment();
  const answers: number[] = [];
  await responses(
    network,
    { ...setting, seed: `${setting.seed}-test` },
    test.digits,
    test.images,
    (counts) => answers.push(classify(counts, assignment)),
    shown,
  );
  return { answers, assignment };
};

/** A network that has learned nothing: the weights that learning starts from, all thresholds alike. */
export const unlearned = (setting: Setting): Promise<Learned> =>
  running(learning(setting.neurons, setting.variant) as Network, setting, null, async (sim) => ({
    weights: (await sim.weights('XE')).w,
    theta: new Float64Array(setting.neurons),
  }));
