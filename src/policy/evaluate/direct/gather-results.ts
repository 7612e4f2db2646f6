import type { Award, Determination, DeterminationStatus } from '../../determination.ts';
import type { Rule } from '../../document.ts';
import type { AwardStatement } from '../../statement.ts';
import type { PartialResult } from '../evaluate-rule.ts';

/** Where the results of a document's award statements stand, in their order. */
export interface Placed {
  readonly places: readonly { readonly rule: Rule; readonly statement: AwardStatement }[];
  readonly trace: Determination['trace'];
}

/** How open an end is; the most open one names the whole. */
const openness: Readonly<Record<DeterminationStatus, number>> = {
  none: 0,
  award: 1,
  review: 2,
  evidence_required: 3,
  undecidable: 4,
};

const nothing: readonly never[] = [];

/** Gathers what all award statements came to, in one pass; as `summarise` does with its traces. */
export function gather(
  results: readonly PartialResult[],
  { places, trace }: Placed,
): Determination {
  let status: DeterminationStatus = 'none';
  for (const result of results) {
    if (openness[result.status] > openness[status]) status = result.status;
  }
  const awards: Award[] = [];
  const clauses: string[] = [];
  let lists = noLists;
  for (let index = 0; index < results.length; index += 1) {
    const result = results[index] as PartialResult;
    const clause = places[index]?.rule.clause ?? '';
    if (result.award) awards.push(result.award);
    if (result.status === status && !clauses.includes(clause)) clauses.push(clause);
    if (hasMore(result)) lists = addLists(lists, { clause, result });
  }
  const { missing, evidence, reasons } = lists;
  return { status, awards, clauses, trace, missing, evidence, reasons, alternatives: nothing };
}

type Lists = Pick<Determination, 'missing' | 'evidence' | 'reasons'>;

const noLists: Lists = { missing: nothing, evidence: nothing, reasons: nothing };

function hasMore({ reason, missing, evidence }: PartialResult): boolean {
  return reason !== undefined || missing !== undefined || evidence !== undefined;
}

function addLists(
  lists: Lists,
  { clause, result }: { readonly clause: string; readonly result: PartialResult },
): Lists {
  const { missing = nothing, evidence = nothing, reason } = result;
  const isNew =
    reason !== undefined &&
    !lists.reasons.some((one) => one.code === reason && one.clause === clause);
  return {
    missing: union(lists.missing, missing),
    evidence: union(lists.evidence, evidence),
    reasons: isNew ? [...lists.reasons, { code: reason, clause }] : lists.reasons,
  };
}

function union(all: readonly string[], more: readonly string[]): readonly string[] {
  return more.length === 0 ? all : [...new Set([...all, ...more])];
}
