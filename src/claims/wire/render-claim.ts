import type { z } from '@hono/zod-openapi';
import { type Instant, type JsonValue, renderInstant } from '../../kernel/index.ts';
import { type Assessment, suggestedAwards } from '../assess-claim.ts';
import type { Explained } from '../lookup/explain-findings.ts';
import type { AwardLine } from '../review/award-line.ts';
import type { DecisionRow } from '../review/decision-store.ts';
import type { ClaimDetail } from '../review/desk/show-claim-commands.ts';
import { type ClockReading, readClock } from '../review/queue/clock.ts';
import type { QueueItem } from '../review/queue/queue-queries.ts';
import type { SecondReview } from '../review/queue/rules-store.ts';
import { findReason } from '../review/reason-code.ts';
import type { Submission } from '../submission-commands.ts';
import type {
  claimDetailSchema,
  claimListItemSchema,
  clockSchema,
  decisionSchema,
  submissionSchema,
} from './claim-schemas.ts';

type WireDetail = z.input<typeof claimDetailSchema>;
type WireDecision = z.input<typeof decisionSchema>;
type Names = ReadonlyMap<string, string>;

/** Names a person: the id, and the name where the id is a member of staff. */
export function renderPerson(id: string, names: Names): { id: string; name?: string } {
  const name = names.get(id);
  return name === undefined ? { id } : { id, name };
}

/** Renders awards; remedies are those of the policy language, as the decision refused any other. */
export function renderAwards(awards: readonly AwardLine[]): WireDecision['awards'] {
  return awards.map((award) => ({
    ...award,
    remedy: award.remedy as WireDecision['awards'][number]['remedy'],
  }));
}

function moneyOf(amountMinor: bigint | string | null | undefined, currency: string) {
  return amountMinor === null || amountMinor === undefined
    ? undefined
    : { amountMinor: String(amountMinor), currency };
}

const at = (instant: Instant | null): string | undefined =>
  instant === null ? undefined : renderInstant(instant);

/** Renders what a claimant gets for a claim; written out, because every filing passes here. */
export function renderSubmission(submission: Submission): z.input<typeof submissionSchema> {
  return { ...submission, submittedAt: renderInstant(submission.submittedAt) };
}

const renderClock = ({ dueAt, ...clock }: ClockReading): z.input<typeof clockSchema> => ({
  ...clock,
  ...(dueAt === undefined ? {} : { dueAt: renderInstant(dueAt) }),
});

/** Renders one line of a queue, with what its clock shows now. */
export function renderQueueItem(
  item: QueueItem,
  reading: { names: Names; targetHours: number; now: Instant },
): z.input<typeof claimListItemSchema> {
  const { suggestion, statedLossMinor, currency, submittedAt, channel, ...more } = item;
  const { assignedTo, clock, ...rest } = more;
  return {
    ...rest,
    clock: renderClock(readClock(clock, reading)),
    ...(assignedTo === null ? {} : { assignedTo: renderPerson(assignedTo, reading.names) }),
    channel: channel as WireDetail['channel'],
    suggestion: suggestion ?? undefined,
    statedLoss: moneyOf(statedLossMinor, currency),
    submittedAt: renderInstant(submittedAt),
  };
}

function decisionState(decision: DecisionRow | Omit<DecisionRow, 'commitment'>) {
  if (decision.approved_by !== null) return 'approved' as const;
  return decision.sent_back_by === null ? ('pending' as const) : ('sent_back' as const);
}

/** Renders a decision with the names of its people. */
export function renderDecision(
  decision: Omit<DecisionRow, 'commitment'>,
  names: Names,
  secondReview?: SecondReview,
): WireDecision {
  const person = (id: string | null) => (id === null ? undefined : renderPerson(id, names));
  return {
    decisionId: decision.id,
    version: decision.version,
    state: decisionState(decision),
    outcome: decision.outcome,
    reasonCode: decision.reason_code,
    curedBy: [...(findReason(decision.reason_code)?.curedBy ?? [])],
    awards: renderAwards(decision.awards),
    note: decision.note ?? undefined,
    isAppeal: decision.is_appeal,
    decidedBy: renderPerson(decision.decided_by, names),
    decidedAt: renderInstant(decision.decided_at),
    approvedBy: person(decision.approved_by),
    approvedAt: at(decision.approved_at),
    sentBackBy: person(decision.sent_back_by),
    sentBackAt: at(decision.sent_back_at),
    secondReview: renderSecondReview(secondReview, names),
  };
}

/** Renders a second look; undefined when the decision was not drawn. */
export function renderSecondReview(
  review: SecondReview | undefined,
  names: Names,
): WireDecision['secondReview'] {
  if (review === undefined) return undefined;
  const { cause, answer, answeredBy, note } = review;
  if (answer === null || answeredBy === null) return { cause };
  const said = note === null || note === undefined ? {} : { note };
  return { cause, answer, answeredBy: renderPerson(answeredBy, names), ...said };
}

interface StoredWeek {
  readonly from: string;
  readonly until: string;
  readonly amountMinor: string;
  readonly dayCount: number;
}

/** A loss test as the submission stored it; see `testLoss`. */
interface StoredLossTest {
  readonly ok: boolean;
  readonly lossMinor?: string;
  readonly bestWeek?: StoredWeek;
  readonly outageWeek?: StoredWeek;
  readonly refusal?: { readonly code: string };
  readonly rowCount?: number;
  readonly encoding?: string;
  readonly findings?: WireDetail['lossTest'] extends infer T | undefined
    ? T extends { leftOut: infer L }
      ? L
      : never
    : never;
}

function renderLossTest(stored: JsonValue, currency: string): WireDetail['lossTest'] {
  if (stored === null) return undefined;
  const test = stored as unknown as StoredLossTest;
  const week = (value: StoredWeek | undefined) => {
    if (value === undefined) return undefined;
    const { from, until, amountMinor, dayCount } = value;
    return { from, until, amount: { amountMinor, currency }, dayCount };
  };
  return {
    loss: moneyOf(test.lossMinor, currency),
    bestWeek: week(test.bestWeek),
    outageWeek: week(test.outageWeek),
    refusalCode: test.refusal?.code,
    rowCount: test.rowCount,
    encoding: test.encoding,
    leftOut: test.findings ?? [],
  };
}

/** Gives what stood in the way where a policy gave nothing; undefined where it says nothing of it. */
function renderUnmet(
  { awards }: { readonly awards: readonly unknown[] },
  explained: Explained | undefined,
): { ko: string[]; en: string[] } | undefined {
  const { ko, en } = explained?.shortfall ?? {};
  if (awards.length > 0 || ko === undefined || en === undefined) return undefined;
  return ko.unmet.length === 0 ? undefined : { ko: [...ko.unmet], en: [...en.unmet] };
}

function renderAssessment(
  assessment: Assessment | null,
  explanations: readonly Explained[],
): WireDetail['assessment'] {
  if (assessment === null) return undefined;
  return {
    suggestion: assessment.suggestion,
    findings: assessment.findings.map(({ facts, ...finding }) => {
      const explained = explanations.find(({ policyHash }) => policyHash === finding.policyHash);
      return {
        ...finding,
        awards: renderAwards(finding.awards),
        facts: facts as Readonly<Record<string, JsonValue>>,
        missing: [...finding.missing],
        evidence: [...finding.evidence],
        reasons: [...finding.reasons],
        title: explained?.title,
        clauses: explained === undefined ? undefined : [...explained.clauses],
        unmet: renderUnmet(finding, explained),
        explanation:
          explained === undefined ? undefined : { ko: [...explained.ko], en: [...explained.en] },
      };
    }),
  };
}

/** What of an event's payload is told; ids of decisions and policies stay inside. */
interface EventPayload {
  readonly suggestion?: WireDetail['suggestion'];
  readonly outcome?: WireDecision['outcome'];
  readonly reasonCode?: string;
  readonly answer?: 'stands' | 'changed';
  readonly priority?: 1 | 2 | 3;
  readonly evidence?: string[];
  readonly kinds?: string[];
  readonly note?: string;
}

function renderEvent(event: ClaimDetail['events'][number], names: Names): WireDetail['events'][0] {
  const { type, payload, actorKind, actorId } = event;
  const { suggestion, outcome, reasonCode, answer, priority, evidence, kinds, note } =
    payload as unknown as EventPayload;
  return {
    type,
    at: renderInstant(event.at),
    actorKind: actorKind as WireDetail['events'][0]['actorKind'],
    actor: renderPerson(actorId, names),
    suggestion,
    outcome,
    reasonCode,
    answer,
    priority,
    evidence: evidence ?? kinds,
    note,
  };
}

type WireDesk = Pick<WireDetail, 'priority' | 'assignedTo' | 'clock' | 'notes' | 'masks' | 'told'>;

function renderDesk(desk: ClaimDetail['desk'], people: Names): WireDesk {
  const { priority, assignedTo, clock } = desk;
  return {
    priority,
    ...(assignedTo === undefined ? {} : { assignedTo: renderPerson(assignedTo, people) }),
    ...(clock === undefined ? {} : { clock: renderClock(clock) }),
    notes: desk.notes.map(({ writtenBy, writtenAt, ...note }) => ({
      ...note,
      writtenBy: renderPerson(writtenBy, people),
      writtenAt: renderInstant(writtenAt),
    })),
    masks: desk.masks.map(({ maskId, part, reason, ...mask }) => ({
      maskId,
      part,
      reason,
      partId: mask.partId ?? undefined,
      fromCharacter: mask.fromCharacter ?? undefined,
      untilCharacter: mask.untilCharacter ?? undefined,
    })),
    told: desk.told.map(({ toldAt, ...text }) => ({ ...text, toldAt: renderInstant(toldAt) })),
  };
}

/** Renders everything a reviewer works with. */
export function renderClaimDetail(detail: ClaimDetail): WireDetail {
  const { claim, people, explanations, desk } = detail;
  return {
    claimId: claim.id,
    claimNumber: claim.number,
    incidentId: claim.incident_id,
    questionnaireVersion: claim.questionnaire_version,
    channel: claim.channel as WireDetail['channel'],
    partyClass: claim.party_class,
    partyId: claim.party_id ?? undefined,
    category: claim.category,
    kind: claim.kind,
    service: claim.service,
    functionName: claim.function_name,
    statedLoss: moneyOf(claim.stated_loss_minor, claim.currency),
    currency: claim.currency,
    answers: claim.answers as WireDetail['answers'],
    state: claim.state,
    suggestion: claim.suggestion ?? undefined,
    isAppealed: claim.is_appealed,
    submittedAt: renderInstant(claim.submitted_at),
    recordedAt: renderInstant(claim.recorded_at),
    erasedAt: at(claim.erased_at),
    commitment: detail.commitment,
    isPersonalShown: detail.isPersonalShown,
    personal: detail.personal,
    evidence: detail.evidence.map(({ addedAt, ...document }) => ({
      ...document,
      addedAt: renderInstant(addedAt),
    })),
    lossTest: renderLossTest(claim.loss_test, claim.currency),
    assessment: renderAssessment(claim.assessment, explanations),
    suggestedAwards: renderAwards(suggestedAwards(claim.assessment ?? undefined)),
    events: detail.events.map((event) => renderEvent(event, people)),
    decisions: detail.decisions.map((decision) =>
      renderDecision(decision, people, desk.secondReviews.get(decision.id)),
    ),
    ...renderDesk(desk, people),
    appeals: detail.appeals.map(({ openedAt, ...appeal }) => ({
      ...appeal,
      openedAt: renderInstant(openedAt),
    })),
  };
}
