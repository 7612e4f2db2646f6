import { sha256 } from '@noble/hashes/sha2.js';
import { canonicalJson, isUuid, parseInstant } from '../kernel/index.ts';
import { parseBase64 } from './base64.ts';
import { hashBytes, sameBytes } from './merkle/hash.ts';
import type { ReceiptCheck, ReceiptVerdict, VerifierKnowledge } from './receipt-verdict.ts';
import { verifySignature } from './signed-note.ts';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= 200;

/** Tells whether a document from anyone says that it is a ticket; nothing is checked yet. */
export function isTicket(value: unknown): value is Json {
  return (
    isObject(value) && typeof value.format === 'string' && /^amends-ticket\//.test(value.format)
  );
}

/** Finds the first field, as a JSON Pointer, where a ticket stops being one. */
function findFault(ticket: Json): string | undefined {
  const { signed } = ticket;
  const bytesOf = (value: unknown, length: number) =>
    isText(value) ? parseBase64(value, length) : undefined;
  const instantOf = (value: unknown) => (isText(value) ? parseInstant(value) : undefined);
  if (ticket.format !== 'amends-ticket/1') return '/format';
  if (!isText(ticket.claimId) || !isUuid(ticket.claimId)) return '/claimId';
  if (!isText(ticket.incidentId) || !isUuid(ticket.incidentId)) return '/incidentId';
  if (!isObject(signed)) return '/signed';
  if (!isText(signed.origin)) return '/signed/origin';
  const parts = {
    '/contentHash': bytesOf(ticket.contentHash, hashBytes),
    '/issuedAt': instantOf(ticket.issuedAt),
    '/redeemBy': instantOf(ticket.redeemBy),
    '/signed/publicKey': bytesOf(signed.publicKey, 32),
    '/signed/signature': bytesOf(signed.signature, 64),
  };
  return Object.entries(parts).find(([, part]) => part === undefined)?.[0];
}

function textOf(ticket: Json): Uint8Array {
  const { origin } = ticket.signed as { origin: string };
  const { format, claimId, incidentId, contentHash, issuedAt, redeemBy } = ticket as Record<
    string,
    string
  >;
  const signed = { format, claimId, incidentId, contentHash, issuedAt, redeemBy, origin };
  return new TextEncoder().encode(canonicalJson(signed as Record<string, string>));
}

function checkKey(ticket: Json, known: VerifierKnowledge): ReceiptCheck {
  const { key, earlierKeys = [] } = known;
  const { origin, publicKey } = ticket.signed as { origin: string; publicKey: string };
  if (key === undefined) return { code: 'key_expected', status: 'not_made' };
  const own = [key, ...earlierKeys].filter(({ name }) => name === origin);
  if (own.length === 0) {
    return { code: 'key_expected', status: 'failed', detail: 'origin_differs' };
  }
  const left = parseBase64(publicKey, 32) as Uint8Array;
  const isSame = own.some((one) => sameBytes({ left, right: one.publicKey }));
  return { code: 'key_expected', status: isSame ? 'passed' : 'failed' };
}

function checkContent(ticket: Json, { content }: VerifierKnowledge): ReceiptCheck {
  if (content === undefined) return { code: 'content_matches', status: 'not_made' };
  const left = sha256(new TextEncoder().encode(canonicalJson(content)));
  const right = parseBase64(String(ticket.contentHash), hashBytes) as Uint8Array;
  const isSame = sameBytes({ left, right });
  return { code: 'content_matches', status: isSame ? 'passed' : 'failed' };
}

/**
 * Verifies a ticket offline, with the same code everywhere as receipts.
 *
 * `ticketed`: the operator signed that somebody tried to file this claim at the time named. It is
 * no receipt: the claim is stored only once it is sent again with the ticket.
 *
 * @source docs/records/ticket.md; RFC 8032
 */
export function verifyTicket(ticket: Json, known: VerifierKnowledge): ReceiptVerdict {
  const fault = findFault(ticket);
  if (fault !== undefined) {
    return {
      verdict: 'refused',
      checks: [{ code: 'ticket_readable', status: 'failed', detail: fault }],
    };
  }
  const { publicKey, signature } = ticket.signed as { publicKey: string; signature: string };
  const isSigned = verifySignature({
    message: textOf(ticket),
    signature: parseBase64(signature, 64) as Uint8Array,
    publicKey: parseBase64(publicKey, 32) as Uint8Array,
  });
  const [issuedAt, redeemBy] = [ticket.issuedAt, ticket.redeemBy].map((text) =>
    parseInstant(String(text)),
  );
  const isDated = (redeemBy ?? 0) > (issuedAt ?? 0);
  const checks: readonly ReceiptCheck[] = [
    { code: 'ticket_readable', status: 'passed' },
    checkContent(ticket, known),
    checkKey(ticket, known),
    { code: 'ticket_signed', status: isSigned ? 'passed' : 'failed' },
    { code: 'ticket_dated', status: isDated ? 'passed' : 'failed' },
  ];
  const isRefused = checks.some(({ status }) => status === 'failed');
  return { verdict: isRefused ? 'refused' : 'ticketed', checks };
}
