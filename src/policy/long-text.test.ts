import { describe, expect, test } from 'vitest';
import { rational } from '../kernel/index.ts';
import { NotConvertible } from './dmn/decision-table.ts';
import { parseUnaryTest } from './dmn/unary-test.ts';
import { renderExplanation } from './explain/render-explanation.ts';
import type { Locale } from './explain/words.ts';
import { scanMarkdown } from './parse/markdown.ts';
import { determine } from './trial-document.ts';

// What the readers of this room say of short and of very long texts. No measure of speed: a
// pattern that goes back and forth would not come to its end with the long ones.

const spaces = ' '.repeat(50_000);

describe('headings of a document', () => {
  const headingsOf = (text: string) => scanMarkdown(text).headings.map((heading) => heading.text);

  test.each([
    ['# a', ['a']],
    ['#\ta\t', ['a']],
    ['   ###   a b   ', ['a b']],
    ['# a #', ['a']],
    ['# a ###  ', ['a']],
    ['# a # #', ['a #']],
    ['# a#', ['a#']],
    ['# a \\#', ['a \\#']],
    ['# ##', ['##']],
    ['# ', ['']],
    ['#', []],
    ['#a', []],
    ['####### a', []],
    ['    # a', []],
    ['# \u00a0a\u00a0', ['\u00a0a\u00a0']],
    ['# a\u00a0#', ['a\u00a0#']],
    ['# a\u2028b', []],
  ])('%j: %j', (text, expected) => expect(headingsOf(text)).toEqual(expected));

  test.each([
    ['spaces', `# a${spaces}b`, `a${spaces}b`],
    ['marks and spaces', `# a${' #'.repeat(50_000)}b`, `a${' #'.repeat(50_000)}b`],
    ['marks', `# a ${'#'.repeat(100_000)}b`, `a ${'#'.repeat(100_000)}b`],
    ['closing marks', `# a${spaces}${'#'.repeat(50_000)}${spaces}`, 'a'],
  ])('with 100 kB of %s (A30)', (_, text, expected) => {
    expect(headingsOf(text)).toEqual([expected]);
  });

  test('spaces of 100 kB that end in no heading (A30)', () => {
    expect(headingsOf(`# ${spaces}${spaces}\u2028`)).toEqual([]);
  });
});

describe('headings in the language of the reader', () => {
  const told = determine('fact loss : money from claimant\naward cash 1 KRW', { loss: 1 });
  const shown = (title: string, locale: Locale): boolean => {
    const rules = told.trace.rules.map((rule) => ({ ...rule, title }));
    const lines = renderExplanation({ ...told, trace: { ...told.trace, rules } }, { locale });
    return lines.some((line) => line === wanted[locale]);
  };
  let wanted: Readonly<Record<Locale, string>>;

  test.each([
    ['§1 장애 / Outage', '§1 장애', '§1 Outage'],
    ['장애 / Outage', '장애', 'Outage'],
    ['§1  장애  /  Outage', '§1  장애', '§1  Outage'],
    ['§1 a/b / c / d', '§1 a/b', '§1 c / d'],
    ['§1 / Outage', '§1', 'Outage'],
    ['§1 장애', '§1 장애', '§1 장애'],
    ['장애 /Outage', '장애 /Outage', '장애 /Outage'],
    [`§1${spaces}a${spaces}b`, `§1${spaces}a${spaces}b`, `§1${spaces}a${spaces}b`],
    [`§1 a${' /'.repeat(50_000)}`, '§1 a', `§1${' /'.repeat(49_999)}`],
    [`§${'§ '.repeat(50_000)}x`, `§${'§ '.repeat(50_000)}x`, `§${'§ '.repeat(50_000)}x`],
  ])('%j (A30)', (title, ko, en) => {
    wanted = { ko, en };
    expect([shown(title, 'ko'), shown(title, 'en')]).toEqual([true, true]);
  });
});

describe('a test of a decision table', () => {
  const end = (value: bigint, isInclusive: boolean) => ({ value: rational(value), isInclusive });

  test.each([
    ['[1..5]', { low: end(1n, true), high: end(5n, true) }],
    ['(1..5)', { low: end(1n, false), high: end(5n, false) }],
    [']1..5[', { low: end(1n, false), high: end(5n, false) }],
    ['[ 1 .. 5 )', { low: end(1n, true), high: end(5n, false) }],
    ['<5', { high: end(5n, false) }],
    ['<=  5', { high: end(5n, true) }],
    ['> 5', { low: end(5n, false) }],
    ['>= -5', { low: end(-5n, true) }],
    ['5', { low: end(5n, true), high: end(5n, true) }],
  ])('%s', (text, range) => {
    expect(parseUnaryTest(text)).toEqual({ kind: 'ranges', ranges: [range] });
  });

  test.each([
    ['a bound without its end', '[1..]'],
    ['a bound without its beginning', '[..5]'],
    ['only dots', '[....]'],
    ['a bracket', '['],
    ['a bound not closed', '[1..5'],
    ['a sign alone', '<'],
    ['two lines', '< 1\n2'],
    ['spaces of 50 kB', `[${spaces}`],
    ['dots of 100 kB', `[1${'..'.repeat(50_000)}`],
    ['spaces and dots', `[${' ..'.repeat(130)} `],
    ['spaces and no dots', `[1${' '.repeat(395)}]`],
    ['a sign and two lines far apart', `<${' '.repeat(390)}1\n2`],
  ])('%s: refused (A30)', (_, text) => expect(() => parseUnaryTest(text)).toThrow(NotConvertible));
});
