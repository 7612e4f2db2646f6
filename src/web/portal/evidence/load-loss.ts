import { openUploads } from '../../../claims/evidence/index.ts';
import { type ShownLoss, showLoss } from '../../../claims/sales/index.ts';
import type { Writing } from '../question-routes.tsx';
import type { PortalRequest } from '../request.tsx';

/** Runs the loss test on the sales file that waits with the draft; undefined without one. */
export async function loadShownLoss(
  c: PortalRequest,
  { form, draft }: Pick<Writing, 'form' | 'draft'>,
): Promise<ShownLoss | undefined> {
  const kind = form.questionnaire.lossTest?.evidenceKind;
  if (kind === undefined) return undefined;
  const { claimId } = draft;
  const file = (await openUploads(c.get('ctx'), { claimId, kind })).at(-1);
  return file === undefined ? undefined : showLoss(file.bytes, form.questionnaire);
}
