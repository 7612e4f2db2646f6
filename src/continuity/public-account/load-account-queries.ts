import type { ContinuityPicture } from '../../disclosure/reports/index.ts';
import type { Tx } from '../../platform/index.ts';
import { loadPromises } from '../promises/store.ts';
import { listAssessments, loadAssessment } from '../queries.ts';

const stuckNamesMax = 12;

function countNodes(inventory: unknown): number {
  const nodes = (inventory as { nodes?: unknown } | null)?.nodes;
  if (Array.isArray(nodes)) return nodes.length;
  return typeof nodes === 'object' && nodes !== null ? Object.keys(nodes).length : 0;
}

/**
 * Loads what an incident's report says of continuity: the latest assessment of its inventory, loss
 * by loss, and the promises made after it.
 *
 * @returns null when there is neither
 */
export async function loadPublicAccount(
  tx: Tx,
  incidentId: string,
): Promise<ContinuityPicture | null> {
  const promises = (await loadPromises(tx)).filter((one) => one.incidentId === incidentId);
  const [latest] = await listAssessments(tx, { incidentId, limit: 1 });
  const assessment = latest && (await loadAssessment(tx, latest.id));
  if (promises.length === 0 && assessment === undefined) return null;
  const nodeCount = countNodes(assessment?.inventory);
  return {
    inventoryName: latest?.inventoryName ?? null,
    inventoryHash: latest?.inventoryHash ?? null,
    losses: (assessment?.verdict.losses ?? [])
      .filter(({ domains }) => domains.length === 1)
      .map(({ domains, down, stuck }) => ({
        ...{ domains, nodeCount, downCount: down.length, stuckCount: stuck.length },
        stuck: stuck.slice(0, stuckNamesMax),
      })),
    promises: promises.map(({ title, owner, dueOn, proof }) => ({
      ...{ title, owner, dueOn, keptOn: proof?.keptOn ?? null },
      ...{ proof: proof?.proof ?? null, proofUrl: proof?.proofUrl ?? null },
    })),
  };
}
