/** What an expression is made of. */
import type { Expression } from './tree.ts';

/** Every name that an expression reads, in order. */
export const namesIn = (node: Expression): readonly (Expression & { kind: 'name' })[] => {
  switch (node.kind) {
    case 'number':
      return [];
    case 'name':
      return [node];
    case 'negate':
      return namesIn(node.operand);
    case 'binary':
    case 'compare':
      return [...namesIn(node.left), ...namesIn(node.right)];
    case 'choose':
      return [...namesIn(node.test), ...namesIn(node.yes), ...namesIn(node.no)];
    case 'call':
    case 'history':
      return node.args.flatMap(namesIn);
  }
};

/** Whether an expression uses a closed form over the time since the last handler. */
export const usesHistory = (node: Expression): boolean => {
  switch (node.kind) {
    case 'number':
    case 'name':
      return false;
    case 'negate':
      return usesHistory(node.operand);
    case 'binary':
    case 'compare':
      return usesHistory(node.left) || usesHistory(node.right);
    case 'choose':
      return usesHistory(node.test) || usesHistory(node.yes) || usesHistory(node.no);
    case 'call':
      return node.args.some(usesHistory);
    case 'history':
      return true;
  }
};
