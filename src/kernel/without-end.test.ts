import fc from 'fast-check';
import { expect, it } from 'vitest';
import { withoutEnd } from './without-end.ts';

it('takes away what a pattern would', () => {
  const text = fc.string({ unit: fc.constantFrom(' ', '\t', 'a', '0', '\n') });
  fc.assert(
    fc.property(text, (one) => {
      expect(withoutEnd(one, ' \t')).toBe(one.replace(/[ \t]+$/, ''));
    }),
  );
});

it('comes to its end with a long text (A30)', () => {
  const spaces = ' '.repeat(1_000_000);
  expect(withoutEnd(`${spaces}a`, ' ')).toHaveLength(1_000_001);
  expect(withoutEnd(`a${spaces}`, ' ')).toBe('a');
});
