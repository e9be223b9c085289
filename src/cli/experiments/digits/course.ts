/** One network's course: it learns, is labelled and examined. What is done is kept, so that a run which is ended goes on where it was. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory } from '../../../simulation/files.ts';
import { receptiveFields } from './figures.ts';
import type { Digits } from './idx.ts';
import { accuracyOf, confusionOf } from './labels.ts';
import { examine, learn, type Setting } from './learn.ts';
import { type Variant, variants } from './network.ts';

/** How many images are shown for what. */
export interface Sizes {
  readonly learning: number;
  /** Stretches of learning after each of which the share of right answers is taken. */
  readonly stretches: number;
  readonly labelling: number;
  readonly test: number;
}

export interface Outcome {
  /** Share of right answers to the test images, after learning. */
  readonly accuracy: number;
  /** The same while learning, stretch by stretch from the second on. */
  readonly curve: readonly number[];
  readonly confusion: readonly number[];
  /** Neurons that responded to no image with which neurons were labelled. */
  readonly silent: number;
  /** Mean rise of thresholds [mV]. */
  readonly theta: number;
  /** Figure of what neurons respond to. */
  readonly fields: string;
}

export interface Material {
  readonly training: Digits;
  readonly test: Digits;
}

/** Where a course keeps what is done. */
export const courseIn = (out: string, variant: Variant): string => join(out, `course-${variant}`);

/** @param shown - told of each image shown, and once how many an earlier run has shown */
export const course = async (
  setting: Setting,
  sizes: Sizes,
  { training, test }: Material,
  out: string,
  shown: (images: number) => void,
): Promise<Outcome> => {
  const place = courseIn(out, setting.variant);
  const file = join(place, 'outcome.json');
  const of = JSON.stringify({ ...setting, ...sizes });
  const before = outcomeIn(file, of);
  if (before) {
    shown(sizes.learning + sizes.labelling + sizes.test);
    return before;
  }
  makeDirectory(place);
  const { curve, ...knowing } = await learn(setting, training, { images: sizes.learning, stretches: sizes.stretches, place, shown });
  const { answers, assignment } = await examine(
    knowing,
    setting,
    { digits: training, images: sizes.labelling },
    { digits: test, images: sizes.test },
    shown,
  );
  const title = `Weights onto ${setting.neurons} neurons after ${sizes.learning.toLocaleString('en')} images, ${variants[setting.variant].name}`;
  const outcome: Outcome = {
    accuracy: accuracyOf(answers, test.labels),
    curve,
    confusion: [...confusionOf(test.labels, answers)],
    silent: assignment.filter((digit) => digit < 0).length,
    theta: knowing.theta.reduce((sum, each) => sum + each, 0) / setting.neurons,
    fields: receptiveFields(title, knowing.weights, assignment),
  };
  writeFileSync(`${file}.new`, JSON.stringify({ of, outcome }));
  renameSync(`${file}.new`, file);
  return outcome;
};

const outcomeIn = (file: string, of: string): Outcome | null => {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { readonly of: string; readonly outcome: Outcome };
    return kept.of === of ? kept.outcome : null;
  } catch {
    return null;
  }
};
