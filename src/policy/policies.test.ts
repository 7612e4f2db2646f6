import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkPolicy } from './check/check-policy.ts';
import { evaluatePolicy } from './evaluate/evaluate-policy.ts';
import { runCases } from './evaluate/run-cases.ts';
import { formatPolicy } from './format/format-policy.ts';
import { parseFacts } from './parse/parse-facts.ts';
import { readDocument } from './trial-document.ts';

const folder = join(import.meta.dirname, '..', '..', 'policies');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md'))
  .sort();

test('the policies of the Kakao case are there', () => {
  expect(files).toEqual(
    expect.arrayContaining([
      'kakao-2022/free-users/1.md',
      'kakao-2022/paid-services/1.md',
      'kakao-2022/small-business-credit/1.md',
      'kakao-2022/small-businesses/1.md',
    ]),
  );
});

function load(file: string) {
  return readDocument(readFileSync(join(folder, file), 'utf8'));
}

describe.each(files)('policies/%s', (file) => {
  const document = load(file);

  test('is named by its policy and version', () => {
    const { policy, version } = document.header;
    // The catalogue has one document for each published scheme, named by the scheme.
    if (dirname(file) === 'catalogue') {
      expect(file).toBe(join('catalogue', `${policy}.md`));
      return;
    }
    expect(file).toBe(join(dirname(file), `${version}.md`));
    expect(`${dirname(file).replaceAll('/', '-')} ${basename(file, '.md')}`).toBe(
      `${policy} ${version}`,
    );
  });

  test('has neither an error nor a warning', () => {
    expect(checkPolicy(document).filter((finding) => finding.severity !== 'report')).toEqual([]);
  });

  test('passes its cases', () => {
    const results = runCases(document);
    expect(results.length).toBeGreaterThan(0);
    expect(results.filter((result) => !result.isPassed)).toEqual([]);
  });

  test('is in canonical text', () => {
    expect(formatPolicy(document)).toBe(document.text);
  });
});

test('the burdened remedies of the free package are reported', () => {
  const found = checkPolicy(load('kakao-2022/free-users/1.md'));
  expect(found.map((finding) => finding.params.found)).toEqual([
    'expires after 90 days',
    'requires purchase of 3_500 KRW',
    'requires purchase of 3_500 KRW',
    'requires payment-method',
    'renews',
    'first 3_000_000 only',
  ]);
});

test('the points of the drivers are 6/31 of the fee, rounded up to ten won', () => {
  const document = load('kakao-2022/paid-services/1.md');
  const facts = parseFacts(document, { taxi_pro: true, designated_driver_pro: true });
  if (!facts.ok) throw new Error('the facts are readable');
  const { awards } = evaluatePolicy(document, facts.value);
  expect(awards.map(({ quantity, exact }) => ({ quantity, exact }))).toEqual([
    {
      quantity: { numerator: 7_550n, denominator: 1n },
      exact: { numerator: 234_000n, denominator: 31n },
    },
    {
      quantity: { numerator: 4_260n, denominator: 1n },
      exact: { numerator: 132_000n, denominator: 31n },
    },
  ]);
});

test('a case that fails names its line, row, what was expected and what came', () => {
  const text = readFileSync(join(folder, 'kakao-2022/small-businesses/1.md'), 'utf8');
  const wrong = text.replace('300_001   → 50_000 KRW', '300_001   → 30_000 KRW');
  const failed = runCases(readDocument(wrong)).filter((result) => !result.isPassed);
  const line = text.split('\n').findIndex((one) => one.startsWith('300_001 ')) + 1;
  expect(failed).toEqual([
    {
      line,
      row: 2,
      clause: '확인 / Cases',
      isPassed: false,
      expected: '30_000 KRW',
      got: 'cash 50000 KRW §2',
    },
  ]);
});
