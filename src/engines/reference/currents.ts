/** The current into a neuron: iE, then its current drives in list order, then what its rules add. */
import { sin } from '../../math.ts';
import type { PerNeuron, PlannedDrive, PlannedPopulation } from '../../network/plan.ts';
import type { Core } from './core.ts';

export const perNeuron = (value: PerNeuron, neuron: number): number => (typeof value === 'number' ? value : (value[neuron] as number));

/** Current during the step or piece that begins at `tick` [pA]. */
export const currentInto = (core: Core, { index, params, drives }: PlannedPopulation, neuron: number, tick: number): number => {
  let current = params.iE === undefined ? 0 : perNeuron(params.iE, neuron);
  for (const drive of drives) if (drive.kind === 'pieces' || drive.kind === 'sine') current += ofDrive(drive, neuron, tick, core.plan.perMs);
  const rules = core.programs[index];
  return rules?.hasInput ? current + (rules.current[neuron] as number) : current;
};

const ofDrive = (drive: Extract<PlannedDrive, { kind: 'pieces' | 'sine' }>, neuron: number, tick: number, perMs: number): number => {
  if (drive.kind === 'sine') return drive.amplitude * sin(2 * Math.PI * drive.frequency * (tick / perMs) + drive.phase) + drive.offset;
  const piece = drive.ticks.findLastIndex((start) => start <= tick);
  const value = drive.values[piece];
  return value === undefined ? 0 : perNeuron(value, neuron);
};
