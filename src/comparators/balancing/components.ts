/** Strongly connected components: neurons that reach each other along directed synapses (Sharir 1981 Computers & Mathematics with Applications 7:67; Kosaraju). */

/**
 * The component of each of n neurons, numbered from 0.
 * @param linked - whether there is a synapse onto i from j
 */
export const strongComponents = (n: number, linked: (i: number, j: number) => boolean): Int32Array => {
  const component = new Int32Array(n).fill(-1);
  let components = 0;
  // Sources of what is finished last come first; against the synapses, a search then stays in one component.
  for (const start of finished(n, linked).reverse()) {
    if (component[start] !== -1) continue;
    const open = [start];
    component[start] = components;
    for (let at = open.pop(); at !== undefined; at = open.pop())
      for (let from = 0; from < n; from++) {
        if (component[from] !== -1 || !linked(at, from)) continue;
        component[from] = components;
        open.push(from);
      }
    components++;
  }
  return component;
};

/** Neurons in the order in which a search along the synapses has finished with them. */
const finished = (n: number, linked: (i: number, j: number) => boolean): number[] => {
  const order: number[] = [];
  const seen = new Uint8Array(n);
  const next = new Int32Array(n);
  for (let start = 0; start < n; start++) {
    const path = seen[start] ? [] : [start];
    seen[start] = 1;
    while (path.length > 0) {
      const at = path.at(-1) as number;
      let to = next[at] as number;
      while (to < n && (seen[to] || !linked(to, at))) to++;
      next[at] = to;
      if (to < n) {
        seen[to] = 1;
        path.push(to);
      } else order.push(path.pop() as number);
    }
  }
  return order;
};
