import { describe, expect, it } from 'vitest';
import { describeDimension, dimensionOf, type Measure } from '../../src/equations/dimensions.ts';
import { parseExpression } from '../../src/equations/parse.ts';
import { units } from '../../src/units.ts';

const names: Record<string, Measure> = {
  v: units.mV.dimension,
  i: units.pA.dimension,
  c: units.pF.dimension,
  g: units.nS.dimension,
  t: units.ms.dimension,
  r: units.Hz.dimension,
  w: units.weight.dimension,
  x: units[''].dimension,
};
const measured = (source: string): string => {
  try {
    const found = dimensionOf(parseExpression(source), source, (name) => names[name] ?? null);
    return found === null ? 'fits everything' : describeDimension(found);
  } catch (error) {
    return (error as Error).message.split('\n')[0] as string;
  }
};

describe('the dimension of', () => {
  it.each([
    ['v / (i / g)', 'dimensionless'],
    ['c / g', 'a time [ms]'],
    ['c * v / t', 'a current [pA]'],
    ['r * t', 'dimensionless'],
    ['v / i', 'a resistance [GOhm]'],
    ['1 / w', 'an inverse weight [1/weight]'],
    ['w^2 / t', '[weight^2/ms]'],
    ['1 / (w * t^2)', '[1/(weight·ms^2)]'],
    ['v^-2', '[1/mV^2]'],
    ['sqrt(t^2)', 'a time [ms]'],
    ['-abs(v)', 'a voltage [mV]'],
    ['sign(v)', 'dimensionless'],
    ['0', 'fits everything'],
    ['max(0, v)', 'a voltage [mV]'],
    ['clip(v, 0, 0)', 'a voltage [mV]'],
    ['clip(0, 0, v)', 'a voltage [mV]'],
    ['v > 0 ? 0 : w', 'a weight'],
    ['x^0.5 * w', 'a weight'],
    ['integral(x)', 'a time [ms]'],
    ['integral(x * x)', 'a time [ms]'],
    ['integral(min(v, v))', '[mV·ms]'],
    ['timeAbove(v, v)', 'a time [ms]'],
  ])('%s is %s', (source, dimension) => {
    expect(measured(source)).toBe(dimension);
  });
});

describe('refused is', () => {
  it.each([
    ['v + i', "Both sides of '+' need one dimension: 'v' is a voltage [mV], 'i' is a current [pA]."],
    ['v == 1', "Both sides of '==' need one dimension: 'v' is a voltage [mV], '1' is dimensionless."],
    ['clip(v, 0, x)', "The value and the bounds of 'clip' need one dimension: 'v' is a voltage [mV], 'x' is dimensionless."],
    ['clip(0, v, x)', "The value and the bounds of 'clip' need one dimension: 'v' is a voltage [mV], 'x' is dimensionless."],
    ['2^t', "An exponent must be dimensionless: 't' is a time [ms]."],
    ['v^x', "The base of a power (other than a whole number) must be dimensionless: 'v' is a voltage [mV]."],
    ['v^0.5', "The base of a power (other than a whole number) must be dimensionless: 'v' is a voltage [mV]."],
    ['log(v / 1)', "What 'log' takes must be dimensionless: 'v / 1' is a voltage [mV]."],
    ['timeAbove(v, x)', "The variable and the level of 'timeAbove' need one dimension: 'v' is a voltage [mV], 'x' is dimensionless."],
  ])('%s', (source, message) => {
    expect(measured(source)).toBe(message);
  });
});
