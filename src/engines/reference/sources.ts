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
        follow(core, train, source.repeatTicks, Phase.postDue, neuron, () => {
          if (!isSilent(index)) core.fire(index, neuron, true);
        });
      });
    }
    drives.forEach((drive, i) => {
      if (drive.kind !== 'spikeList') return;
      for (let neuron = 0; neuron < size; neuron++) {
        const train = drive.trains[drive.common ? 0 : neuron]!;
        follow(core, train, null, Phase.drive, neuron, () => core.inputs[index]!.countDrive(neuron, i, 1));
      }
    });
  }
};

/** Runs `act` at each time of the train after now, every round of it. Entries before a spike's own handlers sort first (`order` is negative). */
const follow = (core: Core, train: Train, repeat: number | null, phase: number, neuron: number, act: () => void): void => {
  const { ticks, fracs } = train;
  const pushFrom = (index: number, round: number): void => {
    if (index >= ticks.length) {
      if (repeat !== null && ticks.length > 0) pushFrom(0, round + 1);
      return;
    }
    const at: Moment = { tick: ticks[index]! + round * (repeat ?? 0), frac: fracs[index]! };
    const run = () => {
      act();
      pushFrom(index + 1, round);
    };
    core.push(at, phase, run, phase === Phase.postDue ? -1 : neuron);
  };
  const { tick, frac } = core.now;
  const round = repeat === null ? 0 : Math.floor(tick / repeat);
  pushFrom(firstAfter(train, { tick: tick - round * (repeat ?? 0), frac }), round);
};
