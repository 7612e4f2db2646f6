import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { parseClaimBody, renderClaimBody } from '../../../claims/filing/index.ts';
import type { SubmitClaimInput } from '../../../claims/index.ts';
import type { Context } from '../../../platform/index.ts';
import { sealSaltBytes } from '../draft.ts';

const openBytesMax = 16 * 1024 * 1024;

/** Documents of more than this together do not travel in a page; they are added after filing. */
export const keptEvidenceBytesMax = 4 * 1024 * 1024;

/**
 * Seals a whole claim for a form field of the claimant's own page: compressed and encrypted, so that
 * a shared screen or a saved page shows nothing, and nobody but this site can change it.
 */
export function sealClaim(ctx: Context, input: SubmitClaimInput): string {
  const salt = ctx.randomBytes(sealSaltBytes);
  const plaintext = new Uint8Array(deflateRawSync(renderClaimBody(input)));
  const ciphertext = ctx.vault.encrypt({ salt, plaintext });
  return Buffer.concat([salt, ciphertext]).toString('base64url');
}

/** Opens what {@link sealClaim} gave; undefined when it was changed, cut or is not ours. */
export function openClaim(ctx: Context, sealed: string): SubmitClaimInput | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length <= sealSaltBytes) return undefined;
  try {
    const plaintext = ctx.vault.decrypt({
      salt: new Uint8Array(bytes.subarray(0, sealSaltBytes)),
      ciphertext: new Uint8Array(bytes.subarray(sealSaltBytes)),
    });
    return parseClaimBody(
      inflateRawSync(plaintext, { maxOutputLength: openBytesMax }).toString('utf8'),
    );
  } catch {
    return undefined;
  }
}
