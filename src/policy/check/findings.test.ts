import { describe, expect, test } from 'vitest';
import { renderFinding } from '../explain/render-finding.ts';
import { type FindingCode, findingSeverity } from '../finding.ts';
import { documentText, findingsOf } from '../trial-document.ts';
import { earlyTwins } from './twins/early-twins.ts';
import { lateTwins } from './twins/late-twins.ts';
import { byLoss, days, fee, member, on, plan, type Twins } from './twins/twin.ts';

const twins = [...earlyTwins, ...lateTwins];

function codesOf({ isWhole }: Twins, text: string): readonly FindingCode[] {
  return findingsOf(isWhole ? text : documentText(text)).map((finding) => finding.code);
}

// What every short trial lacks; it says nothing about the twins.
const usual: ReadonlySet<FindingCode> = new Set(['cases_missing']);
const reports: ReadonlySet<FindingCode> = new Set(['burdened_remedy']);

describe.each(twins)('$code', (pair) => {
  test('is found in the bad twin', () => {
    expect(codesOf(pair, pair.bad)).toContain(pair.code);
  });

  test('is told in English and in Korean, with nothing left open', () => {
    const text = pair.isWhole === true ? pair.bad : documentText(pair.bad);
    for (const finding of findingsOf(text).filter(({ code }) => code === pair.code)) {
      const [en, ko] = [renderFinding(finding), renderFinding(finding, 'ko')];
      expect(`${en} ${ko}`).not.toMatch(/undefined|NaN/);
      expect([/[가-힣]/.test(ko), ko === en]).toEqual([true, false]);
    }
  });

  test('is not found in the good twin, and nothing else is', () => {
    const others = codesOf(pair, pair.good).filter((code) => {
      return code === pair.code || !(usual.has(code) || reports.has(code));
    });
    expect(others).toEqual([]);
  });
});

test('every code has its twins', () => {
  const tested = twins.map((pair) => pair.code);
  expect([...new Set(tested)].sort()).toEqual(Object.keys(findingSeverity).sort());
});

test('a finding names its line, column and clause, both readings and what to write', () => {
  const text = documentText(byLoss(['from 0 KRW to 10 KRW : 1 KRW', 'above 10 KRW : 2 KRW']));
  const [found] = findingsOf(text).filter((finding) => finding.code === 'bound_open');
  expect(found).toEqual({
    code: 'bound_open',
    severity: 'error',
    line: 16,
    column: 3,
    clause: '§1',
    params: {
      found: 'from 0 KRW to 10 KRW',
      readingA: 'from 0 KRW up to 10 KRW',
      readingB: 'from 0 KRW to below 10 KRW',
      write: 'from 0 KRW up to 10 KRW, or from 0 KRW to below 10 KRW',
    },
  });
  expect(found && renderFinding(found)).toBe(
    '`from 0 KRW to 10 KRW` does not say whether its bound is included. It can be read as ' +
      '“from 0 KRW up to 10 KRW” or as “from 0 KRW to below 10 KRW”. Write from 0 KRW up to ' +
      '10 KRW, or from 0 KRW to below 10 KRW.',
  );
});

test.each([
  ['exclude when day because "too late"', 'too_late'],
  ['exclude if member because late', 'exclude when CONDITION'],
  ['award cash 5 KRW if member', 'when CONDITION'],
  ['award cash 5 KRW + if member then 1 KRW else 2 KRW', 'in brackets'],
  ['let x = if member then day is after 2022-10-15 else member', '(outage is above 3 hours)'],
  ['award cash max(5 KRW)', 'max(a, b, …)'],
  ['award extension if member then 1 month else 2 years', '24 months'],
  ['award extension if member then 3 days else 1 month', 'or extension 1 month when …'],
  ['let later = day + 14\naward cash 1 KRW when later is after day', 'add_days(day, 14)'],
  ['award cash 1 KRW when plan is free or paid', '`plan is one of (free, paid)`'],
])('%s is told what to write', (written, wanted) => {
  const text = documentText(`${on}${member}${plan}${written}`);
  const errors = findingsOf(text).filter(({ severity }) => severity === 'error');
  expect(errors.map(({ params }) => params.write)).toEqual([expect.stringContaining(wanted)]);
});

test('what is taken off and can be below 0 is told once for all rows, with both readings', () => {
  const facts = `${fee}${days}fact credited : money from company\n`;
  const award = 'award cash by days\n  below 5 : fee\n  from 5  : 2 × fee\n  less credited';
  const found = findingsOf(documentText(`${facts}${award}`));
  expect(
    found.filter(({ code }) => code === 'less_below_zero').map(({ params }) => params),
  ).toEqual([
    {
      found: 'credited',
      readingA: 'less greater of (credited, 0 KRW)',
      readingB: '+ greater of (0 KRW − credited, 0 KRW)',
      write: 'less greater of (credited, 0 KRW), or fact credited : … at least 0 KRW',
    },
  ]);
});

test('one mistake in a statement is told once, the next statement is looked at too', () => {
  const text = documentText('award cash 5 KRW per begun hour\nlet a b c = 3\nfor a in (b, c)');
  const errors = findingsOf(text).filter(({ code }) => code === 'syntax');
  expect(errors.map(({ params }) => params.found)).toEqual(['per', 'b', 'in']);
});

test('a divisor that could be 0 is told what works; `at least` only where it can be declared', () => {
  const told = (block: string) =>
    findingsOf(documentText(block)).flatMap((one) =>
      one.code === 'division_by_zero' ? [one.params.write ?? ''] : [],
    );
  const [ofFact = ''] = told(`${fee}${days}award cash fee ÷ days rounded up to 1 KRW`);
  const [ofLet = ''] = told(
    `${fee}${days}let twice = days × 2\naward cash fee ÷ twice rounded up to 1 KRW`,
  );
  expect(ofFact).toContain('greater of (days, 1)');
  expect(ofFact).toContain('declare days');
  expect(ofLet).toContain('if twice is above 0 then');
  expect(ofLet).not.toContain('declare');
});
