import { describe, expect, test } from 'vitest';
import { accept, assert, InvariantError, refuse } from './index.ts';

describe('outcomes', () => {
  test('accept carries the value and refuse carries the refusal', () => {
    expect(accept(7n)).toEqual({ ok: true, value: 7n });
    expect(refuse({ code: 'too_late', byMs: 5 })).toEqual({
      ok: false,
      refusal: { code: 'too_late', byMs: 5 },
    });
  });

  test('assert lets a truthy condition pass', () => {
    expect(() => assert(1, 'never seen')).not.toThrow();
  });

  test('assert throws the named invariant and keeps the details beside it', () => {
    const attempt = () => assert(0, 'ledger: debits equal credits', { differenceMinor: 3n });
    expect(attempt).toThrow(InvariantError);
    expect(attempt).toThrow('ledger: debits equal credits');
    try {
      attempt();
    } catch (error) {
      expect(error).toMatchObject({ name: 'InvariantError', details: { differenceMinor: 3n } });
    }
  });
});
