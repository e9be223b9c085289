import { ModelError } from '../errors.ts';
import type { Network } from '../network/description.ts';
import { isSource } from '../network/parts.ts';
import type { Moment } from '../simulation/listeners.ts';
import type { Progress } from '../simulation/pace.ts';
import type { Simulation as Core } from '../simulation/simulate.ts';
import type { Block, EnergyBin, Spikes, States, Values, Voltages, Weights } from './blocks.ts';
import { Channels, type Feed } from './channel.ts';
import { checkEvery, checkName, checkVoltages, checkWeights } from './check.ts';
import { statesOf } from './columns.ts';
import { binnedRates } from './operators/rates.ts';
import { type PopulationRange, spikesOf } from './split.ts';
import type { Streams } from './streams.ts';

/** Streams of a simulation that is to run. */
export const liveStreams = (core: Core) => {
  const {
    network,
    options: { record: recorded = {} },
  } = core;
  const channels = new Channels();
  void core.ended.then((failure) => channels.close(failure));
  const populations = rangesOf(network);
  const projections = Object.keys(network.projections);
  const populationOf = (name: string): PopulationRange => {
    checkName(
      'population',
      name,
      populations.map((population) => population.name),
    );
    return populations.find((population) => population.name === name) as PopulationRange;
  };
  const demand = (kind: 'energy' | 'states'): void => {
    if (recorded[kind]) return;
    throw new ModelError('stream', `A stream of ${kind} needs a simulation that measures it: simulate(network, { record: { ${kind}: true } }).`, {
      kind,
    });
  };
  let tellProgress: Feed<Progress> | null = null;

  const spikes: Streams['spikes'] = (name) => {
    const population = populationOf(name);
    return channels.stream<Spikes>(`spikes ${name}`, (feed) => core.onSpikes((block) => feed(() => spikesOf(block, population))));
  };
  /** Blocks of what there is at every multiple of a period. */
  const snapshots = <B extends Block>(key: string, of: string, every: number, make: (moment: Moment) => Promise<Omit<B, keyof Block>>) =>
    channels.stream<B>(key, (feed) => {
      let from = core.timeMs;
      return core.watch(every, (moment) =>
        feed(async () => {
          const block = { of, from, upTo: moment.timeMs, ...(await make(moment)) } as B;
          from = moment.timeMs;
          return block;
        }),
      );
    });
  const streams: Streams = {
    spikes,
    rates: (name, options) => spikes(name).pipe(binnedRates(options)),
    weights: (name, options) => {
      checkName('projection', name, projections);
      checkWeights(options);
      const { every, synapses } = options;
      return snapshots<Weights>(`weights ${name} ${every} ${synapses}`, name, every, async ({ weights }) => {
        const { source, target, w } = await weights(name, synapses);
        return { source, target, w };
      });
    },
    states: (variable) => {
      demand('states');
      return channels.stream<States>(`states ${variable}`, (feed) => {
        let from = core.timeMs;
        return core.onStates(({ upTo, perMs, variables, tick, ...columns }) =>
          feed(() => {
            checkName('variable', variable, variables);
            const time = tick.map((each) => each / perMs);
            const block = statesOf(variable, variables.indexOf(variable), from, upTo / perMs, { ...columns, time });
            from = block.upTo;
            return block;
          }),
        );
      });
    },
    voltages: (name, options) => {
      const population = populationOf(name);
      if (isSource((network.populations[name] as (typeof network.populations)[string]).neuron))
        throw new ModelError('stream', `Population '${name}' has no membrane potential: it is a source of spikes.`, { population: name });
      checkVoltages(options, name, population.size);
      const neuron = Uint32Array.from(options.neurons ?? Array.from({ length: population.size }, (_, i) => i));
      return snapshots<Voltages>(`voltages ${name} ${options.every} ${options.neurons}`, name, options.every, async ({ read }) => {
        const all = await read(`${name}.v`);
        return { neuron, v: Float64Array.from(neuron, (each) => all[each] as number) };
      });
    },
    values: (variable, options) => {
      checkEvery('values', options);
      const { every } = options;
      return snapshots<Values>(`values ${variable} ${every}`, variable, every, async ({ read }) => ({ values: await read(variable) }));
    },
    energy: (name) => {
      checkName('projection', name, projections);
      demand('energy');
      const index = projections.indexOf(name);
      return channels.stream<EnergyBin>(`energy ${name}`, (feed) =>
        core.onEnergy(({ fromMs, timeMs, rows }) =>
          feed(() => {
            const { sum, pC } = rows[index] as (typeof rows)[number];
            return { of: name, from: fromMs, upTo: timeMs, sum, pC };
          }),
        ),
      );
    },
    progress: () =>
      channels.stream<Progress>('progress', (feed) => {
        tellProgress = feed;
        return () => {
          tellProgress = null;
        };
      }),
  };
  return { streams, tellProgress: (progress: Progress): void => void tellProgress?.(() => progress) };
};

const rangesOf = ({ populations }: Network): readonly PopulationRange[] => {
  let first = 0;
  return Object.entries(populations).map(([name, { size }]) => {
    const range = { name, first, size };
    first += size;
    return range;
  });
};
