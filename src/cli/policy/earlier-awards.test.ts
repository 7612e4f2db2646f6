import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { renderDue, requireEarlier, sayRefusal } from './earlier-awards.ts';

const folder = mkdtempSync(join(tmpdir(), 'amends-earlier-'));
const at = (name: string) => join(folder, name);
writeFileSync(at('first.parquet'), '');
writeFileSync(at('parties.csv'), '');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const files = { awards: at('new.parquet'), read: [at('parties.csv')] };
const first = [at('first.parquet')];

test('neither of the options is needed, and the file of what is due may stand alone', () => {
  requireEarlier({}, files);
  requireEarlier({ due: at('due.parquet') }, files);
  requireEarlier({ earlier: first, due: at('due.parquet') }, files);
});

test.each([
  ['no file of what is due', { earlier: first }, files, /^--earlier needs/],
  [
    'an earlier file that is not there',
    { earlier: [at('gone')], due: at('due') },
    files,
    /no such/,
  ],
  ['what is due over an earlier file', { earlier: first, due: at('first.parquet') }, files, /read/],
  ['what is due over the population', { earlier: first, due: at('parties.csv') }, files, /read/],
  ['what is due over the awards', { earlier: first, due: at('new.parquet') }, files, /read/],
  [
    'the awards over an earlier file',
    { earlier: first, due: at('due.parquet') },
    { ...files, awards: at('first.parquet') },
    /^--awards .*read/,
  ],
])('%s is refused', (_name, options, given, message) => {
  expect(() => requireEarlier(options, given)).toThrow(message);
});

test('a file that is not the one of a run is told by its name', () => {
  const refusal = { code: 'determination_earlier_unknown', hash: 'ab' } as const;
  expect(sayRefusal(refusal, new Map([['ab', 'first.parquet']]))).toContain('first.parquet');
});

test('what is due is shown with who gets less and from whom something is held back', () => {
  const line = {
    ...{ partyClass: 'user', remedy: 'cash', name: null, currency: 'KRW', unit: null },
    ...{ granted: '1000', now: '1500', due: '700', grantedParties: 2, nowParties: 2 },
    ...{ dueParties: 1, lessParties: 1, heldParties: 0 },
  };
  const shown = renderDue({ earlier: [], dueHash: '', totals: [], lines: [line] });
  expect(shown).toMatch(/user +cash +1,000 +1,500 +700 +1 +1 +0 +KRW/);
  expect(shown).toContain('keeps it');
  expect(shown).not.toContain('Held back:');
  const held = { ...line, currency: null, unit: 'month', due: '1/3', heldParties: 2 };
  const other = renderDue({ earlier: [], dueHash: '', totals: [], lines: [held] });
  expect(other).toMatch(/≈ 0.33/);
  expect(other).toContain('Held back:');
});
