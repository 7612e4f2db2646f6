import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareLines } from './compare-lines.ts';

const texts = fc
  .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 8 })
  .map((lines) => lines.join('\n'));

describe('the lines of two texts', () => {
  it('give back either text, whatever they share', () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const lines = compareLines(before, after);
        const kept = (gone: string) =>
          lines
            .filter(({ kind }) => kind !== gone)
            .map(({ text }) => text)
            .join('\n');
        expect(kept('added')).toBe(before);
        expect(kept('removed')).toBe(after);
      }),
    );
  });

  it('tell which line changed', () => {
    expect(compareLines('a\nb\nc', 'a\nx\nc').map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      ...['same a', 'removed b', 'added x', 'same c'],
    ]);
  });
});
