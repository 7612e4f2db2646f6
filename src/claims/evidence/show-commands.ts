import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import type { Context } from '../../platform/index.ts';
import type { ReadPurpose } from '../review/desk/read-purpose.ts';
import { loadEvidence } from '../review/desk/show-claim-commands.ts';
import { stripDocument } from './examine-document.ts';

/** A document as staff see it. */
export interface ShownEvidence {
  readonly filename: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export type ShowEvidenceRefusal =
  | { readonly code: 'evidence_not_found' }
  | { readonly code: 'evidence_masked' }
  | { readonly code: 'evidence_infected'; readonly filename: string }
  | { readonly code: 'evidence_unscanned' }
  | { readonly code: 'evidence_unshowable' };

/**
 * Gives a document to staff permitted to read personal data; audited. What is beside the content
 * (place, device, author) is taken away; the original stays stored, so that its hash can be checked.
 *
 * Where a scanner is set, nothing is shown that it has not called clean just now: a document that was
 * taken while the scanner was away, and one that only today's signatures know, stays closed.
 */
export async function showEvidence(
  ctx: Context,
  asked: {
    readonly evidenceId: string;
    readonly claimId?: string;
    readonly purpose?: ReadPurpose;
  },
): Promise<Outcome<ShownEvidence, ShowEvidenceRefusal>> {
  const loaded = await loadEvidence(ctx, asked);
  if (!loaded.ok) return loaded;
  const { filename, mediaType } = loaded.value;
  const verdict = await ctx.outside.scan?.(loaded.value.bytes);
  if (verdict === 'infected') return refuse({ code: 'evidence_infected', filename });
  if (verdict === 'unanswered') return refuse({ code: 'evidence_unscanned' });
  const bytes = await stripDocument(loaded.value);
  return bytes === undefined
    ? refuse({ code: 'evidence_unshowable' })
    : accept({ filename, mediaType, bytes });
}
