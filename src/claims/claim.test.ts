import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantFromEpochMs } from '../kernel/index.ts';
import {
  type Claim,
  type ClaimEvent,
  type ClaimState,
  claimStates,
  evolve,
  statesBefore,
} from './claim.ts';
import { decideAppeal, decideApproval, decideAsk, decideOutcome } from './review/decide-claim.ts';
import { decisionOutcomes, reasonCodes } from './review/reason-code.ts';

const award = {
  remedy: 'cash',
  amountMinor: '30000',
  currency: 'KRW',
  clause: '§2',
  policyHash: 'h',
};
const people = ['ann', 'bob', 'cho'];

type Step = {
  kind: 'assess' | 'ask' | 'add' | 'decide' | 'approve' | 'send_back' | 'appeal';
  person: string;
  reasonCode: string;
  outcome: 'award' | 'deny' | 'close';
};

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('assess', 'ask', 'add', 'decide', 'approve', 'send_back', 'appeal'),
  person: fc.constantFrom(...people),
  reasonCode: fc.constantFrom('unknown_reason', ...reasonCodes.map(({ code }) => code)),
  outcome: fc.constantFrom(...decisionOutcomes),
});

function decide(
  claim: Claim,
  { kind, person, reasonCode, outcome }: Step,
  id: string,
): readonly ClaimEvent[] {
  const decisionId = claim.decision?.decisionId ?? 'none';
  if (kind === 'assess') {
    const isOpen = statesBefore.claim_assessed.includes(claim.state);
    return isOpen ? [{ type: 'claim_assessed', suggestion: 'award', under: 'u' }] : [];
  }
  if (kind === 'add') {
    return statesBefore.evidence_added.includes(claim.state)
      ? [{ type: 'evidence_added', kinds: [] }]
      : [];
  }
  const facts = {
    decidedBy: person,
    suggested: [award],
    policyClauses: new Map([['h', ['§2', '§3']]]),
    earlierPeople: [],
  };
  const input = { decisionId: id, claimId: 'c', outcome, reasonCode };
  if (kind === 'decide') {
    const made = decideOutcome(claim, input, facts);
    return made.ok ? made.value.events : [];
  }
  const answers = {
    ask: () => decideAsk(claim, { reasonCode, known: new Set() }),
    approve: () => decideApproval(claim, { decisionId, personId: person, answer: 'approve' }),
    send_back: () => decideApproval(claim, { decisionId, personId: person, answer: 'send_back' }),
    appeal: () =>
      decideAppeal(claim, {
        appealId: id,
        now: instantFromEpochMs(0),
        until: instantFromEpochMs(1),
      }),
  };
  const answered = answers[kind]();
  return answered.ok ? answered.value : [];
}

function expectSound({ state, decision }: Claim): void {
  expect(claimStates).toContain(state);
  expect(state === 'approved' && decision?.approvedBy === undefined).toBe(false);
  expect(decision !== undefined && decision.approvedBy === decision.decidedBy).toBe(false);
}

describe('a claim', () => {
  it('never leaves its states, whatever is decided in whatever order, and is never self-approved', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let claim = evolve(undefined, { type: 'claim_submitted' });
        for (const [index, one] of steps.entries()) {
          claim = decide(claim, one, `d${index}`).reduce<Claim>(
            (state, event) => evolve(state, event),
            claim,
          );
          expectSound(claim);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('cannot be submitted twice, nor approved before it is decided', () => {
    const claim = evolve(undefined, { type: 'claim_submitted' });
    expect(() => evolve(claim, { type: 'claim_submitted' })).toThrow(/submitted once/);
    const approval = { type: 'decision_approved', decisionId: 'd', approvedBy: 'bob' } as const;
    expect(() => evolve(claim, approval)).toThrow(/can follow/);
  });
});

const beforeDecision = [
  'claim_assessed',
  'review_taken',
  'evidence_asked',
  'evidence_added',
] as const;

/** What may follow in each state, written down beside the program: everything else is refused (A06). */
const mayFollow: Readonly<Record<ClaimState, readonly ClaimEvent['type'][]>> = {
  submitted: beforeDecision,
  assessed: [...beforeDecision, 'decision_made'],
  in_review: [...beforeDecision, 'decision_made'],
  awaiting_evidence: ['claim_assessed', 'evidence_added', 'decision_made'],
  decided: ['decision_approved', 'decision_sent_back', 'appeal_decided'],
  approved: ['appeal_opened', 'claim_reopened'],
  closed: ['appeal_opened', 'claim_reopened'],
};
const always: readonly ClaimEvent['type'][] = ['priority_set', 'reply_sent', 'claim_erased'];

const oneOfEach: readonly ClaimEvent[] = [
  { type: 'claim_submitted' },
  { type: 'claim_assessed', suggestion: 'award', under: 'u' },
  { type: 'review_taken', reviewerId: 'ann' },
  { type: 'evidence_asked', reasonCode: 'loss_not_shown' },
  { type: 'evidence_added', kinds: [] },
  { type: 'decision_made', decisionId: 'd', version: 2, outcome: 'deny', decidedBy: 'ann' },
  { type: 'decision_approved', decisionId: 'd', approvedBy: 'bob' },
  { type: 'decision_sent_back', decisionId: 'd', by: 'bob' },
  { type: 'appeal_opened', appealId: 'a', decisionId: 'd' },
  { type: 'appeal_decided', decisionId: 'd', answer: 'stands' },
  { type: 'priority_set', priority: 1, because: 'person' },
  { type: 'reply_sent', replyId: 'r' },
  { type: 'claim_reopened', runId: 'r' },
  { type: 'claim_erased' },
];

const stateAndEvent = claimStates.flatMap((state) =>
  oneOfEach.map((event) => [state, event.type, event] as const),
);

describe('every event in every state', () => {
  it('is listed: none is left out of the table', () =>
    expect(oneOfEach.map(({ type }) => type).toSorted()).toEqual(
      [...Object.keys(statesBefore), 'claim_submitted'].toSorted(),
    ));

  it.each(stateAndEvent)('%s: %s', (state, type, event) => {
    const decision = { decisionId: 'd', version: 1, outcome: 'deny', decidedBy: 'ann' } as const;
    const claim: Claim = { state, decision, decisionCount: 1, isAppealed: true, isErased: false };
    if ([...mayFollow[state], ...always].includes(type)) {
      expect(claimStates).toContain(evolve(claim, event).state);
    } else {
      expect(() => evolve(claim, event)).toThrow(/can follow|submitted once/);
    }
  });
});

describe('decideOutcome', () => {
  const claim: Claim = { state: 'assessed', decisionCount: 0, isAppealed: false, isErased: false };
  const facts = {
    decidedBy: 'ann',
    suggested: [award],
    policyClauses: new Map([['h', ['§2', '§3']]]),
    earlierPeople: ['ann'],
  };
  const input = {
    decisionId: 'd',
    claimId: 'c',
    outcome: 'award',
    reasonCode: 'policy_met',
  } as const;
  const rows: readonly [string, Partial<Claim>, object, object][] = [
    ['claim_erased', { isErased: true, state: 'approved' }, {}, {}],
    ['claim_not_decidable', { state: 'submitted' }, {}, {}],
    ['claim_not_decidable', { state: 'decided', isAppealed: true }, {}, {}],
    ['appeal_same_person', { isAppealed: true }, { reasonCode: 'because' }, {}],
    ['reason_unknown', {}, { reasonCode: 'because' }, {}],
    ['reason_not_for_outcome', {}, { reasonCode: 'loss_not_shown' }, {}],
    ['award_missing', {}, {}, { suggested: [] }],
    [
      'award_not_expected',
      {},
      { outcome: 'deny', reasonCode: 'loss_not_shown', awards: [award] },
      {},
    ],
    ['award_amount_malformed', {}, { awards: [{ ...award, amountMinor: '0' }], note: 'n' }, {}],
    ['award_policy_unknown', {}, { awards: [{ ...award, policyHash: 'x' }], note: 'n' }, {}],
    ['award_clause_unknown', {}, { awards: [{ ...award, clause: '§9' }], note: 'n' }, {}],
    [
      'award_differs_without_note',
      {},
      { awards: [{ ...award, amountMinor: '30001' }], note: ' ' },
      {},
    ],
  ];
  it.each(rows)('refuses with %s', (code, claimOver, inputOver, factsOver) => {
    const outcome = decideOutcome(
      { ...claim, ...claimOver },
      { ...input, ...inputOver },
      { ...facts, ...factsOver },
    );
    expect(outcome).toMatchObject({ ok: false, refusal: { code } });
  });
  it('takes the suggestion as it is, and another amount only with a note', () => {
    expect(decideOutcome(claim, input, facts)).toMatchObject({
      ok: true,
      value: { awards: [award] },
    });
    const raised = {
      ...input,
      awards: [{ ...award, amountMinor: '30001' }],
      note: 'seen the books',
    };
    expect(decideOutcome(claim, raised, facts)).toMatchObject({ ok: true });
  });
});

describe('the reason codes', () => {
  it('name for every denial and every request the evidence that cures it', () => {
    for (const { code, outcomes, curedBy } of reasonCodes) {
      if (outcomes.includes('deny') || outcomes.includes('ask'))
        expect(curedBy, code).not.toEqual([]);
    }
    expect(new Set(reasonCodes.map(({ code }) => code)).size).toBe(reasonCodes.length);
  });
});
