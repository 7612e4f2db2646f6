import { describe, expect, test } from 'vitest';
import { formatPolicy } from '../format/format-policy.ts';
import { determine, documentText, outcomeOf, readDocument } from '../trial-document.ts';

const facts = `fact day : date from incident
fact days_out : list of date from incident
fact plan : choice(free, paid, team) from company
fact plans : list of choice(free, paid, team) from company
constant holidays = list of (2024-05-06, 2024-05-15)
constant none_at_all = list of ()
`;

describe('is one of a list by its name', () => {
  test.each([
    ['day is one of holidays', { day: '2024-05-15' }, 'cash 1 KRW'],
    ['day is one of holidays', { day: '2024-05-16' }, 'none(condition_not_met)'],
    ['day is not one of holidays', { day: '2024-05-16' }, 'cash 1 KRW'],
    ['day is one of holidays', {}, 'undecidable(day)'],
    ['day is one of days_out', { day: '2024-05-01', days_out: ['2024-05-01'] }, 'cash 1 KRW'],
    ['day is one of days_out', { day: '2024-05-01', days_out: [] }, 'none(condition_not_met)'],
    ['day is one of days_out', { day: '2024-05-01' }, 'undecidable(days_out)'],
    ['plan is one of plans', { plan: 'team', plans: ['paid', 'team'] }, 'cash 1 KRW'],
    ['plan is not one of plans', { plan: 'team', plans: ['paid'] }, 'cash 1 KRW'],
    ['plan is not one of (free, team)', { plan: 'paid' }, 'cash 1 KRW'],
    ['plan is not one of (free, team)', { plan: 'team' }, 'none(condition_not_met)'],
    ['day is one of none_at_all', { day: '2024-05-01' }, 'none(condition_not_met)'],
  ])('%s, of %o', (condition, given, outcome) => {
    const determination = determine(`${facts}award cash 1 KRW when ${condition}`, given);
    expect(outcomeOf(determination)).toBe(outcome);
  });

  test('a constant can be asked about where another list is gone through', () => {
    const award = 'award cash 1 KRW × size(days_out where each is not one of holidays)';
    const given = { days_out: ['2024-05-05', '2024-05-06', '2024-05-07'] };
    expect(outcomeOf(determine(facts + award, given))).toBe('cash 2 KRW');
  });

  test('is formatted as it is written, and means the same after', () => {
    const text = documentText(
      `${facts}for not day is one of days_out\naward cash 1 KRW when day is not one of holidays`,
    );
    const once = formatPolicy(readDocument(text));
    expect(once).toContain('for not day is one of days_out');
    expect(once).toContain('when not day is one of holidays');
    expect(formatPolicy(readDocument(once))).toBe(once);
  });
});
