import { createPublicKey, verify } from 'node:crypto';
import {
  accept,
  addMs,
  canonicalJson,
  type Instant,
  type Outcome,
  parseInstant,
  refuse,
  renderInstant,
} from '../../kernel/index.ts';

/**
 * The proof that somebody tried to file, given when the claim could not be stored in time. It needs
 * no storage: everything is in it, signed. Whoever files the same claim with it has filed it at
 * `issuedAt`. Binary fields are base64; docs/records/ticket.md has the exact bytes.
 */
export interface Ticket {
  readonly format: 'amends-ticket/1';
  readonly claimId: string;
  readonly incidentId: string;
  readonly contentHash: string;
  readonly issuedAt: string;
  readonly redeemBy: string;
  readonly signed: {
    readonly origin: string;
    readonly publicKey: string;
    readonly signature: string;
  };
}

/** What a ticket is about: one claim by its id and the SHA-256 of its canonical content. */
export interface TicketFacts {
  readonly claimId: string;
  readonly incidentId: string;
  readonly contentHash: Uint8Array;
}

/** Why a ticket does not count. Checked in this order; the first that holds is answered. */
export type TicketRefusal =
  | { readonly code: 'ticket_forged' }
  | { readonly code: 'ticket_altered' }
  | { readonly code: 'ticket_other_incident' }
  | { readonly code: 'ticket_other_claim' }
  | { readonly code: 'ticket_expired'; readonly redeemBy: Instant };

/** A ticket is honoured for thirty days from its time. */
export const ticketHonouredMs = 30 * 24 * 60 * 60 * 1000;

interface TicketSigner {
  readonly name: string;
  readonly publicKey: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Gives the bytes that a ticket's signature is over: its other fields as canonical JSON. */
export function renderTicketText(ticket: Omit<Ticket, 'signed'> & { origin: string }): Uint8Array {
  const { format, claimId, incidentId, contentHash, issuedAt, redeemBy, origin } = ticket;
  return Buffer.from(
    canonicalJson({ format, claimId, incidentId, contentHash, issuedAt, redeemBy, origin }),
    'utf8',
  );
}

/** Makes a ticket for a claim that was sent at an instant; the server's word, not the client's. */
export function issueTicket(
  facts: TicketFacts,
  options: { at: Instant; signer: TicketSigner },
): Ticket {
  const { at, signer } = options;
  const unsigned = {
    format: 'amends-ticket/1' as const,
    claimId: facts.claimId,
    incidentId: facts.incidentId,
    contentHash: toBase64(facts.contentHash),
    issuedAt: renderInstant(at),
    redeemBy: renderInstant(addMs(at, ticketHonouredMs)),
  };
  const origin = signer.name;
  const signature = signer.sign(renderTicketText({ ...unsigned, origin }));
  const publicKey = toBase64(signer.publicKey);
  return { ...unsigned, signed: { origin, publicKey, signature: toBase64(signature) } };
}

const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

function isSigned(ticket: Ticket, publicKey: Uint8Array): boolean {
  const { signed, ...unsigned } = ticket;
  const key = createPublicKey({
    key: Buffer.concat([spkiPrefix, publicKey]),
    format: 'der',
    type: 'spki',
  });
  const signature = Buffer.from(signed.signature, 'base64');
  if (signature.length !== 64) return false;
  return verify(null, renderTicketText({ ...unsigned, origin: signed.origin }), key, signature);
}

/**
 * Decides when a claim that is sent with a ticket counts as filed.
 *
 * The ticket must be this installation's own, whole, of this claim, and not past its time; so a
 * copy of it can only ever file the one claim that it names.
 *
 * @returns the instant on the ticket, never later than now
 * @source ARCHITECTURE.md, Claims ("the time on the ticket counts as the time of filing")
 */
export function decideTicket(
  ticket: Ticket,
  about: {
    facts: TicketFacts;
    signer: Pick<TicketSigner, 'name' | 'publicKey'> & {
      readonly earlier?: readonly Pick<TicketSigner, 'publicKey'>[];
    };
    now: Instant;
  },
): Outcome<Instant, TicketRefusal> {
  const { facts, signer, now } = about;
  // A ticket given before the key was changed is still ours.
  const own = [signer, ...(signer.earlier ?? [])].find(
    ({ publicKey }) => ticket.signed.publicKey === toBase64(publicKey),
  );
  if (own === undefined || ticket.signed.origin !== signer.name) {
    return refuse({ code: 'ticket_forged' });
  }
  const issuedAt = parseInstant(ticket.issuedAt);
  const redeemBy = parseInstant(ticket.redeemBy);
  const isWhole = issuedAt !== undefined && redeemBy !== undefined;
  if (!isWhole || !isSigned(ticket, own.publicKey)) return refuse({ code: 'ticket_altered' });
  if (ticket.incidentId !== facts.incidentId) return refuse({ code: 'ticket_other_incident' });
  const isOfClaim =
    ticket.claimId === facts.claimId && ticket.contentHash === toBase64(facts.contentHash);
  if (!isOfClaim) return refuse({ code: 'ticket_other_claim' });
  if (now >= redeemBy) return refuse({ code: 'ticket_expired', redeemBy });
  // Another server's clock may be ahead of this one's by a little.
  return accept(issuedAt < now ? issuedAt : now);
}
