import { loadIncident } from '../incident/index.ts';
import { accept, canonicalJson, type Outcome, refuse } from '../kernel/index.ts';
import {
  type Context,
  publishEvents,
  recordAudit,
  requirePermission,
  sha256,
} from '../platform/index.ts';
import type { Loss } from './assess-inventory.ts';
import { assessInventory, renderAssessment, siteLosses } from './assess-inventory.ts';
import type { Inventory } from './inventory.ts';
import type { WaiverGiven } from './queries.ts';
import type { InventoryRefusal } from './read/finding.ts';
import { parseDocument } from './read/parse-inventory.ts';
import type { TextFile } from './read/read-yaml.ts';
import { renderInventory } from './render-inventory.ts';
import { appendAssessment, appendWaivers } from './store.ts';

/** Why an assessment was not recorded. */
export type AssessmentRefusal =
  | { readonly code: 'incident_not_found'; readonly incidentId: string }
  | { readonly code: 'domain_not_found'; readonly domain: string }
  | { readonly code: 'no_site_in_inventory' };

/**
 * Assesses an inventory for some losses and records the verdict.
 *
 * The same inventory and losses for the same incident are answered with the earlier record and publish
 * nothing; of waivers the latest given count. Publishes `continuity_assessed`, with the verdict's SHA-256, in the same transaction.
 */
export async function recordAssessment(
  ctx: Context,
  input: {
    readonly inventory: Inventory;
    readonly losses: readonly Loss[];
    readonly incidentId?: string;
    /** What the inventory's files waive; left out where there are no files. */
    readonly waivers?: readonly WaiverGiven[];
  },
): Promise<Outcome<{ readonly id: string; readonly isNew: boolean }, AssessmentRefusal>> {
  requirePermission(ctx, 'continuity:write');
  const unknown = input.losses
    .flatMap((loss) => loss.domains)
    .find((domain) => !input.inventory.domains.has(domain));
  if (unknown !== undefined) return refuse({ code: 'domain_not_found', domain: unknown });
  const assessment = assessInventory(input.inventory, input.losses);
  const losses = input.losses.map((loss) => ({ ...loss }));
  const made = {
    id: ctx.newId(),
    incidentId: input.incidentId ?? null,
    inventory: renderInventory(input.inventory),
    lossesHash: Buffer.from(sha256(canonicalJson(losses))).toString('hex'),
    assessment,
  };
  return ctx.transact(async (tx) => {
    const recorded = await appendAssessment(tx, ctx, made);
    const { waivers } = input;
    if (waivers !== undefined) {
      await appendWaivers(tx, ctx, { assessmentId: recorded.id, waivers });
    }
    if (!recorded.isNew) return accept(recorded);
    const { inventoryHash } = assessment;
    // The public log gets the hash only: an inventory's verdict is a plan of attack.
    const verdict = Buffer.from(sha256(canonicalJson(renderAssessment(assessment)))).toString(
      'hex',
    );
    const payload = { assessmentId: recorded.id, inventoryHash, verdict };
    await publishEvents(tx, [{ type: 'continuity_assessed', subject: recorded.id, payload }]);
    const details = { inventoryHash, incidentId: made.incidentId };
    await recordAudit(tx, { ctx, action: 'record_assessment', subject: recorded.id, details });
    return accept(recorded);
  });
}

/**
 * Reads the files of an inventory, assesses it and records the verdict.
 *
 * Refusals are checked in this order: inventory_refused (with every finding), no_site_in_inventory
 * (no losses were named and nothing in it could be lost whole), incident_not_found,
 * domain_not_found.
 */
export async function assessFiles(
  ctx: Context,
  input: {
    readonly files: readonly TextFile[];
    readonly losses?: readonly Loss[] | undefined;
    readonly incidentId?: string | undefined;
  },
): Promise<
  Outcome<{ readonly id: string; readonly isNew: boolean }, AssessmentRefusal | InventoryRefusal>
> {
  requirePermission(ctx, 'continuity:write');
  const parsed = parseDocument(input.files);
  if (!parsed.ok) return parsed;
  const { inventory, waivers } = parsed.value;
  const losses = input.losses ?? siteLosses(inventory);
  if (losses.length === 0) return refuse({ code: 'no_site_in_inventory' });
  const { incidentId } = input;
  if (incidentId === undefined) return recordAssessment(ctx, { inventory, losses, waivers });
  const incident = await ctx.read((tx) => loadIncident(tx, incidentId));
  if (incident === undefined) return refuse({ code: 'incident_not_found', incidentId });
  return recordAssessment(ctx, { inventory, losses, incidentId, waivers });
}
