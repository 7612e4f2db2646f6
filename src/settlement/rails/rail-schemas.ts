import { z } from '@hono/zod-openapi';
import { renderInstant } from '../../kernel/index.ts';
import type { ImportedFile } from '../reconcile/inbound-commands.ts';
import type { InboundFile } from '../reconcile/inbound-store.ts';
import {
  actorSchema,
  amountSchema,
  currencySchema,
  instantInputSchema,
  instantSchema,
  type Names,
  renderActor,
  renderAmount,
  renderMoment,
} from '../schemas.ts';
import type { RailKey } from './app/app-key-store.ts';
import { fileProblemCodes } from './files/file-format.ts';
import type { RailFile } from './files/file-store.ts';
import type { ManualPayment, ManualResult } from './manual/manual-store.ts';

/** The name of a rail: lower-case letters, digits and hyphens. */
export const railNameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'lower-case letters, digits and hyphens are expected');

export const railPathSchema = z.object({ rail: railNameSchema });
export const filePathSchema = z.object({ fileId: z.uuid() });

const kinds = ['pain.001', 'bulk', 'manual', 'simulated', 'app'] as const;

/** The rails that are set up. */
export const railListSchema = z.array(
  z
    .strictObject({ rail: z.string(), kind: z.enum(kinds), remedies: z.array(z.string()) })
    .openapi('RailSummary'),
);

/** How a rail is set up, as JSON of its kind. */
export const setupSchema = z
  .strictObject({ rail: z.string(), setup: z.record(z.string(), z.unknown()) })
  .openapi('RailSetup');

/** A template to try, with names to try it on. */
export const templateTrialSchema = z.object({
  setup: z.record(z.string(), z.unknown()),
  names: z.array(z.string().max(140)).max(50).default([]),
});

export const templatePreviewSchema = z
  .strictObject({
    titles: z.array(z.string()),
    rows: z.array(z.array(z.string())),
    byteCount: z.number().int(),
    lost: z.array(z.strictObject({ text: z.string(), characters: z.string() })),
  })
  .openapi('TemplatePreview');

/** The files a rail was or is given. */
export const railFilesSchema = z.array(
  z
    .strictObject({
      id: z.string(),
      number: z.string(),
      state: z.enum(['open', 'made', 'handed_over', 'discarded']),
      paymentCount: z.number().int(),
      total: amountSchema,
      sha256: z.string().nullable(),
      openedAt: instantSchema,
      madeAt: instantSchema.nullable(),
      handedOverAt: instantSchema.nullable(),
    })
    .openapi('RailFile'),
);

export const endingSchema = z.object({ ending: z.enum(['handed_over', 'discarded']) });
export const endedSchema = z.strictObject({ fileId: z.string() }).openapi('EndedRailFile');

/** Query of a file that a bank gave. */
export const inboundQuerySchema = z.object({
  kind: z.enum(['statement', 'result', 'names']),
  currency: currencySchema.default('KRW'),
  name: z.string().min(1).max(200).default('file'),
});

const problemSchema = z
  .strictObject({
    code: z.enum(fileProblemCodes),
    place: z.string().optional(),
    found: z.string().optional(),
    expected: z.string().optional(),
  })
  .openapi('FileProblem');

/** What became of a file. */
export const importedSchema = z
  .strictObject({
    outcome: z.enum(['applied', 'quarantined']),
    isRepeated: z.boolean(),
    problem: z.union([problemSchema, z.null()]),
    lineCount: z.number().int(),
    confirmedCount: z.number().int(),
    returnedCount: z.number().int(),
    repeatedCount: z.number().int(),
    exceptionCount: z.number().int(),
  })
  .openapi('ImportedFile');

/** The files a rail was given to read. */
export const inboundListSchema = z.array(
  z
    .strictObject({
      id: z.string(),
      kind: z.enum(['statement', 'result', 'names']),
      name: z.string(),
      sha256: z.string(),
      outcome: z.enum(['applied', 'quarantined']),
      problem: z.union([problemSchema, z.null()]),
      lineCount: z.number().int(),
      receivedAt: instantSchema,
      receivedBy: actorSchema,
    })
    .openapi('InboundFile'),
);

/** Keys of a rail; none is shown again. */
export const keyListSchema = z.array(
  z
    .strictObject({
      id: z.string(),
      purpose: z.enum(['sign', 'check']),
      mark: z.string(),
      addedAt: instantSchema,
      addedBy: actorSchema,
      usableUntil: instantSchema.nullable(),
    })
    .openapi('RailKey'),
);
export const newKeySchema = z.object({
  purpose: z.enum(['sign', 'check']),
  kind: z.enum(['hmac', 'ed25519']).default('hmac'),
  key: z.string().max(200).optional(),
});
export const addedKeySchema = z
  .strictObject({ mark: z.string(), tell: z.string() })
  .openapi('AddedRailKey');

/** What a person says became of a payment made by hand. */
export const saidResultSchema = z.object({
  result: z.enum(['paid', 'failed']),
  bankReference: z.string().min(3).max(100),
  evidence: z.string().min(10, 'what shows it, in ten characters or more, is expected').max(2_000),
  bookedAt: instantInputSchema,
});
export const manualEndingSchema = z.object({ ending: z.enum(['confirmed', 'declined']) });
export const payoutIdSchema = z.object({ payoutId: z.uuid() });
export const manualDoneSchema = z.strictObject({ payoutId: z.string() }).openapi('ManualDone');

const resultSchema = z
  .strictObject({
    result: z.enum(['paid', 'failed']),
    bankReference: z.string(),
    evidence: z.string(),
    bookedAt: instantSchema,
    recordedBy: actorSchema,
    recordedAt: instantSchema,
  })
  .openapi('ManualResult');
export const manualListSchema = z.array(
  z
    .strictObject({
      payoutId: z.string(),
      claimId: z.string(),
      reference: z.string(),
      rail: z.string(),
      amount: amountSchema,
      sentAt: instantSchema.nullable(),
      result: z.union([resultSchema, z.null()]),
    })
    .openapi('ManualPayment'),
);

/** Renders a file of a rail. */
export function renderRailFile(file: RailFile): z.output<typeof railFilesSchema>[number] {
  return {
    id: file.id,
    number: file.number.toString(),
    state: file.state,
    paymentCount: Number(file.paymentCount),
    total: renderAmount(file.totalMinor, file.currency),
    sha256: file.sha256,
    openedAt: renderInstant(file.openedAt),
    madeAt: renderMoment(file.madeAt),
    handedOverAt: renderMoment(file.handedOverAt),
  };
}

/** Renders what became of a file that was given. */
export function renderImported(imported: ImportedFile): z.output<typeof importedSchema> {
  const { outcome, isRepeated, problem, lineCount, reconciliation: counts } = imported;
  return {
    ...{ outcome, isRepeated, problem, lineCount },
    confirmedCount: counts?.confirmedCount ?? 0,
    returnedCount: counts?.returnedCount ?? 0,
    repeatedCount: counts?.repeatedCount ?? 0,
    exceptionCount: counts?.exceptionCount ?? 0,
  };
}

/** Renders a file that was given to be read. */
export function renderInbound(
  file: InboundFile,
  names: Names,
): z.output<typeof inboundListSchema>[number] {
  const { id, kind, name, sha256, outcome, problem } = file;
  return {
    ...{ id, kind, name, sha256, outcome, problem },
    lineCount: Number(file.lineCount ?? 0n),
    receivedAt: renderInstant(file.receivedAt),
    receivedBy: renderActor(file.receivedBy, names),
  };
}

/** Renders a key without the key. */
export function renderKey(key: RailKey, names: Names): z.output<typeof keyListSchema>[number] {
  const { id, purpose, mark } = key;
  return {
    ...{ id, purpose, mark },
    addedAt: renderInstant(key.addedAt),
    addedBy: renderActor(key.addedBy, names),
    usableUntil: renderMoment(key.usableUntil),
  };
}

function renderResult(result: ManualResult, names: Names): z.output<typeof resultSchema> {
  return {
    result: result.result,
    bankReference: result.bankReference,
    evidence: result.evidence,
    bookedAt: renderInstant(result.bookedAt),
    recordedBy: renderActor(result.recordedBy, names),
    recordedAt: renderInstant(result.recordedAt),
  };
}

/** Renders a payment made by hand. */
export function renderManual(
  payment: ManualPayment,
  names: Names,
): z.output<typeof manualListSchema>[number] {
  return {
    payoutId: payment.payoutId,
    claimId: payment.claimId,
    reference: payment.railReference,
    rail: payment.rail,
    amount: renderAmount(payment.amountMinor, payment.currency),
    sentAt: renderMoment(payment.sentAt),
    result: payment.result === null ? null : renderResult(payment.result, names),
  };
}
