import { expect, it } from 'vitest';
import { integrate } from '../../src/comparators/runge-kutta.ts';

const tolerance = { absolute: 1e-10, relative: 1e-10 };

it('a pendulum without friction comes back after its period, and time itself is integrated', () => {
  const circle = integrate((_, [x, v], out) => out.set([v as number, -(x as number)]), Float64Array.of(1, 0), 0, 2 * Math.PI, tolerance);
  expect(Math.abs((circle[0] as number) - 1)).toBeLessThan(1e-8);
  expect(Math.abs(circle[1] as number)).toBeLessThan(1e-8);
  const [cubed] = integrate((t, _, out) => out.fill(3 * t * t), Float64Array.of(8), 2, 5, tolerance);
  expect(cubed).toBeCloseTo(125, 9);
});

it('a stiff decay ends at its rest, and no time changes nothing', () => {
  const rest = integrate((_, [y], out) => out.fill(-1000 * ((y as number) - 3)), Float64Array.of(0), 0, 5, tolerance);
  expect(Math.abs((rest[0] as number) - 3)).toBeLessThan(1e-8);
  expect(integrate((_, __, out) => out.fill(1), Float64Array.of(4), 1, 1, tolerance)).toEqual(Float64Array.of(4));
});
