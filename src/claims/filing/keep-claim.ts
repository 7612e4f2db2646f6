import type { SubmitClaimInput } from '../prepare-submission.ts';
import { keptClaimSchema } from '../schemas.ts';

/** Writes a claim with its documents and its ticket as the API takes it: JSON text. */
export function renderClaimBody(input: SubmitClaimInput): string {
  const { statedLossMinor, evidence, receivedAt: _byStaff, lossTest: _again, ...said } = input;
  return JSON.stringify({
    ...said,
    ...(statedLossMinor === undefined ? {} : { statedLossMinor: String(statedLossMinor) }),
    evidence: evidence.map(({ kind, filename, bytes }) => ({
      kind,
      filename,
      contentBase64: Buffer.from(bytes).toString('base64'),
    })),
  });
}

/** Reads what {@link renderClaimBody} wrote; undefined when it is anything else. */
export function parseClaimBody(text: string): SubmitClaimInput | undefined {
  try {
    const read = keptClaimSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
