import { accept, canonicalJson, type Outcome, refuse } from '../kernel/index.ts';
import {
  type Context,
  publishEvents,
  recordAudit,
  requirePermission,
  sha256,
} from '../platform/index.ts';
import type { Loss } from './assess-inventory.ts';
import { assessInventory, renderAssessment } from './assess-inventory.ts';
import type { Inventory } from './inventory.ts';
import { renderInventory } from './render-inventory.ts';
import { appendAssessment } from './store.ts';

/** Why an assessment was not recorded. */
export type AssessmentRefusal = { readonly code: 'domain_not_found'; readonly domain: string };

/**
 * Assesses an inventory for some losses and records the verdict.
 *
 * The same inventory and losses for the same incident are answered with the earlier record and publish
 * nothing. Publishes `continuity_assessed`, with the verdict's SHA-256, in the same transaction.
 */
export async function recordAssessment(
  ctx: Context,
  input: {
    readonly inventory: Inventory;
    readonly losses: readonly Loss[];
    readonly incidentId?: string;
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
