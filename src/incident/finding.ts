import { accept, type Outcome, refuse } from '../kernel/index.ts';
import { assessStatement, type Incident, type StatementRefusal, type Titles } from './incident.ts';

/** The layers of the chain a cause can sit in, from the building up to people. */
export const causeLayers = [
  'facility',
  'data',
  'tools',
  'platform',
  'application',
  'people',
  'communication',
] as const;

/** Where in the chain a cause sits. */
export type CauseLayer = (typeof causeLayers)[number];

/**
 * A stated fact about cause, by a named party, with sources.
 *
 * `contests` lists findings that say otherwise; none of them is removed by it.
 */
export interface Finding {
  readonly id: string;
  readonly incidentId: string;
  readonly layer: CauseLayer;
  readonly text: Titles;
  readonly statedBy: string;
  readonly sources: readonly number[];
  readonly contests: readonly string[];
}

export type FindingRefusal =
  | StatementRefusal
  | { readonly code: 'finding_without_source' }
  | { readonly code: 'contested_finding_unknown'; readonly findingId: string };

/**
 * Decides whether a finding may be recorded.
 *
 * Refusals are checked in this order: those of any statement, finding_without_source,
 * contested_finding_unknown.
 *
 * @param knownIds the findings of this incident recorded so far
 * @source ARCHITECTURE.md, "Words": a finding is a stated fact about cause, by a named party, with sources
 */
export function decideFinding(
  finding: Finding,
  state: { readonly incident: Incident; readonly knownIds: readonly string[] },
): Outcome<Finding, FindingRefusal> {
  const refusal = assessStatement(state.incident, finding);
  if (refusal !== undefined) return refuse(refusal);
  if (finding.sources.length === 0) return refuse({ code: 'finding_without_source' });
  const unknown = finding.contests.find((id) => !state.knownIds.includes(id));
  if (unknown !== undefined) {
    return refuse({ code: 'contested_finding_unknown', findingId: unknown });
  }
  return accept(finding);
}
