import { z } from '@hono/zod-openapi';
import { renderInstant } from '../../kernel/index.ts';
import type { NodeLevel } from '../analyse/levels.ts';
import type { LossAssessment } from '../assess-inventory.ts';
import { listNodeStates } from '../draw/picture/index.ts';
import { DOMAIN_CLASSES, type Inventory, NODE_KINDS } from '../inventory.ts';
import type { AssessmentSummary, RecordedAssessment } from '../queries.ts';

const instantWire = z.string().openapi({ format: 'date-time' });
const hashWire = z.string().openapi({ description: 'SHA-256, in hexadecimal' });
const ids = z.array(z.string());
const titleWire = z.strictObject({ ko: z.string(), en: z.string() }).openapi('InventoryTitle');

export const summaryWire = z
  .strictObject({
    id: z.string(),
    incidentId: z.string().nullable(),
    inventoryName: z.string(),
    inventoryHash: hashWire,
    assessedAt: instantWire,
    losses: z.array(
      z.strictObject({ domains: ids, downCount: z.number(), stuckCount: z.number() }),
    ),
  })
  .openapi('AssessmentSummary');

export const summariesWire = z
  .strictObject({ assessments: z.array(summaryWire), next: z.string().nullable() })
  .openapi('AssessmentPage');

export const lossWire = z
  .strictObject({
    domains: ids,
    lostDomains: ids,
    returnsAfterMinutes: z.number().nullable(),
    down: ids,
    stuck: ids,
    stuckReasons: z.array(
      z.strictObject({
        node: z.string(),
        cause: z.enum(['circular', 'no_option', 'no_copy', 'behind']),
        behind: ids,
      }),
    ),
    lostCopies: ids,
    unobserved: ids,
    loops: z.array(ids),
    cycles: z.array(ids),
    circularOptions: ids,
    jumpStart: z.array(ids),
    isCircularTruncated: z.boolean(),
    isJumpStartTruncated: z.boolean(),
    recovery: z.array(z.strictObject({ node: z.string(), minutes: z.number(), way: z.string() })),
    states: z.array(
      z.strictObject({
        node: z.string(),
        state: z.enum(['up', 'recovers', 'stuck']),
        minutes: z.number().nullable(),
        inLoop: z.boolean(),
      }),
    ),
  })
  .openapi('LossAssessment');

export const assessmentWire = z
  .strictObject({
    id: z.string(),
    incidentId: z.string().nullable(),
    assessedAt: instantWire,
    assessedBy: z.strictObject({ id: z.string(), name: z.string().nullable() }),
    inventory: z.strictObject({
      name: z.string(),
      title: titleWire,
      hash: hashWire,
      domains: z.array(
        z.strictObject({ id: z.string(), title: titleWire, class: z.enum(DOMAIN_CLASSES) }),
      ),
      nodes: z.array(
        z.strictObject({
          id: z.string(),
          title: titleWire,
          kind: z.enum(NODE_KINDS),
          tier: z.number().nullable(),
        }),
      ),
    }),
    losses: z.array(lossWire),
  })
  .openapi('Assessment');

export const levelsWire = z
  .strictObject({
    exercisedSince: z.string().openapi({ format: 'date' }),
    /** the least of the nodes' levels; null when no node is of tier 0 */
    level: z.number().nullable(),
    nodes: z.array(z.strictObject({ node: z.string(), level: z.number(), heldBackBy: ids })),
  })
  .openapi('ContinuityLevels');

export const explanationWire = z
  .strictObject({ node: z.string(), domains: ids, lines: z.array(z.string()) })
  .openapi('LossExplanation');

export const recordedAssessmentWire = z
  .strictObject({ id: z.string(), isNew: z.boolean() })
  .openapi('RecordedAssessment');

/** The canonical JSON of an inventory, as it was hashed. */
export const inventoryWire = z
  .looseObject({ format: z.literal('amends-inventory/1') })
  .openapi('InventoryDocument');

/** Gives one page of the list, with where the next begins. */
export function renderSummaries(page: {
  readonly rows: readonly AssessmentSummary[];
  readonly limit: number;
}): z.infer<typeof summariesWire> {
  const shown = page.rows.slice(0, page.limit);
  const hasMore = page.rows.length > page.limit;
  return {
    assessments: shown.map((row) => ({
      ...row,
      assessedAt: renderInstant(row.assessedAt),
      losses: row.losses.map((loss) => ({ ...loss, domains: [...loss.domains] })),
    })),
    next: hasMore ? (shown.at(-1)?.id ?? null) : null,
  };
}

function renderLoss(inventory: Inventory, loss: LossAssessment): z.infer<typeof lossWire> {
  return {
    domains: [...loss.domains],
    lostDomains: [...loss.lostDomains],
    returnsAfterMinutes: loss.returnsAfterMinutes,
    down: [...loss.down],
    stuck: [...loss.stuck],
    stuckReasons: loss.stuckReasons.map((row) => ({ ...row, behind: [...row.behind] })),
    lostCopies: [...loss.lostCopies],
    unobserved: [...loss.unobserved],
    loops: loss.loops.map((loop) => [...loop]),
    cycles: loss.cycles.map((cycle) => [...cycle]),
    circularOptions: [...loss.circularOptions],
    jumpStart: loss.jumpStart.map((set) => [...set]),
    // Assessments recorded before there was a bound looked at every option.
    isCircularTruncated: loss.isCircularTruncated === true,
    isJumpStartTruncated: loss.isJumpStartTruncated,
    recovery: loss.recovery.map((step) => ({ ...step })),
    states: listNodeStates(inventory, loss, 'en').map(({ title: _title, ...state }) => state),
  };
}

/** Gives an assessment with its verdict per loss and the names of what it is about. */
export function renderRecordedAssessment(found: {
  readonly recorded: RecordedAssessment;
  readonly inventory: Inventory;
  readonly names: ReadonlyMap<string, string>;
}): z.infer<typeof assessmentWire> {
  const { recorded, inventory, names } = found;
  const { id, incidentId, assessedBy, verdict } = recorded;
  return {
    id,
    incidentId,
    assessedAt: renderInstant(recorded.assessedAt),
    assessedBy: { id: assessedBy, name: names.get(assessedBy) ?? null },
    inventory: {
      name: inventory.name,
      title: { ...inventory.title },
      hash: verdict.inventoryHash,
      domains: [...inventory.domains.values()].map((domain) => ({
        id: domain.id,
        title: { ...domain.title },
        class: domain.class,
      })),
      nodes: [...inventory.nodes.values()].map((node) => ({
        id: node.id,
        title: { ...node.title },
        kind: node.kind,
        tier: node.tier ?? null,
      })),
    },
    losses: verdict.losses.map((loss) => renderLoss(inventory, loss)),
  };
}

/** Gives the levels of the nodes that must never be lost; the company's is the least. */
export function renderLevels(scored: {
  readonly exercisedSince: string;
  readonly levels: readonly NodeLevel[];
}): z.infer<typeof levelsWire> {
  const { exercisedSince, levels } = scored;
  return {
    exercisedSince,
    level: levels.length === 0 ? null : Math.min(...levels.map(({ level }) => level)),
    nodes: levels.map((row) => ({ ...row, heldBackBy: [...row.heldBackBy] })),
  };
}
