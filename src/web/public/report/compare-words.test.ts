import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareWords, openWordBudget, type WordRun } from './compare-words.ts';

const without = (runs: readonly WordRun[], kind: WordRun['kind']): string =>
  runs
    .filter((run) => run.kind !== kind)
    .map(({ text }) => text)
    .join('');

describe('two versions of a text', () => {
  it('differ by words within a paragraph, and by whole paragraphs', () => {
    const was = 'The fire was out by night.\n\nPower came back.\n\nNobody was hurt.';
    const now = 'The fire was out by 23:45.\n\nNobody was hurt.\n\nA report follows.';
    const runs = compareWords(was, now);
    const changed = runs.filter(({ kind }) => kind !== 'same');
    expect(changed).toEqual([
      { kind: 'removed', text: 'night' },
      { kind: 'added', text: '23:45' },
      { kind: 'removed', text: 'Power came back.\n\n' },
      { kind: 'added', text: '\n\nA report follows.' },
    ]);
    expect([without(runs, 'added'), without(runs, 'removed')]).toEqual([was, now]);
  });

  it('differ by words in Korean too, not by syllables', () => {
    const runs = compareWords('9시에 차단기가 열렸다.', '8시에 차단기를 열었다.');
    expect(runs.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      ...['removed 9시에', 'added 8시에', 'same  '],
      ...['removed 차단기가', 'added 차단기를', 'same  '],
      ...['removed 열렸다', 'added 열었다', 'same .'],
    ]);
  });

  it('give both texts back, whatever they are', () => {
    const text = fc
      .array(fc.constantFrom('불', '꺼졌다', 'fire', '12', '.', '\n\n', '🔥'), { maxLength: 60 })
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(text, text, fc.nat(30), (was, now, left) => {
        const runs = compareWords(was, now, { left });
        expect([without(runs, 'added'), without(runs, 'removed')]).toEqual([was, now]);
      }),
    );
  });

  const paragraph = (word: string, count: number): string =>
    Array.from({ length: count }, (_, at) => `${word}${at}`).join(' ');

  it('are told whole where nearly every word is another', () => {
    const [was, now] = [paragraph('a', 500), paragraph('b', 500)];
    expect(compareWords(was, now)).toEqual([
      { kind: 'removed', text: was },
      { kind: 'added', text: now },
    ]);
    const few = compareWords(paragraph('a', 100), paragraph('b', 100));
    expect(few.length).toBeGreaterThan(100);
  });

  it('take no more together than the budget of a report', () => {
    const budget = openWordBudget();
    const text = (word: string): string =>
      Array.from({ length: 60 }, (_, at) => `${paragraph(word, 90)}\n\nkept ${at}\n\n`).join('');
    const runs = compareWords(text('a'), text('b'), budget);
    expect(budget.left).toBe(0);
    expect(without(runs, 'added')).toBe(text('a'));
    expect(runs).toContainEqual({ kind: 'added', text: paragraph('b', 90) });
  });
});
