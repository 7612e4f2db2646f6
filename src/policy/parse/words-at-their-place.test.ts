import { expect, test } from 'vitest';
import { formatPolicy } from '../format/format-policy.ts';
import { documentText, findingsOf, readDocument } from '../trial-document.ts';

const block = `fact down : list of (first : duration, part : choice(half, only)) from incident
fact source : money at least 0 KRW from company
fact over : yes/no from company
constant half_hour = 30 min source "[1]"

let first = sum(first of each for each of down where part of each is half)

for over
award cash source × first ÷ 720 hours rounded half even to 10 KRW
  then rounded down to 100 KRW
  spread over 3 months
  first 3 only

award credit "나" 1_000 KRW × (counted 1 hour in first part from half_hour)`;

test('words that mean something at their place alone are names elsewhere', () => {
  const text = documentText(block);
  expect(findingsOf(text).filter(({ severity }) => severity === 'error')).toEqual([]);
  const formatted = formatPolicy(readDocument(text));
  expect(formatPolicy(readDocument(formatted))).toBe(formatted);
  expect(formatted).toContain('first of each for each of down where part of each is half');
  expect(formatted).toContain('first 3 only');
});
