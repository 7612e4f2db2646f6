import { accept, type Instant, type Outcome, refuse } from '../../kernel/index.ts';

/** A report somebody prepared; `document` is the canonical JSON that would be published. */
export interface ReportDraft {
  readonly id: string;
  readonly incidentId: string;
  /** the last published version when it was prepared; 0 before the first */
  readonly baseVersion: number;
  readonly hash: string;
  readonly document: string;
  readonly preparedBy: string;
  readonly preparedAt: Instant;
}

export type ReportApprovalRefusal =
  | { readonly code: 'own_report' }
  | { readonly code: 'report_draft_outdated'; readonly publishedVersion: number };

/**
 * Decides whether a prepared report may be published, and as which version.
 *
 * Refusals are checked in this order: own_report, report_draft_outdated (another version was
 * published after it was prepared).
 *
 * @source ARCHITECTURE.md, "What always holds", 4: nobody approves their own
 */
export function decideReportApproval(
  draft: Pick<ReportDraft, 'preparedBy' | 'baseVersion'>,
  state: { readonly approverId: string; readonly lastVersion: number },
): Outcome<{ readonly version: number }, ReportApprovalRefusal> {
  if (draft.preparedBy === state.approverId) return refuse({ code: 'own_report' });
  if (draft.baseVersion !== state.lastVersion) {
    return refuse({ code: 'report_draft_outdated', publishedVersion: state.lastVersion });
  }
  return accept({ version: state.lastVersion + 1 });
}

/** Where a prepared report stands: it waits, became a version, or another came before it. */
export type ReportDraftState = 'waiting' | 'published' | 'outdated';

/** Tells where a prepared report stands. */
export function assessDraftState(
  draft: Pick<ReportDraft, 'baseVersion'>,
  state: { readonly publishedAs: number | undefined; readonly lastVersion: number },
): ReportDraftState {
  if (state.publishedAs !== undefined) return 'published';
  return draft.baseVersion === state.lastVersion ? 'waiting' : 'outdated';
}
