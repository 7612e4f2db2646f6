import { claimNumber, type Instant, type JsonValue } from '../kernel/index.ts';
import { type Context, requirePermission, sha256 } from '../platform/index.ts';
import { decideTicket, type Ticket, type TicketRefusal } from './filing/ticket.ts';
import { detectMediaType } from './media-type.ts';
import { sealSaid } from './privacy/sealed-claim.ts';
import type { Questionnaire } from './questionnaire.ts';
import { commitTo, hashContent } from './receipt.ts';
import { testLoss } from './sales/test-loss.ts';
import type { NewClaim } from './store.ts';
import type { Channel, ClaimContent, SubmissionFacts } from './submit-claim.ts';

/** A document as it arrives. */
export interface EvidenceInput {
  readonly kind: string;
  readonly filename: string;
  readonly bytes: Uint8Array;
}

/**
 * A claim as it arrives; `receivedAt` is for letters, files and the case, by staff only. With the
 * `ticket` of an earlier try it counts as filed then.
 */
export interface SubmitClaimInput extends Omit<ClaimContent, 'evidence'> {
  readonly evidence: readonly EvidenceInput[];
  readonly receivedAt?: Instant;
  readonly ticket?: Ticket;
  /** The loss test as it was run on the documents when they came; run at filing otherwise. */
  readonly lossTest?: JsonValue;
}

/** One submission with the context of whoever sends it. */
export interface SubmissionEntry {
  readonly ctx: Context;
  readonly input: SubmitClaimInput;
  readonly isCounted?: SubmissionFacts['isCounted'];
}

/** A submission with what its content comes to; the same content always has the same hash. */
export interface Prepared extends SubmissionEntry {
  readonly content: ClaimContent;
  readonly contentHash: Uint8Array;
  readonly filedAt: Instant;
  readonly ticketFault?: TicketRefusal | undefined;
}

/** Writes bytes as lower-case hex. */
export const toHexText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const ownChannels: readonly Channel[] = ['portal', 'api'];

/** Reads a submission; what staff enter for somebody else needs their permission. */
export function prepare({ ctx, input, isCounted }: SubmissionEntry): Prepared {
  requirePermission(ctx, 'claim:submit');
  // What came by telephone, on paper or in a file is entered by staff for somebody else.
  const isEntered = input.receivedAt !== undefined || !ownChannels.includes(input.channel);
  if (isEntered) requirePermission(ctx, 'claim:enter');
  const { receivedAt, ticket, evidence, lossTest: _known, ...said } = input;
  const content: ClaimContent = {
    ...said,
    evidence: evidence.map(({ kind, filename, bytes }) => ({
      kind,
      filename,
      mediaType: detectMediaType(bytes),
      byteCount: bytes.length,
      sha256: toHexText(sha256(bytes)),
    })),
  };
  const contentHash = hashContent(content);
  const prepared = { ctx, input, isCounted, content, contentHash };
  if (ticket === undefined) return { ...prepared, filedAt: receivedAt ?? ctx.now };
  const { claimId, incidentId } = content;
  const facts = { claimId, incidentId, contentHash };
  const dated = decideTicket(ticket, { facts, signer: ctx.signer, now: ctx.now });
  if (!dated.ok) return { ...prepared, filedAt: ctx.now, ticketFault: dated.refusal };
  return { ...prepared, filedAt: dated.value };
}

/** Makes the claim to be recorded: its number, its salts, and everything personal encrypted. */
export function toNewClaim(prepared: Prepared, questionnaire: Questionnaire): NewClaim {
  const { ctx, input, content, contentHash, filedAt } = prepared;
  const salt = ctx.randomBytes(32);
  const keySalt = ctx.randomBytes(32);
  const seal = (plaintext: Uint8Array) => ctx.vault.encrypt({ salt: keySalt, plaintext });
  const { claimId: id, personal, answers } = content;
  return {
    ...content,
    id,
    number: claimNumber(ctx.randomBytes(6)),
    partyId: content.partyId,
    statedLossMinor: content.statedLossMinor,
    submittedAt: filedAt,
    recordedAt: ctx.now,
    contentHash,
    salt,
    keySalt,
    commitment: commitTo({ salt, contentHash }),
    ticketIssuedAt: input.ticket === undefined ? undefined : filedAt,
    personal: sealSaid(ctx.vault, { personal, answers, keySalt }),
    lossTest: input.lossTest ?? testLoss(input.evidence, questionnaire),
    evidence: input.evidence.map(({ kind, filename, bytes }) => ({
      id: ctx.newId(),
      kind,
      filename: seal(Buffer.from(filename)),
      mediaType: detectMediaType(bytes),
      byteCount: bytes.length,
      sha256: sha256(bytes),
      content: seal(bytes),
    })),
    actor: ctx.actor,
  };
}
