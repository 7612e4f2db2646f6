import type { SubmitClaimInput } from '../../../claims/index.ts';
import type { EvidenceKind } from '../pages/evidence-fields.tsx';

/** One document as it came in a form, with the field it came in. */
export type UploadedEvidence = SubmitClaimInput['evidence'][number];

/**
 * Takes the documents out of a form; a chooser that was left empty gives none.
 *
 * Only fields of the kinds that were asked are read. The content is judged by claims, not here.
 */
export async function readEvidence(
  form: FormData,
  kinds: readonly EvidenceKind[],
): Promise<readonly UploadedEvidence[]> {
  const chosen = kinds.flatMap(({ code }) =>
    form
      .getAll(`file-${code}`)
      .filter((value) => typeof value !== 'string')
      .filter((file) => file.name !== '')
      .map((file) => ({ code, file })),
  );
  return Promise.all(
    chosen.map(async ({ code, file }) => ({
      kind: code,
      filename: file.name.normalize('NFC'),
      bytes: new Uint8Array(await file.arrayBuffer()),
    })),
  );
}

/** Gives the id of the chooser a refused document came in; undefined when it is about none. */
export function evidenceFieldId(
  evidence: readonly UploadedEvidence[],
  refusal: object,
): string | undefined {
  if (!('filename' in refusal)) return undefined;
  const found = evidence.find(({ filename }) => filename === refusal.filename);
  return found === undefined ? undefined : `file-${found.kind}`;
}
