/** What synapses spend: charge that each projection moves per second, over the whole recording. */
import { type Chart, chartsFigure } from './chart.ts';
import { timeUnit } from './scale.ts';

export interface ProjectionEnergy {
  readonly name: string;
  /** Edges of the bins [ms], one more than there are charges. */
  readonly edges: readonly number[];
  /** Charge moved in each bin [pC]. */
  readonly pC: readonly number[];
}

const flowOf = ({ edges, pC }: ProjectionEnergy): number[] =>
  pC.map((charge, bin) => (1000 * charge) / ((edges[bin + 1] as number) - (edges[bin] as number)));

/** One step line per projection, in pC/s, or nC/s where that needs five digits. */
export const energyChart = (projections: readonly ProjectionEnergy[]): Chart => {
  const flows = projections.map(flowOf);
  const top = flows.flat().reduce((a, b) => Math.max(a, b), 0);
  const { per, label } = top < 10_000 ? { per: 1, label: 'charge (pC/s)' } : { per: 1000, label: 'charge (nC/s)' };
  const end = Math.max(...projections.map(({ edges }) => edges.at(-1) ?? 0));
  const unit = timeUnit(end);
  return {
    title: 'Charge transmitted',
    x: { label: `time (${unit.unit})` },
    y: { label },
    series: projections.map((projection, index) => ({
      name: projection.name,
      x: projection.edges.map((edge) => edge / unit.inMs),
      y: (flows[index] as number[]).map((flow) => flow / per),
      kind: 'steps' as const,
    })),
  };
};

export const energyFigure = (name: string, projections: readonly ProjectionEnergy[]): string =>
  chartsFigure(`${name}: energy`, [[energyChart(projections)]]);
