/** How a network under homeostatic scaling comes back from a disturbance: the linear loop of its controller, held against its spikes. */
import { filter, from, map, mergeMap, type Observable, of } from 'rxjs';
import { ModelError } from '../../errors.ts';
import { log } from '../../math.ts';
import type { Network, Population } from '../../network/description.ts';
import { validate } from '../../network/validate.ts';
import { coherent } from '../../rules/draft.ts';
import type { RuleUse } from '../../rules/rule.ts';
import { synapticScaling } from '../../rules/synaptic-scaling.ts';
import type { Spikes } from '../../streams/blocks.ts';
import type { Band, Comparator, Pair } from '../comparator.ts';
import { meanField } from '../mean-field/mean-field.ts';
import { rateWindows, type WindowedRate } from '../rate-windows.ts';
import { afterStep, isOverdamped, type Loop, periodOf, recoveryOf } from './loop.ts';

export interface ScalingOptions {
  /** Population with `synapticScaling` in its `homeostasis`; may be left out where there is one only. */
  readonly population?: string;
  /** Gain κ = d ln rate / d ln α, as measured; by default what `meanField` says of the network held at its target. */
  readonly kappa?: number;
  /** When the input changes [ms]; before it the network is at its target. Default 0. */
  readonly at?: number;
  /** ln(rate / target) to which the change alone brings the rate. Default: what the first window after it shows, which then is no comparison. */
  readonly depth?: number;
  /** Windows in which rates are taken [ms]; default 1000. */
  readonly window?: number;
  /** How far off counts as an alarm; default a fifth of the prediction. */
  readonly band?: Band;
}

export interface Scaling extends Comparator<Spikes> {
  readonly population: string;
  /** [Hz]. */
  readonly target: number;
  /** κ and time constants [ms]. */
  readonly loop: Loop;
  /** Whether disturbances die away without ringing, `tauH ≥ 4·κ·tauC`. */
  readonly overdamped: boolean;
  /** Of ringing [ms]; NaN where there is none. */
  readonly period: number;
  /** Time in which what is left of a disturbance falls e-fold [ms]. */
  readonly recovery: number;
  /** Rate [Hz] `since` ms after a change of input that alone brings ln(rate / target) to `depth`. */
  rateAfter(since: number, depth: number): number;
}

/** The one population whose neurons scale, or the one asked for. */
const scaledPopulation = (net: Network, asked: string | undefined): readonly [name: string, rule: RuleUse] => {
  const ruleOf = ({ homeostasis = [] }: Population): RuleUse | undefined => homeostasis.find(({ rule }) => rule.name === synapticScaling.rule.name);
  const scaled = Object.entries<Population>(net.populations).flatMap(([name, population]) => {
    const rule = ruleOf(population);
    return rule === undefined ? [] : [[name, rule] as const];
  });
  const names = scaled.map(([name]) => name).join(', ') || 'none';
  const found = asked === undefined && scaled.length === 1 ? scaled[0] : scaled.find(([name]) => name === asked);
  if (found !== undefined) return found;
  const wanted = asked === undefined ? 'name the population in option population' : `'${asked}' is not among them`;
  throw new ModelError('option', `scaling follows a population with synapticScaling in its homeostasis; here these are: ${names}. So ${wanted}.`, {
    population: asked,
  });
};

const positive = (option: string, value: number): number => {
  if (Number.isFinite(value) && value > 0) return value;
  throw new ModelError('option', `Option ${option} of scaling is ${value}; it is a number above 0.`, { option, value });
};

/** Standard errors of windows after the change are those of the windows before it, at rest: what moves since is what is predicted, no chance. */
const withErrorsOfRest = (at: number): ((windows: Observable<WindowedRate>) => Observable<WindowedRate>) => {
  let standardError = Number.NaN;
  return (windows) =>
    windows.pipe(
      map((window) => {
        if (window.upTo <= at) standardError = window.standardError;
        return { ...window, standardError };
      }),
      filter(({ upTo }) => upTo > at),
    );
};

/**
 * Settling and ringing of a population that `synapticScaling` holds at a target, after a change of its input: `ln(rate / target) = depth · y(t)` with
 * `y″ + y′/τc + κ y/(τh τc) = 0`, y = 1 and y′ = 0 at the change. κ is of the whole network, recurrence included, and far above that of a neuron.
 *
 * Linear: for ln(rate / target) of a few tenths; the controller's clip at twice the target is not in it. As a comparator it pairs windows after the change with
 * what the loop says of them; standard errors are of the rest before it, so let a few windows pass.
 *
 * @param net - a network with `synapticScaling` in the `homeostasis` of a population
 * @throws ModelError for options that cannot be; UnsupportedError where κ is left to `meanField` and it does not cover the network
 * @see van Rossum, Bi & Turrigiano (2000) Journal of Neuroscience 20:8812, doi:10.1523/JNEUROSCI.20-23-08812.2000; Harnack, Pelko, Chaillet, Chitour & van Rossum
 *   (2015) PLoS Computational Biology 11:e1004357, doi:10.1371/journal.pcbi.1004357
 */
export const scaling = (net: Network, options: ScalingOptions = {}): Scaling => {
  validate(net);
  const { at = 0, window = 1000, band = { relative: 0.2 } } = options;
  if (!(Number.isFinite(at) && at >= 0)) throw new ModelError('option', `Option at of scaling is ${at}; it is a time, 0 or later [ms].`, { at });
  positive('window', window);
  const [population, { rule, params }] = scaledPopulation(net, options.population);
  const parameter = (name: string): number => coherent(rule.params[name] as (typeof rule.params)[string], params[name]);
  const target = 1000 * parameter('target');
  const kappa = positive('kappa', options.kappa ?? meanField(net, { held: { [population]: target }, frozen: true }).kappa(population));
  const loop: Loop = { kappa, tauH: parameter('tauH'), tauC: parameter('tauC') };
  const rateAfter = (since: number, depth: number): number => target * Math.exp(depth * afterStep(loop, since));
  /** Mean over a window, by Simpson's rule over 10 parts. */
  const meanRate = ({ from: begin, upTo }: WindowedRate, depth: number): number =>
    Array.from({ length: 11 }, (_, i) => {
      const weight = i === 0 || i === 10 ? 1 : i % 2 === 1 ? 4 : 2;
      return (weight / 30) * rateAfter(begin - at + (i / 10) * (upTo - begin), depth);
    }).reduce((sum, each) => sum + each, 0);
  return {
    ...{ name: 'scaling', quantity: 'rate', unit: 'Hz', band, population, target, loop, rateAfter },
    ...{ overdamped: isOverdamped(loop), period: periodOf(loop), recovery: recoveryOf(loop) },
    watch: (streams) => from([population]).pipe(mergeMap((name) => streams.spikes(name))),
    follow: (seen) => {
      let depth = options.depth;
      return seen.pipe(
        rateWindows(window, at % window),
        withErrorsOfRest(at),
        mergeMap((each): Observable<Pair> => {
          if (depth === undefined) {
            depth = log(Math.max(each.rate, 1e-3 * target) / target) / afterStep(loop, (each.from + each.upTo) / 2 - at);
            return from([]);
          }
          return of({ t: each.upTo, of: population, spiking: each.rate, predicted: meanRate(each, depth), standardError: each.standardError });
        }),
      );
    },
  };
};
