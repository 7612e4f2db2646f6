import { describe, expect, it } from 'vitest';
import { type Claim, type ClaimEvent, evolve } from '../claim.ts';
import { type AwardLine, grantedInTurn, outstandingAwards } from './award-line.ts';
import {
  type DecisionFacts,
  type DecisionInput,
  decideApproval,
  decideOutcome,
} from './decide-claim.ts';

const awardOf = (amountMinor: string): AwardLine => ({
  remedy: 'cash',
  amountMinor,
  currency: 'KRW',
  clause: '§2',
  policyHash: 'h',
});

const appealed: Claim = {
  state: 'in_review',
  decision: {
    decisionId: 'first',
    version: 1,
    outcome: 'award',
    decidedBy: 'ann',
    approvedBy: 'bob',
  },
  decisionCount: 1,
  isAppealed: true,
  isErased: false,
};

const facts: DecisionFacts = {
  decidedBy: 'cho',
  suggested: [awardOf('30000')],
  policyClauses: new Map([['h', ['§2', '§3']]]),
  earlierPeople: ['ann', 'bob'],
  appealed: { outcome: 'award', reasonCode: 'policy_met', awards: [awardOf('30000')] },
};

const input: DecisionInput = {
  decisionId: 'second',
  claimId: 'c',
  outcome: 'award',
  reasonCode: 'appeal_upheld',
  note: 'the books were seen',
};

const eventsOf = (over: Partial<DecisionInput>): readonly ClaimEvent[] | string => {
  const decided = decideOutcome(appealed, { ...input, ...over }, facts);
  return decided.ok ? decided.value.events : decided.refusal.code;
};

describe('the answer to an appeal', () => {
  it('stands when it grants the same, and is changed when it grants more', () => {
    const made = { type: 'decision_made', decisionId: 'second', version: 2, outcome: 'award' };
    expect(eventsOf({ awards: [{ ...awardOf('30000'), awardId: 'other' }] })).toMatchObject([
      made,
      { type: 'appeal_decided', decisionId: 'second', answer: 'stands' },
    ]);
    expect(eventsOf({ awards: [awardOf('30001')] })).toMatchObject([
      made,
      { type: 'appeal_decided', decisionId: 'second', answer: 'changed' },
    ]);
  });

  it('never takes back what was granted, in whatever shape', () => {
    expect(eventsOf({ awards: [awardOf('29999')] })).toBe('appeal_lowers_award');
    expect(eventsOf({ awards: [{ ...awardOf('30000'), remedy: 'credit' }] })).toBe(
      'appeal_lowers_award',
    );
    expect(eventsOf({ outcome: 'deny', reasonCode: 'no_loss_found' })).toBe('appeal_lowers_award');
    expect(eventsOf({ outcome: 'close', reasonCode: 'withdrawn' })).toBe('appeal_lowers_award');
  });

  it('gives fewer days no more than less money, and tells months from days', () => {
    const days = (quantity: string, unit = 'day') => ({
      ...{ remedy: 'extension', quantity, unit, clause: '§2', policyHash: 'h' },
    });
    const granted = { outcome: 'award', reasonCode: 'policy_met', awards: [days('5')] } as const;
    const answer = (awards: readonly AwardLine[]) => {
      const decided = decideOutcome(
        appealed,
        { ...input, awards },
        { ...facts, appealed: granted },
      );
      return decided.ok ? 'accepted' : decided.refusal;
    };
    expect(answer([days('3')])).toEqual({ code: 'appeal_lowers_award' });
    expect(answer([days('1', 'week')])).toBe('accepted');
    expect(answer([days('1', 'month')])).toEqual({
      ...{ code: 'appeal_units_differ', granted: '5 day', found: '1 month' },
    });
  });

  it('lets a denial stand', () => {
    const denied = { outcome: 'deny', reasonCode: 'no_loss_found', awards: [] } as const;
    const decided = decideOutcome(
      appealed,
      { ...input, outcome: 'deny', reasonCode: 'no_loss_found' },
      { ...facts, appealed: denied },
    );
    expect(decided).toMatchObject({
      ok: true,
      value: { awards: [], events: [{}, { type: 'appeal_decided', answer: 'stands' }] },
    });
  });

  it.each(['ann', 'bob'])('is not given by %s, who had a part in the first decision', (person) => {
    const decided = decideOutcome(appealed, input, { ...facts, decidedBy: person });
    expect(decided).toEqual({ ok: false, refusal: { code: 'appeal_same_person' } });
  });

  it('is approved neither by its maker nor by the first reviewer, and goes back with a note', () => {
    const decided = decideOutcome(appealed, input, facts);
    if (!decided.ok) throw new Error(decided.refusal.code);
    const waiting = decided.value.events.reduce<Claim>(evolve, appealed);
    expect(waiting.state).toBe('decided');
    const by = { decisionId: 'second', earlierReviewers: ['ann'] };
    const answer = 'approve' as const;
    expect(decideApproval(waiting, { ...by, personId: 'cho', answer })).toMatchObject({
      refusal: { code: 'own_decision' },
    });
    expect(decideApproval(waiting, { ...by, personId: 'ann', answer })).toMatchObject({
      refusal: { code: 'appeal_same_person' },
    });
    expect(decideApproval(waiting, { ...by, personId: 'bob', answer })).toMatchObject({ ok: true });
    const note = 'name the weeks';
    expect(
      decideApproval(waiting, { ...by, personId: 'bob', answer: 'send_back', note }),
    ).toMatchObject({ ok: true, value: [{ type: 'decision_sent_back', by: 'bob', note }] });
  });
});

describe('what was granted by one decision after the other', () => {
  const sumOf = (lines: readonly AwardLine[]): bigint =>
    lines.reduce((sum, { amountMinor = '0' }) => sum + BigInt(amountMinor), 0n);

  it.each([
    ['nothing, then an award', [[], [awardOf('30000')]], '30000'],
    ['an award, raised by an appeal', [[awardOf('30000')], [awardOf('50000')]], '50000'],
    ['raised twice', [[awardOf('30000')], [awardOf('50000')], [awardOf('70000')]], '70000'],
    ['the same again', [[awardOf('30000')], [awardOf('30000')]], '30000'],
  ])('%s', (_name, decisions, total) => {
    const granted = grantedInTurn(decisions);
    expect(String(sumOf(granted))).toBe(total);
    // A later decision of 90,000 pays what exceeds everything granted so far.
    const due = outstandingAwards([awardOf('90000')], granted);
    expect(sumOf(due)).toBe(90_000n - BigInt(total));
  });
});
