import { type Context, sha256 } from '../../platform/index.ts';

/**
 * Gives the one spelling of a contact that is compared: an address, or any other
 * words, in small letters; a number by its digits, with Korea's +82, 0082 or 82 (and a 0 written after it) read as the 0 that people
 * dial. Marks that nobody sees and that copying brings along (zero-width, direction) are left out.
 */
export function plainContact(contact: string): string {
  const text = contact
    .normalize('NFKC')
    .replace(/[\s\p{Cf}]/gu, '')
    .toLowerCase();
  if (/[@\p{L}]/u.test(text)) return text;
  return text.replace(/[^\d+]/g, '').replace(/^(?:\+|00)?820?(?=1\d)/, '0');
}

/**
 * Gives the digest a contact is known by, 32 bytes; keyed with a signature only this installation
 * can make, so that nobody who reads a table can try all telephone numbers.
 */
export function digestContact(ctx: Pick<Context, 'signer'>, contact: string): Buffer {
  const text = Buffer.from(`amends contact 1\n${plainContact(contact)}`);
  // Ed25519 signs the same text alike each time (RFC 8032, 5.1.6).
  return Buffer.from(sha256(ctx.signer.sign(text)));
}
