import { type Context, sha256 } from '../../platform/index.ts';

/**
 * Gives the one spelling of a contact that is compared: an address in small letters, a number by
 * its digits, with Korea's +82 read as the 0 that people dial.
 */
export function plainContact(contact: string): string {
  const text = contact.normalize('NFKC').replace(/\s/g, '').toLowerCase();
  if (text.includes('@')) return text;
  return text.replace(/[^\d+]/g, '').replace(/^\+?82(?=1\d)/, '0');
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
