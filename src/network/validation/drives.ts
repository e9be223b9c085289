/** Checks of drives and sources. */
import type { CurrentDrive, Drive, Source } from '../description.ts';
import { checkPerNeuron, checkTimes, from0 } from './values.ts';
import { demand } from './words.ts';

export const checkDrive = (drive: Drive, size: number, where: string): void => {
  switch (drive.drive) {
    case 'poisson':
      checkPerNeuron(drive.rate, size, `${where}.rate`, from0);
      checkPerNeuron(drive.weight, size, `${where}.weight`);
      break;
    case 'spikeList':
      if (Array.isArray(drive.times[0])) checkTrains(drive.times as readonly (readonly number[])[], size, `${where}.times`);
      else checkTimes(drive.times as readonly number[], `${where}.times`);
      break;
    case 'current':
      checkCurrent(drive.shape, size, `${where}.shape`);
      break;
    case 'images':
      checkPixels(drive.pixels, size, where);
      break;
  }
};

export const checkSource = (source: Source, size: number, where: string): void => {
  switch (source.source) {
    case 'spikes':
      checkTrains(source.times, size, `${where}.times`);
      checkRepeat(source, where);
      break;
    case 'poisson':
      checkPerNeuron(source.rate, size, `${where}.rate`, from0);
      break;
    case 'images':
      checkPixels(source.pixels, size, where);
      break;
  }
};

const checkTrains = (times: readonly (readonly number[])[], size: number, where: string): void => {
  demand(
    times.length === size,
    'length',
    () => `${where} has ${times.length} lists for ${size} neurons. Give one list per neuron, empty ones included.`,
    {
      length: times.length,
      size,
    },
  );
  times.forEach((each, i) => {
    checkTimes(each, `${where}[${i}]`);
  });
};

const checkRepeat = ({ times, repeat = Number.POSITIVE_INFINITY }: Extract<Source, { source: 'spikes' }>, where: string): void =>
  times.forEach((each, i) => {
    const last = each.at(-1) ?? 0;
    demand(last <= repeat, 'repeat', () => `${where}.times[${i}] goes on to ${last} ms, but the spikes repeat after ${repeat} ms.`, { last, repeat });
  });

const checkPixels = (pixels: readonly (readonly number[])[], size: number, where: string): void =>
  pixels.forEach((image, i) => {
    demand(image.length === size, 'length', () => `${where}.pixels[${i}] has ${image.length} pixels for ${size} neurons. Give one per neuron.`, {
      length: image.length,
      size,
    });
  });

const checkCurrent = (shape: CurrentDrive['shape'], size: number, where: string): void => {
  if (shape.kind === 'constant') checkPerNeuron(shape.amplitude, size, `${where}.amplitude`);
  if (shape.kind !== 'step') return;
  const { times, amplitudes } = shape;
  demand(
    times.length === amplitudes.length && times.length > 0,
    'length',
    () => `${where} has ${times.length} times and ${amplitudes.length} amplitudes. Give one amplitude per time, one or more.`,
  );
  times.forEach((time, i) => {
    const before = i === 0 ? Number.NEGATIVE_INFINITY : (times[i - 1] as number);
    demand(time >= 0, 'time', () => `${where}.times[${i}] is ${time} ms, but must be 0 or more.`, { time });
    demand(time > before, 'order', () => `${where}.times[${i}] is ${time} ms, after ${before} ms. Times must ascend, without repeats.`, {
      time,
      before,
    });
  });
};
