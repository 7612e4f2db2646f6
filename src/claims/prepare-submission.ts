import {
  canonicalJson,
  claimNumber,
  currencyExponent,
  type Instant,
  type JsonValue,
} from '../kernel/index.ts';
import { type Context, requirePermission, sha256 } from '../platform/index.ts';
import { decideTicket, type Ticket, type TicketRefusal } from './filing/ticket.ts';
import { detectMediaType } from './media-type.ts';
import type { Questionnaire } from './questionnaire.ts';
import { commitTo, hashContent, toPlainJson } from './receipt.ts';
import { assessLoss } from './sales/assess-loss.ts';
import { parseSales } from './sales/parse-sales.ts';
import type { NewClaim } from './store.ts';
import type { Channel, ClaimContent } from './submit-claim.ts';

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
}

/** One submission with the context of whoever sends it. */
export interface SubmissionEntry {
  readonly ctx: Context;
  readonly input: SubmitClaimInput;
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
export function prepare({ ctx, input }: SubmissionEntry): Prepared {
  requirePermission(ctx, 'claim:submit');
  // What came by telephone, on paper or in a file is entered by staff for somebody else.
  const isEntered = input.receivedAt !== undefined || !ownChannels.includes(input.channel);
  if (isEntered) requirePermission(ctx, 'claim:enter');
  const { receivedAt, ticket, evidence, ...said } = input;
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
  const prepared = { ctx, input, content, contentHash };
  if (ticket === undefined) return { ...prepared, filedAt: receivedAt ?? ctx.now };
  const { claimId, incidentId } = content;
  const facts = { claimId, incidentId, contentHash };
  const dated = decideTicket(ticket, { facts, signer: ctx.signer, now: ctx.now });
  if (!dated.ok) return { ...prepared, filedAt: ctx.now, ticketFault: dated.refusal };
  return { ...prepared, filedAt: dated.value };
}

/**
 * Runs the loss test on the sales file among the evidence, if the questionnaire has one.
 *
 * @returns the result with the weeks used, or why there is none; undefined without a sales file
 */
export function testLoss(
  evidence: readonly EvidenceInput[],
  questionnaire: Questionnaire,
): JsonValue | undefined {
  const { lossTest, currency } = questionnaire;
  const file = evidence.find(({ kind }) => kind === lossTest?.evidenceKind);
  if (lossTest === undefined || file === undefined) return undefined;
  const sales = parseSales(file.bytes, { exponent: currencyExponent(currency) });
  if (!sales.ok) return { ok: false, refusal: JSON.parse(JSON.stringify(sales.refusal)) };
  const { findings, rowCount, encoding, days } = sales.value;
  const read = {
    rowCount,
    encoding,
    findings: findings.slice(0, 50).map((finding) => ({ ...finding })),
  };
  const loss = assessLoss(days, lossTest);
  if (!loss.ok) return { ok: false, refusal: { ...loss.refusal }, ...read };
  const week = (value: typeof loss.value.bestWeek) => ({
    ...value,
    amountMinor: String(value.amountMinor),
  });
  return {
    ok: true,
    lossMinor: String(loss.value.lossMinor),
    bestWeek: week(loss.value.bestWeek),
    outageWeek: week(loss.value.outageWeek),
    ...read,
  };
}

/** Makes the claim to be recorded: its number, its salts, and everything personal encrypted. */
export function toNewClaim(prepared: Prepared, questionnaire: Questionnaire): NewClaim {
  const { ctx, input, content, contentHash, filedAt } = prepared;
  const salt = ctx.randomBytes(32);
  const keySalt = ctx.randomBytes(32);
  const seal = (plaintext: Uint8Array) => ctx.vault.encrypt({ salt: keySalt, plaintext });
  const { claimId: id, personal } = content;
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
    personal:
      personal === undefined ? undefined : seal(Buffer.from(canonicalJson(toPlainJson(personal)))),
    lossTest: testLoss(input.evidence, questionnaire),
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
