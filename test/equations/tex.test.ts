import { expect, it } from 'vitest';
import { parseStatement } from '../../src/equations/parse.ts';
import { texStatement } from '../../src/equations/tex.ts';

it.each([
  ['w -= aMinus * y', 'w \\leftarrow w - a_{\\mathrm{minus}} \\, y'],
  ['w += a * (x - y)', 'w \\leftarrow w + a \\, \\left(x - y\\right)'],
  ['w -= a - b', 'w \\leftarrow w - \\left(a - b\\right)'],
  ['rho *= exp(-elapsed / tauCa)', '\\rho \\leftarrow \\rho \\cdot \\exp\\left(\\frac{-\\mathrm{elapsed}}{\\tau_{\\mathrm{ca}}}\\right)'],
  ['w = (wMax - w)^mu', 'w \\leftarrow \\left(w_{\\mathrm{max}} - w\\right)^{\\mu}'],
  ['s = (a / b)^2', 's \\leftarrow \\left(\\frac{a}{b}\\right)^{2}'],
  ['s = x > 1 ? 2 : 1e-7', 's \\leftarrow \\begin{cases} 2 & [x > 1] \\\\ 10^{-7} & \\text{otherwise} \\end{cases}'],
  ['released ~ Bernoulli(p)', '\\mathrm{released} \\sim \\mathrm{Bernoulli}\\left(p\\right)'],
  ['deliver(w * released / p)', '\\mathrm{deliver}\\left(\\frac{w \\, \\mathrm{released}}{p}\\right)'],
  ['s += integral(min(c, k)) + timeAbove(c, k)', 's \\leftarrow s + \\left(\\int \\min\\left(c, k\\right) \\, dt + T_{>}\\left(c, k\\right)\\right)'],
])('%s', (source, tex) => {
  expect(texStatement(parseStatement(source))).toBe(tex);
});
