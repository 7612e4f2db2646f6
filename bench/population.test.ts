import { describe, expect, it } from 'vitest';
import { checkPolicy, parsePolicy } from '../src/policy/index.ts';
import { policyText } from './population.ts';

describe('the policy that the population is measured with', () => {
  it('is read and accepted', () => {
    const parsed = parsePolicy(policyText);
    expect(parsed).toMatchObject({ ok: true });
    if (parsed.ok) {
      expect(checkPolicy(parsed.value).filter(({ severity }) => severity === 'error')).toEqual([]);
    }
  });
});
