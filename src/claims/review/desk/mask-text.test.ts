import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskText } from './mask-text.ts';

describe('masking', () => {
  it('blacks out characters, not bytes, and keeps the lines', () => {
    const text = '전화 010-1\n😀 홍길동';
    expect(maskText(text, [{ fromCharacter: 3, untilCharacter: 9 }])).toBe('전화 █████\n😀 홍길동');
    expect(maskText(text, [{ fromCharacter: 9, untilCharacter: 10 }])).toBe('전화 010-1\n█ 홍길동');
  });

  it('lets stretches overlap, end after the text, or be none', () => {
    const stretches = [
      { fromCharacter: 0, untilCharacter: 2 },
      { fromCharacter: 1, untilCharacter: 99 },
    ];
    expect(maskText('abc', stretches)).toBe('███');
    expect(maskText('abc', [])).toBe('abc');
  });

  it('keeps the length, and nothing of what is inside', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), fc.nat(20), (text, from, count) => {
        const stretch = { fromCharacter: from, untilCharacter: from + count };
        const characters = [...maskText(text, [stretch])];
        expect(characters).toHaveLength([...text].length);
        const inside = characters.slice(from, from + count);
        expect(inside.every((character) => character === '█' || character === '\n')).toBe(true);
      }),
    );
  });
});
