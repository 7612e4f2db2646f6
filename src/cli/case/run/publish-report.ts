import { loadPublicAccount } from '../../../continuity/public-account/index.ts';
import { approveReport, prepareReport } from '../../../disclosure/index.ts';
import type { ReportText, TextPart } from '../../../disclosure/reports/index.ts';
import type { Instant } from '../../../kernel/index.ts';
import type { ReportFile } from '../read/case.ts';
import { type CaseRun, contextFor } from './case-run.ts';
import { expectAccepted } from './load-incident.ts';

function textOf(report: ReportFile, scale: string): ReportText {
  const parts = Object.entries(report.text) as [TextPart, { ko: string; en: string } | undefined][];
  const inLanguage = (language: 'ko' | 'en') =>
    Object.fromEntries(
      parts.flatMap(([part, written]) =>
        written === undefined ? [] : [[part, written[language].replaceAll('{scale}', scale)]],
      ),
    );
  return { ko: inLanguage('ko'), en: inLanguage('en') };
}

/**
 * Has the investigator prepare the public report and the approver publish it; what was published
 * and still says the same stays as it is.
 */
export async function publishCaseReport(
  run: CaseRun,
  options: { readonly report: ReportFile; readonly now: Instant },
): Promise<void> {
  const { report, now } = options;
  const text = textOf(report, run.scale);
  const editor = contextFor(run, 'investigator', { now, step: 'report' });
  const request = { incidentId: run.incidentId, text };
  const prepared = await prepareReport(editor, request, { loadContinuity: loadPublicAccount });
  if (!prepared.ok && prepared.refusal.code === 'report_unchanged') return;
  const draft = expectAccepted('the public report', prepared);
  const approver = contextFor(run, 'approver', { now, step: 'report' });
  expectAccepted('its approval', await approveReport(approver, draft.id));
}
