import { describe, expect, it } from 'vitest';
import { compose } from '../../src/rules/compose.ts';
import { describeProgram } from '../../src/rules/describe.ts';
import { type Construct, constructs } from './constructs.ts';

const where = "projection 'EE'";
const composed = ({ uses, kind, signals }: Construct) => compose(uses, { where, kind, signals });

describe('every construct', () => {
  it.each(Object.entries<Construct>(constructs))('%s composes in the order written', (_, construct) => {
    expect(describeProgram(composed(construct))).toMatchSnapshot();
  });
});
