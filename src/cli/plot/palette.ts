/**
 * Colours that people with any colour vision tell apart (Okabe & Ito 2008, without yellow, which is lost on white),
 * and the few greys of axes and annotations.
 */
const series = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#1a1a1a', '#8c8c8c'] as const;

/** Colour of the `index`-th population or projection; the ninth begins again. */
export const seriesColour = (index: number): string => series[index % series.length] ?? series[0];

export const ink = { text: '#1a1a1a', axis: '#4d4d4d', faint: '#737373', rule: '#d9d9d9', shade: '#f0f0f0', before: '#9a9a9a' } as const;
