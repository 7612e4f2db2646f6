import { z } from '@hono/zod-openapi';
import { renderInstant } from '../../kernel/index.ts';
import { instantWire, orNull } from '../wire/incident-wire.ts';
import type { RecordedCost } from './correction-store.ts';
import type { CorrectionCost } from './record-change.ts';

const minorWire = z.string().nullable();

export const costWire = z
  .strictObject({
    lines: z.array(
      z
        .strictObject({
          policyId: z.string(),
          version: z.string(),
          partyClass: z.string(),
          remedy: z.string(),
          name: z.string().nullable(),
          currency: z.string().nullable(),
          unit: z.string().nullable(),
          parties: z.number(),
          beforeMinor: minorWire,
          afterMinor: minorWire,
          differenceMinor: minorWire,
        })
        .openapi('CorrectionCostLine'),
    ),
    facts: z.array(
      z.strictObject({
        policyId: z.string(),
        fact: z.string(),
        subject: z.enum(['statement', 'function', 'service']),
        measure: z.string(),
        parties: z.number(),
      }),
    ),
    policies: z.array(
      z.strictObject({
        policyId: z.string(),
        version: z.string(),
        parties: z.number(),
        unchangedParties: z.number(),
        unknownParties: z.number(),
      }),
    ),
  })
  .openapi('CorrectionCost');

/** What a statement would change if compensation came to rest on it. */
export const correctionPreviewWire = z
  .strictObject({
    addedMs: z.number(),
    removedMs: z.number(),
    /** whether compensation rests on the statement that is corrected */
    isAdopted: z.boolean(),
    cost: orNull(costWire),
  })
  .openapi('CorrectionPreview');

export const recordedCostWire = z
  .strictObject({
    recordId: z.string(),
    impactId: z.string(),
    reckonedAt: instantWire,
    cost: costWire,
  })
  .openapi('RecordedCorrectionCost');

/** Renders what a change means in money. */
export function renderCost(cost: CorrectionCost): z.infer<typeof costWire> {
  return {
    lines: cost.lines.map((line) => ({ ...line })),
    facts: cost.facts.map((fact) => ({ ...fact })),
    policies: cost.policies.map((policy) => ({ ...policy })),
  };
}

/** Renders what a recorded change meant in money. */
export function renderRecordedCost(recorded: RecordedCost): z.infer<typeof recordedCostWire> {
  const { recordId, impactId, reckonedAt, cost } = recorded;
  return { recordId, impactId, reckonedAt: renderInstant(reckonedAt), cost: renderCost(cost) };
}
