import { useState } from 'react';
import { parseAmount, writeAmount } from '../amount.ts';
import type { ClaimAward, ClaimDecision, ClaimDetail, Outcome } from '../claim-data.ts';

/** One award being edited: the line it came from, and the amount as typed. */
export interface AwardDraft {
  readonly key: string;
  readonly line: ClaimAward;
  readonly amount: string;
}

/** A decision being written; texts as typed. */
export interface DecisionDraft {
  readonly outcome: Outcome | '';
  readonly reasonCode: string;
  readonly awards: readonly AwardDraft[];
  readonly note: string;
}

/** Puts awards on the desk to be edited. */
export function draftAwards(lines: readonly ClaimAward[]): readonly AwardDraft[] {
  return lines.map((line, index) => ({
    key: `${index} ${line.remedy} ${line.name ?? ''}`,
    line,
    amount:
      line.amountMinor === undefined || line.currency === undefined
        ? ''
        : writeAmount(line.amountMinor, line.currency),
  }));
}

/** Begins a decision with what the policies suggest, or with what an appeal is about. */
export function beginDraft(
  claim: ClaimDetail,
  granted: readonly ClaimAward[] | undefined,
): DecisionDraft {
  const lines = granted ?? claim.suggestedAwards;
  const isAward = lines.length > 0;
  const reasonCode = granted === undefined ? 'policy_met' : 'appeal_upheld';
  return {
    outcome: isAward ? 'award' : '',
    reasonCode: isAward ? reasonCode : '',
    awards: draftAwards(lines),
    note: '',
  };
}

/** Gives the award as it would be sent, or undefined when its amount cannot be read. */
export function readAward({ line, amount }: AwardDraft): ClaimAward | undefined {
  const { awardId: _id, ...rest } = line;
  if (rest.currency === undefined) return rest;
  const amountMinor = parseAmount(amount, rest.currency);
  if (amountMinor === undefined || amountMinor === '0') return undefined;
  // An amount that somebody typed has no exact figure behind it any more.
  const { exact, ...typed } = rest;
  return amountMinor === rest.amountMinor && exact !== undefined ? rest : { ...typed, amountMinor };
}

/** Gives every award as it would be sent; undefined while one cannot be read. */
export function readAwards(draft: DecisionDraft): readonly ClaimAward[] | undefined {
  const read = draft.awards.map(readAward);
  return read.every((award) => award !== undefined) ? read : undefined;
}

const keyOf = ({ awardId: _id, exact: _exact, ...line }: ClaimAward): string =>
  JSON.stringify(Object.entries(line).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** Tells whether awards are those of the other list, in whatever order. */
export function sameAwards(left: readonly ClaimAward[], right: readonly ClaimAward[]): boolean {
  const keys = (lines: readonly ClaimAward[]) => lines.map(keyOf).toSorted().join('\n');
  return keys(left) === keys(right);
}

export type DraftFault = 'outcome' | 'reason' | 'awards' | 'clause' | 'note';

/** Names what is missing in a draft; a note is needed when it differs from the suggestion. */
export function findDraftFaults(
  draft: DecisionDraft,
  suggested: readonly ClaimAward[],
): readonly DraftFault[] {
  const faults: DraftFault[] = [];
  if (draft.outcome === '') faults.push('outcome');
  if (draft.reasonCode === '') faults.push('reason');
  if (draft.outcome !== 'award') return faults;
  const awards = readAwards(draft);
  if (awards === undefined || awards.length === 0) faults.push('awards');
  if (draft.awards.some(({ line }) => line.clause.trim() === '')) faults.push('clause');
  const isSuggested = awards !== undefined && sameAwards(awards, suggested);
  if (!isSuggested && draft.note.trim() === '') faults.push('note');
  return faults;
}

interface DecisionBody {
  readonly outcome: Outcome;
  readonly reasonCode: string;
  readonly awards?: ClaimAward[];
  readonly note?: string;
}

/** Gives the body of a decision; only what differs from the suggestion is spelt out. */
export function toDecisionBody(
  draft: DecisionDraft,
  suggested: readonly ClaimAward[],
): DecisionBody | undefined {
  const { outcome, reasonCode } = draft;
  if (outcome === '') return undefined;
  const note = draft.note.trim();
  const base = { outcome, reasonCode, ...(note === '' ? {} : { note }) };
  if (outcome !== 'award') return base;
  const awards = readAwards(draft);
  if (awards === undefined) return undefined;
  return sameAwards(awards, suggested) ? base : { ...base, awards: [...awards] };
}

/** Keeps a decision being written, and which faults are shown once it was tried. */
export function useDecisionDraft(claim: ClaimDetail, granted?: readonly ClaimAward[]) {
  const [draft, setDraft] = useState(() => beginDraft(claim, granted));
  const [isTried, setTried] = useState(false);
  const faults = findDraftFaults(draft, claim.suggestedAwards);
  return {
    draft,
    change: (part: Partial<DecisionDraft>): void => setDraft({ ...draft, ...part }),
    shown: isTried ? faults : [],
    /** Shows every fault; tells whether there is none. */
    tryIt: (): boolean => {
      setTried(true);
      return faults.length === 0;
    },
  };
}

export type DraftDesk = ReturnType<typeof useDecisionDraft>;

/**
 * Gives the awards of a draft as they are sent when somebody wrote other ones than it began with.
 *
 * @returns undefined when they are as they were, are none, or cannot be read
 */
export function toWrittenAwards(draft: DecisionDraft, begun: readonly ClaimAward[]) {
  const awards = draft.outcome === 'award' ? readAwards(draft) : undefined;
  if (awards === undefined || awards.length === 0 || sameAwards(awards, begun)) return undefined;
  return [...awards];
}

/** The decision an open appeal is about, and who had a part in it or in one before it. */
export interface Appealed {
  readonly decision: ClaimDecision;
  /** ids; none of them may answer the appeal */
  readonly people: readonly string[];
}

/**
 * Finds what an open appeal is about among a claim's decisions in order: the latest approved one,
 * which at the second level is the answer to the first appeal.
 *
 * @returns undefined when nothing was approved yet
 */
export function findAppealed(decisions: readonly ClaimDecision[]): Appealed | undefined {
  const position = decisions.findLastIndex(({ state }) => state === 'approved');
  const decision = decisions[position];
  if (decision === undefined) return undefined;
  const people = decisions
    .slice(0, position + 1)
    .flatMap(({ decidedBy, approvedBy, secondReview }) =>
      [decidedBy.id, secondReview?.answeredBy?.id ?? [], approvedBy?.id ?? []].flat(),
    );
  return { decision, people };
}
