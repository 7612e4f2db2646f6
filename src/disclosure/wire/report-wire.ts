import { z } from '@hono/zod-openapi';
import { renderInstant } from '../../kernel/index.ts';
import { type TextPart, textParts } from '../report-text/index.ts';
import type { ReportDraft, ReportDraftState } from '../reports/approve-report.ts';
import type { PublishedReport } from '../reports/report-queries.ts';

const instantWire = z.string().openapi({ format: 'date-time' });
const hashWire = z.string().openapi({ description: 'SHA-256 of the document, in hexadecimal' });

export const reportVersionWire = z
  .strictObject({ version: z.number(), hash: hashWire, publishedAt: instantWire })
  .openapi('ReportVersion');

/** The canonical JSON of a report; its exact bytes are what was hashed. */
export const reportDocumentWire = z
  .looseObject({ format: z.enum(['amends-report/1', 'amends-report/2']) })
  .openapi('ReportDocument');

const partWire = z
  .strictObject(
    Object.fromEntries(
      textParts.map((part) => [part, z.string().max(100_000).optional()]),
    ) as Record<TextPart, z.ZodOptional<z.ZodString>>,
  )
  .openapi('ReportTextParts');

/** What the editor writes, in both languages; the figures of a report are not in it. */
export const reportTextWire = z.strictObject({ ko: partWire, en: partWire }).openapi('ReportText');

export const reportProofWire = z
  .strictObject({
    note: z.string().nullable().openapi({ description: 'C2SP signed note of this version' }),
    leaf: z.string().openapi({ description: 'the bytes of the entry in the log' }),
    leafIndex: z.number().nullable(),
    treeSize: z.number().nullable(),
    inclusionProof: z.array(z.string()),
    checkpoint: z.string().nullable(),
  })
  .openapi('ReportProof');

export const reportDraftWire = z
  .strictObject({
    id: z.string(),
    incidentId: z.string(),
    baseVersion: z.number(),
    hash: hashWire,
    preparedBy: z.strictObject({ id: z.string(), name: z.string().nullable() }),
    preparedAt: instantWire,
    state: z.enum(['waiting', 'published', 'outdated']),
    publishedAs: z.number().nullable(),
    isCurrent: z.boolean().openapi({ description: 'the facts still give the same bytes' }),
  })
  .openapi('ReportDraft');

/** Gives a published version without its document. */
export function renderReportVersion(report: PublishedReport): z.infer<typeof reportVersionWire> {
  const { version, hash, publishedAt } = report;
  return { version, hash, publishedAt: renderInstant(publishedAt) };
}

/** A prepared report with what is known of it now. */
export interface DraftStanding {
  readonly draft: ReportDraft;
  readonly state: ReportDraftState;
  readonly publishedAs: number | undefined;
  readonly isCurrent: boolean;
  readonly preparedByName: string | undefined;
}

/** Gives a prepared report without its document. */
export function renderReportDraft(standing: DraftStanding): z.infer<typeof reportDraftWire> {
  const { draft, state, publishedAs, isCurrent, preparedByName } = standing;
  return {
    id: draft.id,
    incidentId: draft.incidentId,
    baseVersion: draft.baseVersion,
    hash: draft.hash,
    preparedBy: { id: draft.preparedBy, name: preparedByName ?? null },
    preparedAt: renderInstant(draft.preparedAt),
    state,
    publishedAs: publishedAs ?? null,
    isCurrent,
  };
}
