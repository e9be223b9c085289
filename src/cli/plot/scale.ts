/** Scales with ticks at nice numbers (1, 2 or 5 times a power of ten). */

export interface Scale {
  readonly domain: readonly [number, number];
  /** Whether equal distances are equal ratios. */
  readonly log?: true;
  /** From data to points. */
  (value: number): number;
}

export const linear = (domain: readonly [number, number], range: readonly [number, number]): Scale => {
  const [from, to] = domain;
  const [start, end] = range;
  const slope = to === from ? 0 : (end - start) / (to - from);
  return Object.assign((value: number) => start + (value - from) * slope, { domain });
};

/** @param domain - both ends positive */
export const logarithmic = (domain: readonly [number, number], range: readonly [number, number]): Scale => {
  const across = linear([Math.log(domain[0]), Math.log(domain[1])], range);
  return Object.assign((value: number) => across(Math.log(value)), { domain, log: true as const });
};

/** The nice number at or above `rough`: 1, 2 or 5 times a power of ten. */
export const niceStep = (rough: number): number => {
  if (!(rough > 0) || !Number.isFinite(rough)) return 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / power;
  return (lead <= 1.000001 ? 1 : lead <= 2.000001 ? 2 : lead <= 5.000001 ? 5 : 10) * power;
};

/** Multiples of a nice step inside [from, to], about `count` of them, free of rounding dust. */
export const ticks = (from: number, to: number, count = 5): number[] => {
  if (!(to > from)) return [from];
  const step = niceStep((to - from) / count);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  const digits = decimals(step);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toFixed(digits)));
};

/** `top` raised to the next tick, so that an axis ends on one; never 0. */
export const niceTop = (top: number, count = 4): number => {
  if (!(top > 0)) return 1;
  const step = niceStep(top / count);
  return step * Math.ceil(top / step - 1e-9);
};

/** Where a scale's axis has ticks, and their labels: on a logarithmic one powers of ten, with 2 and 5 times them where there are few. */
export const scaleTicks = (
  { domain: [from, to], log }: Scale,
  count: number,
): { readonly values: readonly number[]; readonly names: readonly string[] } => {
  if (!log) {
    const values = ticks(from, to, count);
    return { values, names: tickLabels(values) };
  }
  const [first, last] = [Math.floor(Math.log10(from)), Math.ceil(Math.log10(to))];
  const leads = Math.log10(to / from) > 2 ? [1] : [1, 2, 5];
  const values = Array.from({ length: last - first + 1 }, (_, i) => leads.map((lead) => Number(`${lead}e${first + i}`)))
    .flat()
    .filter((value) => value >= from * (1 - 1e-9) && value <= to * (1 + 1e-9));
  return { values, names: values.map((value) => plain(value)) };
};

const decimals = (step: number): number => Math.min(12, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));

/** Labels of ticks with the same number of decimals, a true minus sign and thin spaces between thousands. */
export const tickLabels = (values: readonly number[]): string[] => {
  const step = values.length > 1 ? Math.abs((values[1] as number) - (values[0] as number)) : Math.abs(values[0] ?? 1) || 1;
  const digits = decimals(step);
  return values.map((value) => readable(value, digits));
};

/** A number for people: fixed decimals, thin spaces between thousands from 10 000 on, a true minus. */
export const readable = (value: number, digits: number): string => {
  const [whole = '', fraction] = Math.abs(value).toFixed(digits).split('.');
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, '\u2009') : whole;
  const sign = value < 0 && Number(value.toFixed(digits)) !== 0 ? '\u2212' : '';
  return `${sign}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
};

/** A number to `digits` significant places, without an exponent where it stays readable. */
export const significant = (value: number, digits = 3): string => {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const places = digits - 1 - Math.floor(Math.log10(Math.abs(value)) + 1e-12);
  if (places > 7) return value.toExponential(digits - 1).replace('e-', '\u2009·\u200910^\u2212');
  return readable(value, Math.max(0, places));
};

/** A number as short as `digits` significant places allow: no zeros at the end. */
export const plain = (value: number, digits = 4): string => {
  const short = Number(value.toPrecision(digits));
  const places = (String(short).split('.')[1] ?? '').length;
  return /e/.test(String(short)) ? significant(short, digits) : readable(short, places);
};

/** "0.300 ± 0.080": both with the two significant places of the deviation. */
export const plusMinus = (mean: number, sd: number): string => {
  if (!(sd > 1e-9 * Math.abs(mean))) return `${plain(mean)} ± 0`;
  const places = Math.min(9, Math.max(0, 1 - Math.floor(Math.log10(sd) + 1e-12)));
  return `${readable(mean, places)} ± ${readable(sd, places)}`;
};

/** The unit in which a stretch of time reads best, and ms per unit. */
export const timeUnit = (spanMs: number): { readonly unit: 'ms' | 's' | 'min'; readonly inMs: number } => {
  if (spanMs > 20 * 60_000) return { unit: 'min', inMs: 60_000 };
  return spanMs >= 2000 ? { unit: 's', inMs: 1000 } : { unit: 'ms', inMs: 1 };
};
