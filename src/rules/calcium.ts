/** What the rules driven by calcium share: their parameters, and efficacy between two calcium events in closed form. */
import { ModelError } from '../errors.ts';
import type { RuleDefinition } from './define-rule.ts';

/** Parameters of calcium and of what it does, by default those of the cortical slice. */
export const calciumParams = {
  tauCa: { value: 22.6936, unit: 'ms', doc: 'time constant of calcium' },
  cPre: { value: 0.5617539, unit: '', doc: 'calcium of an arrival' },
  cPost: { value: 1.23964, unit: '', doc: 'calcium of a spike of the target' },
  D: { value: 4.6098, unit: 'ms', doc: 'time from an arrival to its calcium' },
  thetaD: { value: 1, unit: '', doc: 'calcium above which the synapse is depressed' },
  thetaP: { value: 1.3, unit: '', doc: 'calcium above which it is potentiated too; thetaD or more' },
  gammaD: { value: 331.909, unit: '', doc: 'rate of depression, per tau; more than 0' },
  gammaP: { value: 725.085, unit: '', doc: 'rate of potentiation, per tau; 0 or more' },
  sigma: { value: 3.3501, unit: '', doc: 'amplitude of the noise above the thresholds' },
  tau: { value: 346.3615, unit: 's', doc: 'time constant of efficacy' },
  acceleration: { value: 1, unit: '', doc: 'number by which tau is divided, in experiments that cannot take minutes' },
  h: { value: 0.1, unit: '', doc: 'a weak spine grows strong above an efficacy of 1/2 + h, a strong one weak below 1/2 − h' },
  period: { value: 1, unit: 's', doc: 'time between tests of the spine' },
} as const;

/** From efficacy `rho` at the last event to `moved` now. Calcium only falls between events, so the three regimes follow one another. */
export const course = [
  'tP = timeAbove(c, thetaP)',
  'tD = timeAbove(c, thetaD) - tP',
  'kP = exp(-(gammaP + gammaD) * acceleration * tP / tau)',
  'kD = exp(-gammaD * acceleration * tD / tau)',
  'k = exp(-acceleration * (elapsed - tP - tD) / (2 * tau))',
  'variance = sigma^2 * (kD^2 * (1 - kP^2) / (gammaP + gammaD) + (1 - kD^2) / (2 * gammaD))',
  'noise ~ Normal()',
  'x = kD * (kP * rho + (1 - kP) * gammaP / (gammaP + gammaD)) + sqrt(variance) * noise - 0.5',
  'moved = 0.5 + 0.5 * x / sqrt(x^2 + (0.25 - x^2) * k)',
] as const;

/** The state of a spine of efficacy `moved`. */
export const spine = 'strong = moved > 0.5 + h ? 1 : moved < 0.5 - h ? 0 : strong';

/** The rule, its parameters looked at before it is used. */
export const withThresholds = <P extends string>(definition: RuleDefinition<P>): RuleDefinition<P> => {
  const { rule } = definition;
  const use = (params: Parameters<typeof definition>[0] = {}) => {
    const given = (name: string): number => (params as Readonly<Record<string, number | undefined>>)[name] ?? (rule.params[name]?.value as number);
    for (const name of ['gammaD', 'tau', 'acceleration']) {
      if (given(name) > 0) continue;
      const message = `${rule.name}: ${name} is ${given(name)}; it must be more than 0.`;
      throw new ModelError('calcium-rates', message, { rule: rule.name, [name]: given(name) });
    }
    const [thetaP, thetaD] = [given('thetaP'), given('thetaD')];
    if (thetaP < thetaD) {
      const message = `${rule.name}: thetaP (${thetaP}) is below thetaD (${thetaD}); calcium that potentiates must depress as well. Raise thetaP.`;
      throw new ModelError('calcium-thresholds', message, { rule: rule.name, thetaP, thetaD });
    }
    return definition(params);
  };
  return Object.freeze(Object.assign(use, { rule }));
};
