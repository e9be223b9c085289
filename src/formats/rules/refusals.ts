/** Reasons for which a target cannot hold a program: all are gathered while it is printed, so that one answer names them all. */

export interface Refusals {
  readonly reasons: ReadonlySet<string>;
  /** Notes a reason; what is returned stands in the text, which nobody will see. */
  refuse(reason: string): string;
}

export const noRefusals = (): Refusals => {
  const reasons = new Set<string>();
  return {
    reasons,
    refuse: (reason) => {
      reasons.add(reason);
      return '?';
    },
  };
};
