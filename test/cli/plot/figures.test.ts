import { describe, expect, test } from 'vitest';
import { measureActivity } from '../../../src/cli/plot/activity.ts';
import { figures, overviewFigure, rasterFigure, weightsFigure } from '../../../src/cli/plot/figures.ts';
import { moments, niceBins } from '../../../src/cli/plot/histogram.ts';
import { element, escapeText } from '../../../src/cli/plot/svg.ts';
import { histogram } from '../../../src/streams/statistics/histogram.ts';

const activity = (spikes: readonly (readonly [number, number])[], name = 'demo') =>
  measureActivity({
    name,
    populations: [
      { name: 'E', first: 0, size: 4 },
      { name: 'I & co', first: 4, size: 2 },
    ],
    from: 0,
    to: 1000,
    spikes: spikes.length,
    blocks: [{ ids: spikes.map(([, id]) => id), times: spikes.map(([time]) => time) }],
  });

const some = activity(Array.from({ length: 60 }, (_, i) => [(i + 1) * 16, i % 6] as const));
const weights = [
  {
    name: 'EE',
    unit: 'mV',
    snapshots: [
      { timeMs: 0, weights: new Float64Array(100).fill(0.3) },
      { timeMs: 1000, weights: Float64Array.from({ length: 100 }, (_, i) => i / 100) },
    ],
  },
];

/** Opening and closing tags must match: browsers refuse an SVG that is not well-formed XML. */
const wellFormed = (svg: string): boolean => {
  const open: string[] = [];
  for (const [, close, name, self] of svg.matchAll(/<(\/?)([a-z]+)[^<>]*?(\/?)>/g)) {
    if (self === '/') continue;
    if (close === '/' ? open.pop() !== name : open.push(name as string) === 0) return false;
  }
  return open.length === 0 && !/&(?!amp;|lt;|gt;|quot;)/.test(svg);
};

describe('figures', () => {
  test('are well-formed SVG, one file per kind and one with everything', () => {
    const files = figures(some, weights);
    expect([...files.keys()]).toEqual(['overview.svg', 'raster.svg', 'rates.svg', 'distributions.svg', 'weights.svg']);
    for (const svg of files.values()) {
      expect(wellFormed(svg)).toBe(true);
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
      expect(svg).toMatch(/^<svg [^>]*width="180mm"/);
    }
  });

  test('draw a population as one path, with a stroke for each spike', () => {
    const paths = [...rasterFigure(some).matchAll(/<path class="spikes" d="([^"]*)"/g)].map(([, d]) => d ?? '');
    expect(paths.map((d) => d.match(/M/g)?.length)).toEqual([40, 20]);
  });

  test('name quantity and unit on every axis and state the bin width', () => {
    const svg = overviewFigure(some, weights);
    for (const text of [
      'time (ms)',
      'rate (Hz)',
      'weight (mV), bins of 0.05',
      'neurons (%)',
      'bins of 100 ms',
      't = 1000 ms: 0.50 ± 0.29 mV',
      't = 0 ms: 0.3 ± 0 mV',
    ])
      expect(svg.replaceAll('\u2009', ' ')).toContain(text);
  });

  test('of a silent network, and of one with constant weights, are still figures', () => {
    const files = figures(activity([], 'quiet <network>'), [{ name: 'in', unit: 'pA', snapshots: [{ timeMs: 5, weights: [30, 30] }] }]);
    for (const svg of files.values()) {
      expect(wellFormed(svg)).toBe(true);
      expect(svg).not.toMatch(/NaN|Infinity/);
    }
    expect(files.get('distributions.svg')).toContain('too few spikes');
    expect(files.get('raster.svg')).toContain('quiet &lt;network&gt;');
  });

  test('of weights have before as an outline and after filled', () => {
    const svg = weightsFigure('demo', weights);
    expect(svg.match(/class="before"/g)).toHaveLength(1);
    expect(svg.match(/class="after"/g)).toHaveLength(1);
    // All weights began alike: their bar leaves the panel, and the axis says so.
    expect(svg).toContain('synapses (%), cut');
  });
});

describe('histograms', () => {
  test('count every finite value once', () => {
    const values = Float64Array.from({ length: 1000 }, (_, i) => Math.sin(i) * 3);
    const { counts, total } = histogram(values, niceBins(-3, 3, 40));
    expect(total).toBe(1000);
    expect(counts.reduce((a, b) => a + b, 0)).toBe(1000);
    expect(histogram([Number.NaN, 1, Infinity], niceBins(0, 1, 4)).total).toBe(1);
  });

  test('have edges at multiples of a nice width', () => {
    expect(niceBins(0.03, 0.98, 40)).toEqual({ from: 0, width: 0.05, count: 20 });
    expect(niceBins(30, 30, 40).count).toBeGreaterThan(10);
  });

  test('come with mean and standard deviation', () => {
    expect(moments([1, 2, 3, 4])).toEqual({ n: 4, mean: 2.5, sd: Math.sqrt(1.25) });
    expect(moments([])).toEqual({ n: 0, mean: 0, sd: 0 });
  });
});

test('text is escaped, and what XML forbids is left out', () => {
  expect(escapeText('a<b & "c"\u0000\ud800')).toBe('a&lt;b &amp; &quot;c&quot;');
  expect(element('g', { x: 1.23456, y: undefined })).toBe('<g x="1.23"/>');
});
