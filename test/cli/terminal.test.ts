import { describe, expect, test } from 'vitest';
import { followProgress } from '../../src/cli/progress.ts';
import { report } from '../../src/cli/report.ts';
import { bytes, clock, duration, grouped, table } from '../../src/cli/table.ts';
import { terminal } from '../../src/cli/terminal.ts';
import { EquationError, InternalError, ModelError, UnsupportedError } from '../../src/errors.ts';

const sink = (isTTY: boolean, columns = 80) => {
  const written: string[] = [];
  return { isTTY, columns, write: (text: string) => written.push(text), written };
};

describe('a terminal', () => {
  test('has a status line that results replace', () => {
    const [out, err] = [sink(true), sink(true)];
    const screen = terminal(out, err);
    screen.status('half done');
    screen.status('done');
    screen.print('result');
    expect(err.written).toEqual(['\rhalf done', '\rdone     ', '\r    \r']);
    expect(out.written).toEqual(['result\n']);
  });

  test('cuts a status that would wrap', () => {
    const err = sink(true, 6);
    terminal(sink(true), err).status('0123456789');
    expect(err.written).toEqual(['\r01234']);
  });

  test('that is a pipe gets plain lines only', () => {
    const err = sink(false);
    const screen = terminal(sink(false), err);
    screen.status('half done');
    screen.note('a note');
    expect(err.written).toEqual(['a note\n']);
  });
});

describe('progress', () => {
  const follow = (live: boolean) => {
    const err = sink(live, 200);
    let now = 0;
    const update = followProgress(terminal(sink(live), err), { simulatedMs: 0, totalMs: 10_000, spikes: 0 }, 1000, () => now);
    return {
      err,
      at: (seconds: number, simulatedMs: number, spikes: number) => {
        now = seconds;
        update({ simulatedMs, totalMs: 10_000, spikes });
      },
    };
  };

  test('says simulated time, speed, rate and time left', () => {
    const { err, at } = follow(true);
    at(2, 1000, 5000);
    expect(err.written).toEqual(['\r██░░░░░░░░░░░░░░░░░░  1 s of 10 s  0.5× real time  5 Hz  18 s left']);
  });

  test('renews a terminal at most ten times a second and a pipe every ten seconds', () => {
    const { err, at } = follow(true);
    for (let i = 1; i <= 100; i++) at(i / 100, i, i);
    expect(err.written.length).toBeGreaterThan(5);
    expect(err.written.length).toBeLessThanOrEqual(11);
    const pipe = follow(false);
    for (let i = 1; i <= 35; i++) pipe.at(i, i * 100, i * 100);
    expect(pipe.err.written).toEqual([
      '1 s of 10 s  0.1× real time  1 Hz  1:30 min left\n',
      '2 s of 10 s  0.1× real time  1 Hz  1:20 min left\n',
      '3 s of 10 s  0.1× real time  1 Hz  1:10 min left\n',
    ]);
  });
});

describe('errors', () => {
  test('of ours are their message, and the status says whose fault it was', () => {
    expect(report(new ModelError('x', 'Population E is empty.'))).toEqual({ text: 'Population E is empty.', status: 2 });
    expect(report(new EquationError('x', 'There is no z.', 'w += z', 5))).toEqual({ text: 'There is no z.\n  w += z\n       ^', status: 2 });
    expect(report(new UnsupportedError('x', 'Cannot.', ['a', 'b']))).toEqual({ text: 'Cannot.\n  - a\n  - b', status: 2 });
    expect(report(new InternalError('Lost a spike.')).status).toBe(1);
  });

  test('of the system are a sentence', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write', path: '/full/spikes.arrow' });
    expect(report(full, false)).toEqual({ text: 'Cannot write /full/spikes.arrow: no space left on the device.', status: 1 });
    const missing = Object.assign(new Error('ENOENT'), { code: 'ENOENT', syscall: 'open', path: 'nowhere.json' });
    expect(report(missing, false).text).toBe('Cannot read nowhere.json: there is no such file or directory.');
  });

  test('that nobody expected hide their stack and say how to see it', () => {
    expect(report(new TypeError('x is not a function'), false)).toEqual({
      text: 'Spikeloom failed unexpectedly: TypeError: x is not a function. Set SPIKELOOM_DEBUG=1 to see where.',
      status: 1,
    });
    expect(report(new TypeError('x is not a function'), true).text).toContain('terminal.test.ts');
    expect(report('a string', false).text).toBe('Spikeloom failed unexpectedly: a string. Set SPIKELOOM_DEBUG=1 to see where.');
  });
});

test('tables align words to the left and numbers to the right', () => {
  expect(
    table(
      [
        ['population', 'neurons'],
        ['E', '800'],
        ['I', '20'],
      ],
      [1],
    ),
  ).toEqual(['population  neurons', 'E               800', 'I                20']);
});

test('numbers are written for people', () => {
  expect([999, 15_600_000].map(grouped)).toEqual(['999', '15,600,000']);
  expect([12, 2048, 3 * 2 ** 30].map(bytes)).toEqual(['12 B', '2.00 KiB', '3.00 GiB']);
  expect([0.1, 50, 10_000].map(duration)).toEqual(['0.1 ms', '50 ms', '10 s']);
  expect([0.31, 12, 65, 3725].map(clock)).toEqual(['0.3 s', '12 s', '1:05 min', '1:02:05 h']);
});
