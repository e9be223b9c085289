/** Gauss–Legendre quadrature over panels: 16 points a panel, exact for polynomials up to degree 31. */

const nodes = [
  0.09501250983763744, 0.2816035507792589, 0.45801677765722737, 0.6178762444026438, 0.755404408355003, 0.8656312023878318, 0.9445750230732326,
  0.9894009349916499,
];
const weights = [
  0.1894506104550685, 0.18260341504492358, 0.16915651939500254, 0.14959598881657674, 0.12462897125553388, 0.09515851168249279, 0.062253523938647894,
  0.027152459411754096,
];

/** Calls `visit(x, weight)` for the 16 points of [from, to]: Σ weight · f(x) is the integral of f. */
export const panel = (from: number, to: number, visit: (x: number, weight: number) => void): void => {
  const [middle, half] = [(from + to) / 2, (to - from) / 2];
  for (let i = 0; i < nodes.length; i++) {
    const [offset, weight] = [half * (nodes[i] as number), half * (weights[i] as number)];
    visit(middle - offset, weight);
    visit(middle + offset, weight);
  }
};

/** [0, to] in panels of which the first is `first` wide, each next twice as wide, none wider than `widest`: for what decays at first. */
export const growingPanels = (to: number, first: number, widest: number, visit: (x: number, weight: number) => void): void => {
  let [from, width] = [0, Math.min(first, widest)];
  while (from < to) {
    const end = Math.min(from + width, to);
    panel(from, end, visit);
    from = end;
    width = Math.min(2 * width, widest);
  }
};
