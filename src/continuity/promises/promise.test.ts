import { describe, expect, it } from 'vitest';
import { type LocalDate, parseLocalDate } from '../../kernel/index.ts';
import { decideProof, type Promised, promiseState } from './promise.ts';

const day = (text: string): LocalDate => parseLocalDate(text) as LocalDate;
const promised: Promised = {
  id: 'p',
  incidentId: null,
  title: { ko: '약속', en: 'A promise' },
  owner: 'Platform',
  dueOn: day('2023-06-30'),
  proof: null,
};
const kept = (on: string): Promised => ({
  ...promised,
  proof: { keptOn: day(on), proof: 'report', proofUrl: null },
});

describe('where a promise stands', () => {
  it.each([
    [promised, '2023-06-29', 'open'],
    [promised, '2023-06-30', 'open'],
    [promised, '2023-07-01', 'overdue'],
    [kept('2023-06-30'), '2023-12-31', 'kept'],
    [kept('2023-07-01'), '2023-12-31', 'kept_late'],
  ] as const)('case %#', (found, today, state) => {
    expect(promiseState(found, day(today))).toBe(state);
  });
});

describe('a proof', () => {
  const today = day('2023-06-15');
  it.each([
    [undefined, '2023-06-15', 'promise_not_found'],
    [kept('2023-06-01'), '2023-06-16', 'promise_already_kept'],
    [promised, '2023-06-16', 'promise_kept_in_future'],
    [promised, '2023-06-15', undefined],
  ] as const)('case %#', (found, keptOn, code) => {
    const refusal = decideProof(
      { promiseId: 'p', promised: found },
      { keptOn: day(keptOn) },
      today,
    );
    expect(refusal?.code).toBe(code);
  });
});
