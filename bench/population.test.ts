import { expect, test } from 'vitest';
import { checkPolicy } from '../src/policy/index.ts';
import { readPolicies } from './population.ts';

test('the policies that the population figure is measured with are accepted', () => {
  const findings = readPolicies().flatMap((document) => checkPolicy(document));
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
});
