import { describe, expect, test } from 'vitest';
import { parseChoice, parseCount, parseSettings, parseTime, parseValue } from '../../src/cli/quantity.ts';

describe('times', () => {
  test('are numbers with a unit', () => {
    expect(['10s', '0.1ms', '2 min', '1h', '50us', '.5s', '1e3ms'].map((text) => parseTime('--for', text))).toEqual([
      10_000, 0.1, 120_000, 3_600_000, 0.05, 500, 1000,
    ]);
  });

  test.each(['10', '', 's', '-1s', '0s', '1e999s', '10 seconds', '10S', '1s2', 'toString', '1constructor'])('are refused as %j', (text) => {
    expect(() => parseTime('--for', text)).toThrow(
      `--for takes a positive time with its unit (us, ms, s, min, h), such as 10s or 0.1ms, not '${text}'.`,
    );
  });
});

test('counts are whole and positive', () => {
  expect(parseCount('--workers', '2')).toBe(2);
  for (const text of ['0', '-1', '1.5', 'two', '', '1e3', '99999999999999999999'])
    expect(() => parseCount('--workers', text)).toThrow(`--workers takes a whole number of at least 1, not '${text}'.`);
});

test('choices name what is allowed', () => {
  expect(parseChoice('--clock', 'grid', ['event', 'grid'])).toBe('grid');
  expect(() => parseChoice('--clock', 'atomic', ['event', 'grid'])).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: --clock takes event or grid, not 'atomic'.]`,
  );
});

describe('settings', () => {
  test('are numbers, quantities as a description holds them, switches or words', () => {
    expect(['0.1', '20ms', '5 Hz', '2s', 'true', 'false', 'dc', '1e-3', '3apples'].map(parseValue)).toEqual([
      0.1,
      20,
      5,
      2000,
      true,
      false,
      'dc',
      1e-3,
      '3apples',
    ]);
    expect([...parseSettings(['scale=0.1', 'input=dc', 'note=a=b'])]).toEqual([
      ['scale', 0.1],
      ['input', 'dc'],
      ['note', 'a=b'],
    ]);
  });

  test('need a name and a value, once', () => {
    expect(() => parseSettings(['scale'])).toThrowErrorMatchingInlineSnapshot(
      `[ModelError: --set takes name=value, such as --set scale=0.1, not 'scale'.]`,
    );
    expect(() => parseSettings(['=1'])).toThrow('--set takes name=value');
    expect(() => parseSettings(['a=1', 'a=2'])).toThrowErrorMatchingInlineSnapshot(`[ModelError: --set gives a twice.]`);
  });
});
