/** Listed spikes: the trains of source populations, and listed input drives, one queue entry at a time. */
import type { Train } from '../../network/plan.ts';
import type { Core } from './core.ts';
import { firstAfter } from './drives.ts';
import { type Moment, Phase } from './moment.ts';

/** Queues every listed train from now on. A silenced source skips its spikes. */
export const startTrains = (core: Core, isSilent: (population: number) => boolean): void => {
  for (const { index, source, drives, size } of core.plan.populations) {
    if (source?.kind === 'spikes') {
      source.trains.forEach((train, neuron) => {
        follow(core, train, Phase.postDue, neuron, () => {
          if (!isSilent(index)) core.fire(index, neuron, true);
        });
      });
    }
    drives.forEach((drive, i) => {
      if (drive.kind !== 'spikeList') return;
      for (let neuron = 0; neuron < size; neuron++) {
        const train = drive.trains[drive.common ? 0 : neuron]!;
        follow(core, train, Phase.drive, neuron, () => core.inputs[index]!.countDrive(neuron, i, 1));
      }
    });
  }
};

/** Runs `act` at each time of the train after now. Entries before a spike's own handlers sort first (`order` is negative). */
const follow = (core: Core, train: Train, phase: number, neuron: number, act: () => void): void => {
  const pushFrom = (index: number): void => {
    if (index >= train.ticks.length) return;
    const at: Moment = { tick: train.ticks[index]!, frac: train.fracs[index]! };
    const run = () => {
      act();
      pushFrom(index + 1);
    };
    core.push(at, phase, run, phase === Phase.postDue ? -1 : neuron);
  };
  pushFrom(firstAfter(train, core.now));
};
