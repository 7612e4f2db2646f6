import { describe, expect, it } from 'vitest';
import { cleanText, cleanTitle, textsSchema, titlesSchema } from './shown-text.ts';

const both = (text: string) => ({ ko: text, en: text });
const title = (text: string) => titlesSchema.safeParse(both(text)).success;
const text = (words: string) => textsSchema.safeParse(both(words)).success;

describe('what is written about an outage', () => {
  it.each([
    ['한글, English & <b>\u201c“tags”\u201d</b> 👩‍🚒', true, true],
    ['two\nlines\twith a tab', false, true],
    ['', false, false],
    ['a bell \u0007', false, false],
    ['next line \u0085', false, false],
    ['turned \u202eback', false, false],
    ['isolated \u2067text', false, false],
    ['no character \ufffe', false, false],
    ['half of one \ud83d', false, false],
    ['x'.repeat(200), true, true],
    ['x'.repeat(201), false, true],
    ['x'.repeat(5_000), false, true],
    ['x'.repeat(5_001), false, false],
  ])('%j: a title %s, a text %s', (words, isTitle, isText) => {
    expect([title(words), text(words)]).toEqual([isTitle, isText]);
  });

  it.each([
    ['plain', 'plain', 'plain'],
    ['a\r\nBcc: x@y.z', 'a Bcc: x@y.z', 'a\r\nBcc: x@y.z'],
    ['\u202eevil\u202c \u0001', 'evil', 'evil'],
    ['\u0000', '–', '–'],
  ])('of another tool, %j, becomes what may be shown', (words, asTitle, asText) => {
    expect([cleanTitle(words), cleanText(words)]).toEqual([asTitle, asText]);
    expect([title(cleanTitle(words)), text(cleanText(words))]).toEqual([true, true]);
  });

  it('of another tool is cut between characters, and told to be', () => {
    const long = `${'긴'.repeat(198)}😀😀`;
    expect(cleanTitle(long)).toBe(`${'긴'.repeat(198)}…`);
    expect(title(cleanTitle(long))).toBe(true);
    expect(cleanText('y'.repeat(6_000))).toHaveLength(5_000);
  });
});
