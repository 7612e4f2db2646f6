import type { Instant } from '../../kernel/index.ts';
import { sql, type Tx } from '../../platform/index.ts';
import type { ClaimState } from '../claim.ts';
import type { ClusterReason } from './cluster-keys.ts';

/**
 * Tells which of the claims get a second look because they are alike another one that nobody has
 * looked at yet. A contact alone is no cause: one person may claim for two services.
 */
export async function listClustered(
  tx: Tx,
  claimIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select distinct m.claim_id as id from claims.cluster_member m
      join claims.cluster k on k.id = m.cluster_id and k.closed_at is null
        and k.reason <> 'contact'
    where m.claim_id = any(${[...claimIds]}::uuid[])`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

/** A group of claims that are alike in one thing. */
export interface Cluster {
  readonly clusterId: string;
  readonly reason: ClusterReason;
  readonly foundAt: Instant;
  readonly memberCount: number;
  readonly note: Buffer | null;
  readonly noteSalt: Buffer | null;
  readonly closedBy: string | null;
  readonly closedAt: Instant | null;
  /** The first of its claims. */
  readonly members: readonly {
    readonly claimId: string;
    readonly claimNumber: string;
    readonly state: ClaimState;
    readonly service: string;
  }[];
}

const columns = sql`k.id as "clusterId", k.reason, k.found_at as "foundAt", k.note,
  k.note_salt as "noteSalt", k.closed_by as "closedBy", k.closed_at as "closedAt",
  (select count(*)::integer from claims.cluster_member m
    where m.cluster_id = k.id) as "memberCount",
  (select jsonb_agg(jsonb_build_object('claimId', c.id, 'claimNumber', c.number,
      'state', c.state, 'service', c.service) order by c.id)
    from (select m.claim_id from claims.cluster_member m where m.cluster_id = k.id
      order by m.claim_id limit 50) m join claims.claim c on c.id = m.claim_id) as members`;

/** Lists the groups of an incident, those nobody looked at yet unless asked otherwise. */
export async function listClusters(
  tx: Tx,
  asked: {
    incidentId: string;
    isClosed: boolean;
    reason?: ClusterReason;
    after?: string;
    limit: number;
  },
): Promise<readonly Cluster[]> {
  const { incidentId, isClosed, reason = null, after = null, limit } = asked;
  const { rows } = await sql<Cluster>`select ${columns} from claims.cluster k
    where k.incident_id = ${incidentId} and (k.closed_at is not null) = ${isClosed}
      and (${reason}::text is null or k.reason = ${reason}::text)
      and (${after}::uuid is null or k.id > ${after}::uuid)
      and (select count(*) from claims.cluster_member m where m.cluster_id = k.id) > 1
    order by k.id limit ${limit}`.execute(tx);
  return rows;
}

/** Lists the groups a claim belongs to. */
export async function listClustersOf(tx: Tx, claimId: string): Promise<readonly Cluster[]> {
  const { rows } = await sql<Cluster>`select ${columns} from claims.cluster k
    where k.id in (select cluster_id from claims.cluster_member where claim_id = ${claimId})
      and (select count(*) from claims.cluster_member m where m.cluster_id = k.id) > 1
    order by k.found_at, k.id limit 50`.execute(tx);
  return rows;
}

/** Loads a group by its id. */
export async function loadCluster(tx: Tx, clusterId: string): Promise<Cluster | undefined> {
  const { rows } = await sql<Cluster>`select ${columns} from claims.cluster k
    where k.id = ${clusterId}`.execute(tx);
  return rows[0];
}
