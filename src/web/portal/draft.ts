import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Ticket } from '../../claims/filing/index.ts';
import type { Vault } from '../../platform/index.ts';
import type { Answers } from './question.ts';

/**
 * A claim that is being written. Its answers travel in an encrypted cookie of the claimant's own
 * browser; the server keeps them only when the claimant saves them, and the documents sent so far.
 *
 * `claimId` is made when the writing begins, so that sending twice files once.
 */
export interface Draft {
  readonly claimId: string;
  readonly slug: string;
  /** of the questionnaire; a draft stays under the version it was begun with while that is open */
  readonly version: number;
  readonly answers: Answers;
  /** the contact that a code proved, and its digest in hex */
  readonly proved?: { readonly contact: string; readonly digest: string };
  /** every page written from now on is also saved at the server */
  readonly isSaved?: boolean;
  /** what the company's own app vouched for */
  readonly entered?: { readonly account: string; readonly plan?: string; readonly usage?: string };
  /** what claims written in the same browser share; see saving/device.ts */
  readonly device?: string;
  /** claims filed before were shown, and this is another one */
  readonly isOther?: boolean;
}

/** A code that was sent: under which id, to whom, and what it is for. */
export interface AskedCode {
  readonly codeId: string;
  readonly contact: string;
  readonly purpose: 'save' | 'resume' | 'find' | 'confirm' | 'own' | 'account';
  readonly slug?: string;
  readonly untilMs: number;
}

/** A contact this browser proved a moment ago; it opens what was saved and filed with it. */
export interface Proof {
  readonly contact: string;
  readonly digest: string;
  readonly untilMs: number;
}

/** Which claim this browser may look at, by its token: from filing, or from number and contact. */
export interface Access {
  readonly claimId: string;
  readonly number: string;
  readonly token: string;
  /** opened by number and a contact that was only typed, until a code proves the contact */
  readonly isTyped?: boolean;
  readonly untilMs: number;
}

/** The ticket of a claim that could not be stored in time. */
export interface KeptTicket {
  readonly slug: string;
  readonly ticket: Ticket;
}

/** Another account that was written and not sent yet; `payeeId` makes sending it twice count once. */
export interface GivenPayee {
  readonly claimId: string;
  readonly payeeId: string;
  readonly answers: Answers;
  readonly untilMs: number;
}

/** What a cookie of the portal may hold. */
export type Sealed = Draft | Access | AskedCode | KeptTicket | Proof | GivenPayee;

// A cookie may have 4,096 bytes with its name and attributes (RFC 6265, 6.1); Node takes 16 KiB of
// headers. Three parts keep a story of 2,000 Korean characters and every other answer.
const partLength = 3600;
const partCountMax = 3;
const saltBytes = 16;
const openBytesMax = 64 * 1024;

/**
 * Seals a value for a cookie: compressed, encrypted under a salt of its own, cut into parts.
 *
 * Undefined when it needs more than three parts of 3,600 characters: shorten an answer.
 */
export function sealParts(
  value: Sealed,
  keys: { vault: Vault; salt: Uint8Array },
): readonly string[] | undefined {
  const plaintext = new Uint8Array(deflateRawSync(JSON.stringify(value)));
  const ciphertext = keys.vault.encrypt({ salt: keys.salt, plaintext });
  const text = Buffer.concat([keys.salt, ciphertext]).toString('base64url');
  if (text.length > partLength * partCountMax) return undefined;
  return text.match(new RegExp(`.{1,${partLength}}`, 'g')) ?? [];
}

/** Opens what sealParts gave; undefined when it was changed, cut or sealed under another key. */
export function openParts<T extends Sealed>(parts: readonly string[], vault: Vault): T | undefined {
  const bytes = Buffer.from(parts.join(''), 'base64url');
  if (bytes.length <= saltBytes) return undefined;
  try {
    const plaintext = vault.decrypt({
      salt: new Uint8Array(bytes.subarray(0, saltBytes)),
      ciphertext: new Uint8Array(bytes.subarray(saltBytes)),
    });
    const text = inflateRawSync(plaintext, { maxOutputLength: openBytesMax }).toString('utf8');
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}

/** The names of the cookies that hold one sealed value: 'draft0', 'draft1', 'draft2'. */
export function partNames(name: string): readonly string[] {
  return Array.from({ length: partCountMax }, (_unused, index) => `${name}${index}`);
}

/** The random bytes that sealParts takes as its salt. */
export const sealSaltBytes = saltBytes;
