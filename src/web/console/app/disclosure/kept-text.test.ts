import { describe, expect, it } from 'vitest';
import { keepText, readKeptText } from './kept-text.ts';

function openKeeper(entries: readonly (readonly [string, string])[] = []) {
  const kept = new Map(entries);
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

describe('what is written of a report', () => {
  const text = { ko: { happened: '가'.repeat(50_000) }, en: { happened: 'What happened' } };

  it('is there again after the page was left, until it is prepared', () => {
    const keeper = openKeeper();
    expect(readKeptText(keeper, 'one')).toBeUndefined();
    keepText(keeper, { incidentId: 'one', text });
    expect(readKeptText(keeper, 'one')).toEqual(text);
    expect(readKeptText(keeper, 'two')).toBeUndefined();
    keepText(keeper, { incidentId: 'one', text: undefined });
    expect(readKeptText(keeper, 'one')).toBeUndefined();
  });

  it.each(['{', '7', 'null', '{"ko":{}}', '{"ko":{},"en":7}'])('is not read from %s', (value) => {
    const keeper = openKeeper([['amends.report-text.one', value]]);
    expect(readKeptText(keeper, 'one')).toBeUndefined();
  });

  it('stands on the page where the tab keeps nothing', () => {
    const closed = (): never => {
      throw new Error('SecurityError');
    };
    const keeper = { getItem: closed, setItem: closed, removeItem: closed };
    keepText(keeper, { incidentId: 'one', text });
    expect(readKeptText(keeper, 'one')).toBeUndefined();
  });
});
