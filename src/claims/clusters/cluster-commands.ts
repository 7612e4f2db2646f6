import { createHmac } from 'node:crypto';
import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import {
  type Consumer,
  type Context,
  recordAudit,
  requirePermission,
  sha256,
  type Tx,
} from '../../platform/index.ts';
import { openPersonal } from '../privacy/sealed-claim.ts';
import type { PersonalPart } from '../submit-claim.ts';
import { type ClusterKey, clusterKeys } from './cluster-keys.ts';
import { loadCluster } from './cluster-queries.ts';
import {
  type ClaimPair,
  closeStoredCluster,
  clusterIdOf,
  findShared,
  findTextPairs,
  holdUnerased,
  loadGroupsOf,
  loadSealed,
  recordGroups,
  recordKeys,
  type SealedClaim,
  type StoredKey,
} from './cluster-store.ts';
import type { PictureMarks } from './near-picture.ts';
import { nearSameFrom, overlapOf, shinglesOf } from './near-text.ts';
import { findNearSamePictures, markPictures } from './picture-commands.ts';

/**
 * Gives the key with which an incident's keys are digested: only this installation can make it, and
 * what is alike in two incidents does not look alike.
 */
function keyOfIncident(ctx: Context, incidentId: string): Uint8Array {
  // Ed25519 signs the same text alike each time (RFC 8032, 5.1.6).
  return sha256(ctx.signer.sign(Buffer.from(`amends cluster keys 1\n${incidentId}`)));
}

const personalOf = (ctx: Context, { personal, keySalt }: SealedClaim): PersonalPart =>
  openPersonal(ctx, { personal, key_salt: keySalt }) ?? {};

const digestKey = (secret: Uint8Array, { reason, text }: ClusterKey): Uint8Array =>
  createHmac('sha256', secret).update(`${reason}\n${text}`).digest().subarray(0, 16);

function keysOf(
  ctx: Context,
  compared: { claim: SealedClaim; pictures: readonly PictureMarks[]; secret: Uint8Array },
): readonly StoredKey[] {
  const { claim, pictures, secret } = compared;
  const { id: claimId, documents, statedLossMinor } = claim;
  const keys = clusterKeys({
    personal: personalOf(ctx, claim),
    documents,
    pictures,
    ...(statedLossMinor === null ? {} : { statedLossMinor }),
  });
  return keys.map((key) => ({ claimId, reason: key.reason, key: digestKey(secret, key) }));
}

/** Compares texts that share a band exactly, and gives the pairs that are near-same. */
async function nearSamePairs(
  tx: Tx,
  { ctx, pairs }: { ctx: Context; pairs: readonly ClaimPair[] },
): Promise<readonly ClaimPair[]> {
  const ids = [...new Set(pairs.flatMap(({ one, other }) => [one, other]))];
  const shingles = new Map(
    (await loadSealed(tx, ids)).map((claim) => [
      claim.id,
      shinglesOf(personalOf(ctx, claim).freeText ?? ''),
    ]),
  );
  const none = new Set<string>();
  return pairs.filter(({ one, other }) => {
    const overlap = overlapOf(shingles.get(one) ?? none, shingles.get(other) ?? none);
    return overlap >= nearSameFrom;
  });
}

/** Joins near-same pairs to the groups that their claims are in already, or to new ones. */
async function recordNearSame(
  tx: Tx,
  options: {
    ctx: Context;
    incidentId: string;
    reason: 'text' | 'picture';
    pairs: readonly ClaimPair[];
  },
): Promise<void> {
  const { ctx, incidentId, reason, pairs } = options;
  const claimIds = pairs.flatMap(({ one, other }) => [one, other]);
  const groups = new Map(await loadGroupsOf(tx, { reason, claimIds }));
  const found = pairs.map(({ one, other }) => {
    const [first = ''] = [one, other].toSorted();
    const fresh = clusterIdOf(incidentId, { reason, name: first, claimIds: [] });
    const clusterId = groups.get(other) ?? groups.get(one) ?? fresh;
    groups.set(one, clusterId).set(other, clusterId);
    return { clusterId, reason, claimIds: [one, other] };
  });
  await recordGroups(tx, { ctx, incidentId, groups: found });
}

/**
 * Finds claims alike the given ones and records in what; it raises review and never decides.
 *
 * Working through the same claims again changes nothing.
 */
export async function clusterClaims(
  tx: Tx,
  options: { ctx: Context; incidentId: string; claimIds: readonly string[] },
): Promise<void> {
  const { ctx, incidentId } = options;
  const claimIds = await holdUnerased(tx, options.claimIds);
  const secret = keyOfIncident(ctx, incidentId);
  const claims = await loadSealed(tx, claimIds);
  const pictures = await markPictures(tx, { ctx, claimIds });
  const keys = claims.flatMap((claim) =>
    keysOf(ctx, { claim, pictures: pictures.get(claim.id) ?? [], secret }),
  );
  await recordKeys(tx, { incidentId, keys });
  const shared = await findShared(tx, { incidentId, claimIds });
  const groups = shared.map((group) => ({ ...group, clusterId: clusterIdOf(incidentId, group) }));
  await recordGroups(tx, { ctx, incidentId, groups });
  const candidates = await findTextPairs(tx, { incidentId, claimIds });
  const pairs = await nearSamePairs(tx, { ctx, pairs: candidates });
  await recordNearSame(tx, { ctx, incidentId, reason: 'text', pairs });
  const digest = (text: string) => digestKey(secret, { reason: 'picture', text });
  const shown = await findNearSamePictures(tx, { ctx, incidentId, pictures, digest });
  await recordNearSame(tx, { ctx, incidentId, reason: 'picture', pairs: shown });
}

/** Gives the ear that compares claims as they arrive, and again when evidence comes. */
export function clusterConsumer(): Consumer {
  return {
    name: 'claims_cluster',
    eventTypes: ['claims_arrived'],
    batchSize: 1,
    isPatient: true,
    async consume(ctx, tx, events) {
      for (const { payload } of events) {
        const { incidentId, claimIds } = payload as unknown as {
          readonly incidentId: string;
          readonly claimIds: readonly string[];
        };
        await clusterClaims(tx, { ctx, incidentId, claimIds });
      }
    },
  };
}

export type ClusterRefusal = { readonly code: 'cluster_not_found'; readonly clusterId: string };

/** Records that a group was looked at, and what was found; its claims are no longer raised for it. */
export async function closeCluster(
  ctx: Context,
  input: { readonly clusterId: string; readonly note: string },
): Promise<Outcome<{ readonly clusterId: string }, ClusterRefusal>> {
  requirePermission(ctx, 'claim:review');
  const { clusterId } = input;
  return ctx.transact(async (tx): Promise<Outcome<{ clusterId: string }, ClusterRefusal>> => {
    const cluster = await loadCluster(tx, clusterId);
    if (cluster === undefined) return refuse({ code: 'cluster_not_found', clusterId });
    const noteSalt = ctx.randomBytes(32);
    const plaintext = Buffer.from(input.note);
    const note = ctx.vault.encrypt({ salt: noteSalt, plaintext });
    await closeStoredCluster(tx, { ctx, clusterId, note, noteSalt });
    const details = { reason: cluster.reason, memberCount: cluster.memberCount };
    await recordAudit(tx, { ctx, action: 'cluster_closed', subject: clusterId, details });
    return accept({ clusterId });
  });
}
