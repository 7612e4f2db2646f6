import { forgetDraft } from '../../../claims/drafts/index.ts';
import { openUploads, releaseUploads } from '../../../claims/evidence/index.ts';
import { confirmContact } from '../../../claims/identity/index.ts';
import { addEvidence } from '../../../claims/index.ts';
import { type Context, PlatformError } from '../../../platform/index.ts';
import type { Draft } from '../draft.ts';

/** Does work that may be left undone while the database is away. */
async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof PlatformError && error.retryable)) throw error;
  }
}

/**
 * Does what is left once a claim is filed: its documents are its evidence now, what was saved of the
 * draft is forgotten, and a contact that a code proved counts as confirmed. The claim is durable
 * already, so nothing of this may stand between its claimant and the receipt.
 */
export async function settleDraft(ctx: Context, draft: Draft, token: string): Promise<void> {
  const { claimId, isSaved, proved } = draft;
  const settle = async (): Promise<void> => {
    await releaseUploads(ctx, { claimId });
    if (isSaved === true) await forgetDraft(ctx, { claimId });
    if (proved === undefined) return;
    const contactDigest = Buffer.from(proved.digest, 'hex');
    await confirmContact(ctx, { claimId, token, contactDigest });
  };
  await attempt(settle);
}

/**
 * Adds documents that were received before filing to a claim whose ticket is redeemed: while the
 * database was away they could not be put into the claim itself. Those it has already are passed over.
 */
export async function addWaitingDocuments(
  ctx: Context,
  filed: { readonly claimId: string; readonly token: string },
): Promise<void> {
  const { claimId, token } = filed;
  const add = async (): Promise<void> => {
    const evidence = await openUploads(ctx, { claimId });
    if (evidence.length > 0) await addEvidence(ctx, { claimId, token, evidence });
    await releaseUploads(ctx, { claimId });
  };
  await attempt(add);
}
