import { expect, test } from 'vitest';
import { documentText, findingsOf } from '../trial-document.ts';

const facts = `fact out : duration from incident
fact fee : money at least 0 KRW from company
fact kind : choice(a, b, c) from company
fact outs : list of duration from incident
fact rows : list of (x : money, k : choice(p, q)) from company
fact day : date from incident`;

const rows: readonly (readonly [rule: string, write: string])[] = [
  ['for kind is one of a, b\naward cash 1 KRW', 'the values in brackets'],
  ['for kind is not one of "a"\naward cash 1 KRW', 'the values in brackets'],
  ['for out is from 3 hours to 6 hours\naward cash 1 KRW', 'is at least A and'],
  ['for day is within 14 days\naward cash 1 KRW', 'is at least A and'],
  ['for 3 hours < out < 6 hours\naward cash 1 KRW', 'each comparison by itself'],
  ['award cash 20 % of fee', 'fee × 20 %'],
  ['award cash fee ÷ 3 rounded down', 'what is rounded to'],
  ['award cash if kind is a then 10 KRW', '`else` and what holds otherwise'],
  ['award cash if kind is a then 10 KRW\nfor kind is b\naward item 1', '`else` and what holds'],
  ['award cash fee no more than 100 KRW', '`at most X`'],
  ['award cash fee up to 100 KRW', '`at most X`'],
  ['award cash fee not less than 100 KRW', '`at least X`'],
  ['award cash 10 KRW per hour', 'how many units there are'],
  ['award cash sum(x of rows)', 'FIELD of each'],
  ['award cash 1 KRW × (by n to below 3 : 1 from 3 : 2)', 'from A to below B'],
  ['for any of rows where k of each is p\naward cash 1 KRW', 'how many there are'],
  ['award cash 30_000원', 'KRW, such as 30_000 KRW'],
];

test.each(rows)('%s: what to write is told as it is meant', (rule, write) => {
  const findings = findingsOf(documentText(`${facts}\n${rule}`));
  const [first] = findings.filter(({ severity }) => severity === 'error');
  expect(first?.params.write).toContain(write);
});

test('what stands in an earlier statement or in a text does not count', () => {
  const block = `${facts}\nlet a "if then" = 20 %\naward cash 10 KRW;`;
  const [first] = findingsOf(documentText(block));
  expect(first?.params.write).toContain('REMEDY');
});
