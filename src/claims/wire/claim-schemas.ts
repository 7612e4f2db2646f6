import { z } from '@hono/zod-openapi';
import { appealAnswers, claimStates, suggestions } from '../claim.ts';
import { maskedParts, maskReasons } from '../review/desk/mask-text.ts';
import { secondReviewCauses } from '../review/queue/review-rules.ts';
import { decisionOutcomes } from '../review/reason-code.ts';
import { channels } from '../submit-claim.ts';

const code = z.string();
const instant = z.string().openapi({ format: 'date-time' });
const count = z.number().int();

export const moneySchema = z
  .strictObject({ amountMinor: z.string(), currency: z.string() })
  .openapi('Money');
export const claimStateSchema = z.enum(claimStates).openapi('ClaimState');
export const suggestionSchema = z.enum(suggestions).openapi('ClaimSuggestion');
export const outcomeSchema = z.enum(decisionOutcomes).openapi('DecisionOutcome');
/** Who did something; the name is absent for a claimant and for the platform itself. */
export const personSchema = z
  .strictObject({ id: z.string(), name: z.string().optional() })
  .openapi('ClaimPerson');

export const receiptSchema = z
  .strictObject({
    format: z.literal('amends-receipt/1'),
    claimNumber: z.string(),
    incident: z.string(),
    submittedAt: instant,
    contentHash: z.string(),
    salt: z.string(),
    commitment: z.string(),
    promise: z.strictObject({
      origin: z.string(),
      keyId: z.string(),
      publicKey: z.string(),
      includeBy: instant,
      signature: z.string(),
    }),
  })
  .openapi('ClaimReceipt');

export const submissionSchema = z
  .strictObject({
    claimId: z.string(),
    claimNumber: z.string(),
    token: z.string(),
    submittedAt: instant,
    state: claimStateSchema,
    receipt: receiptSchema,
    isRepeat: z.boolean(),
  })
  .openapi('ClaimSubmission');

/** Proof of having tried to file, when the claim could not be stored in time. */
export const ticketSchema = z
  .strictObject({
    format: z.literal('amends-ticket/1'),
    claimId: z.string().max(64),
    incidentId: z.string().max(64),
    contentHash: z.string().max(64),
    issuedAt: z.string().max(40).openapi({ format: 'date-time' }),
    redeemBy: z.string().max(40).openapi({ format: 'date-time' }),
    signed: z.strictObject({
      origin: z.string().max(200),
      publicKey: z.string().max(64),
      signature: z.string().max(128),
    }),
  })
  .openapi('FilingTicket');

export const ticketedSchema = z.strictObject({ ticket: ticketSchema }).openapi('FilingTicketed');
export const prioritySchema = z.literal([1, 2, 3]).openapi('ClaimPriority', {
  type: 'integer',
  enum: [1, 2, 3],
  description: '1 urgent, 2 raised, 3 usual',
});
export const clockSchema = z
  .strictObject({
    isRunning: z.boolean(),
    /** without the time in which the claimant was asked for more */
    waitedMinutes: count,
    /** absent while the clock stands still */
    dueAt: instant.optional(),
    isOverdue: z.boolean(),
  })
  .openapi('ClaimClock');

export const claimListItemSchema = z
  .strictObject({
    claimId: z.string(),
    claimNumber: z.string(),
    state: claimStateSchema,
    suggestion: suggestionSchema.optional(),
    channel: z.enum(channels),
    partyClass: code,
    category: code,
    kind: code,
    service: code,
    functionName: code,
    statedLoss: moneySchema.optional(),
    submittedAt: instant,
    isAppealed: z.boolean(),
    evidenceCount: count,
    priority: prioritySchema,
    assignedTo: personSchema.optional(),
    clock: clockSchema,
    clusterCount: count,
  })
  .openapi('ClaimListItem');

export const claimPageSchema = z
  .strictObject({ claims: z.array(claimListItemSchema), next: z.string().optional() })
  .openapi('ClaimPage');

export const awardLineSchema = z
  .strictObject({
    awardId: z.string().optional(),
    remedy: z.enum(['cash', 'credit', 'points', 'extension', 'voucher', 'item']),
    name: z.string().optional(),
    amountMinor: z.string().optional(),
    currency: z.string().optional(),
    quantity: z.string().optional(),
    unit: z.string().optional(),
    clause: z.string(),
    policyHash: z.string(),
    exact: z.string().optional(),
  })
  .openapi('ClaimAwardLine');

const findingSchema = z
  .strictObject({
    policyId: z.string(),
    version: z.string(),
    policyHash: z.string(),
    title: z.strictObject({ ko: z.string(), en: z.string() }).optional(),
    status: suggestionSchema,
    awards: z.array(awardLineSchema),
    missing: z.array(z.string()),
    evidence: z.array(z.string()),
    reasons: z.array(z.strictObject({ code, clause: z.string() })),
    /** what the policy was applied to, by the names it declares */
    facts: z.record(z.string(), z.unknown()),
    /** the arithmetic line by line, exact, replayed from the policy text and the facts */
    explanation: z.strictObject({ ko: z.array(z.string()), en: z.array(z.string()) }).optional(),
    /** what stood in the way of an award, in the claimant's words; only where something did */
    unmet: z.strictObject({ ko: z.array(z.string()), en: z.array(z.string()) }).optional(),
    /** the clauses that an award can rest on, with their headings */
    clauses: z.array(z.strictObject({ clause: z.string(), title: z.string() })).optional(),
  })
  .openapi('ClaimFinding');

const assessmentSchema = z
  .strictObject({ suggestion: suggestionSchema, findings: z.array(findingSchema) })
  .openapi('ClaimAssessment');

const salesWeek = z
  .strictObject({ from: z.string(), until: z.string(), amount: moneySchema, dayCount: count })
  .openapi('SalesWeek');

const lossTestSchema = z
  .strictObject({
    loss: moneySchema.optional(),
    bestWeek: salesWeek.optional(),
    outageWeek: salesWeek.optional(),
    /** why there is no loss figure */
    refusalCode: code.optional(),
    rowCount: count.optional(),
    encoding: z.string().optional(),
    /** rows that were left out, at most fifty */
    leftOut: z.array(
      z.strictObject({
        row: count,
        column: count,
        code,
        found: z.string(),
        right: z.string(),
      }),
    ),
  })
  .openapi('ClaimLossTest');

export const secondReviewSchema = z
  .strictObject({
    cause: z.enum(secondReviewCauses),
    answer: z.enum(['agrees', 'differs']).optional(),
    answeredBy: personSchema.optional(),
    /** what differs; shown with the claim */
    note: z.string().optional(),
  })
  .openapi('SecondReview');

export const decisionSchema = z
  .strictObject({
    decisionId: z.string(),
    version: count,
    state: z.enum(['pending', 'approved', 'sent_back']),
    outcome: outcomeSchema,
    reasonCode: code,
    curedBy: z.array(code),
    awards: z.array(awardLineSchema),
    note: z.string().optional(),
    isAppeal: z.boolean(),
    decidedBy: personSchema,
    decidedAt: instant,
    approvedBy: personSchema.optional(),
    approvedAt: instant.optional(),
    sentBackBy: personSchema.optional(),
    sentBackAt: instant.optional(),
    /** a look by a further person that comes before approval */
    secondReview: secondReviewSchema.optional(),
  })
  .openapi('ClaimDecision');

const eventSchema = z
  .strictObject({
    type: z.string(),
    at: instant,
    actorKind: z.enum(['staff', 'claimant', 'system', 'api']),
    actor: personSchema,
    suggestion: suggestionSchema.optional(),
    outcome: outcomeSchema.optional(),
    reasonCode: code.optional(),
    answer: z.enum(appealAnswers).optional(),
    priority: prioritySchema.optional(),
    /** kinds asked for, or added */
    evidence: z.array(code).optional(),
    note: z.string().optional(),
  })
  .openapi('ClaimEvent');

const evidenceSchema = z
  .strictObject({
    evidenceId: z.string(),
    kind: code,
    filename: z.string().optional(),
    mediaType: z.string(),
    byteCount: count,
    /** absent once the claim is erased */
    sha256: z.string().optional(),
    addedAt: instant,
    isMasked: z.boolean(),
  })
  .openapi('ClaimEvidence');

const personalSchema = z
  .strictObject({
    name: z.string().optional(),
    contact: z.string().optional(),
    payee: z.strictObject({ bank: z.string(), account: z.string(), holder: z.string() }).optional(),
    freeText: z.string().optional(),
    locale: z.enum(['ko', 'en']).optional(),
    /** who was hurt, when somebody else filed, and by what authority */
    onBehalfOf: z
      .strictObject({ name: z.string(), relation: z.string(), authority: z.string() })
      .optional(),
    /** what the company's own app vouched for */
    vouched: z
      .strictObject({
        account: z.string(),
        plan: z.string().optional(),
        usage: z.string().optional(),
      })
      .optional(),
    /** what the claimant says where the loss test read something else; minor units */
    lossCorrection: z
      .strictObject({
        bestWeekMinor: z.string().optional(),
        outageWeekMinor: z.string().optional(),
        note: z.string().optional(),
      })
      .optional(),
  })
  .openapi('ClaimPersonal');

const claimAppealSchema = z
  .strictObject({
    appealId: z.string(),
    decisionId: z.string(),
    openedAt: instant,
    /** absent for whoever may not read personal data */
    statement: z.string().optional(),
  })
  .openapi('ClaimAppeal');

const plainAnswer = z.union([z.string(), z.boolean(), z.number()]);

export const claimDetailSchema = z
  .strictObject({
    claimId: z.string(),
    claimNumber: z.string(),
    incidentId: z.string(),
    questionnaireVersion: count,
    channel: z.enum(channels),
    partyClass: code,
    partyId: z.string().optional(),
    category: code,
    kind: code,
    service: code,
    functionName: code,
    statedLoss: moneySchema.optional(),
    currency: z.string(),
    /** of a repeated question one record for each item */
    answers: z.record(
      z.string(),
      z.union([plainAnswer, z.array(z.record(z.string(), plainAnswer))]),
    ),
    state: claimStateSchema,
    suggestion: suggestionSchema.optional(),
    isAppealed: z.boolean(),
    submittedAt: instant,
    recordedAt: instant,
    erasedAt: instant.optional(),
    commitment: z.string(),
    isPersonalShown: z.boolean(),
    personal: personalSchema.optional(),
    evidence: z.array(evidenceSchema),
    lossTest: lossTestSchema.optional(),
    assessment: assessmentSchema.optional(),
    suggestedAwards: z.array(awardLineSchema),
    events: z.array(eventSchema),
    decisions: z.array(decisionSchema),
    appeals: z.array(claimAppealSchema),
    priority: prioritySchema,
    assignedTo: personSchema.optional(),
    clock: clockSchema.optional(),
    notes: z.array(
      z
        .strictObject({
          noteId: z.string(),
          text: z.string(),
          writtenBy: personSchema,
          writtenAt: instant,
        })
        .openapi('ClaimNote'),
    ),
    masks: z.array(
      z
        .strictObject({
          maskId: z.string(),
          part: z.enum(maskedParts),
          partId: z.string().optional(),
          fromCharacter: count.optional(),
          untilCharacter: count.optional(),
          reason: z.enum(maskReasons),
        })
        .openapi('ClaimMask'),
    ),
    /** replies to the whole group that this claim was told */
    told: z.array(z.strictObject({ ko: z.string(), en: z.string(), toldAt: instant })),
  })
  .openapi('ClaimDetail');

export const claimCountsSchema = z
  .strictObject({
    counts: z.array(
      z.strictObject({
        state: claimStateSchema,
        partyClass: code,
        service: code,
        category: code,
        suggestion: suggestionSchema.optional(),
        count,
      }),
    ),
  })
  .openapi('ClaimCounts');

export const queueCountsSchema = z
  .strictObject({
    claimCount: count,
    states: z.strictObject({
      submitted: count,
      assessed: count,
      in_review: count,
      awaiting_evidence: count,
      decided: count,
      approved: count,
      closed: count,
    }),
    pendingDecisionCount: count,
    openAppealCount: count,
    oldestWaitingAt: instant.optional(),
  })
  .openapi('ClaimQueues');

export const reasonCodesSchema = z
  .strictObject({
    reasonCodes: z.array(
      z
        .strictObject({
          code,
          outcomes: z.array(z.enum([...decisionOutcomes, 'ask'])),
          curedBy: z.array(code),
        })
        .openapi('ReasonCode'),
    ),
  })
  .openapi('ReasonCodes');
