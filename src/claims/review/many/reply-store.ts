import { type Instant, renderInstant } from '../../../kernel/index.ts';
import { type Context, publishEvents, sql, type Tx } from '../../../platform/index.ts';
import { type Claim, evolve } from '../../claim.ts';
import { lockClaims, recordClaimEvents, toClaim } from '../../store.ts';
import type { ClaimPart } from '../queue/queue-filter.ts';
import { partConditions } from '../queue/queue-queries.ts';

/** One reply to a group of claims. */
export interface GroupReply {
  readonly replyId: string;
  readonly incidentId: string;
  readonly part: ClaimPart;
  readonly textKo: string;
  readonly textEn: string;
  /** Whoever files later and belongs to the group is told as well. */
  readonly isKeptOpen: boolean;
  readonly writtenBy: string;
  readonly writtenAt: Instant;
}

/** Records a reply; false when its id is taken. */
export async function recordReply(tx: Tx, reply: GroupReply): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into claims.group_reply (id, incident_id, part,
      text_ko, text_en, is_kept_open, written_by, written_at)
    values (${reply.replyId}, ${reply.incidentId}, ${JSON.stringify(reply.part)}::jsonb,
      ${reply.textKo}, ${reply.textEn}, ${reply.isKeptOpen}, ${reply.writtenBy},
      ${renderInstant(reply.writtenAt)}::timestamptz) on conflict do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

const columns = sql`r.id as "replyId", r.incident_id as "incidentId", r.part,
  r.text_ko as "textKo", r.text_en as "textEn", r.is_kept_open as "isKeptOpen",
  r.written_by as "writtenBy", r.written_at as "writtenAt"`;

/** Loads a reply by its id. */
export async function loadReply(tx: Tx, replyId: string): Promise<GroupReply | undefined> {
  const { rows } = await sql<GroupReply>`select ${columns} from claims.group_reply r
    where r.id = ${replyId}`.execute(tx);
  return rows[0];
}

/** Lists the replies of an incident, the newest first, with how many were told. */
export async function listReplies(
  tx: Tx,
  incidentId: string,
): Promise<readonly (GroupReply & { readonly toldCount: number })[]> {
  const { rows } = await sql<GroupReply & { toldCount: number }>`select ${columns},
      (select count(*)::integer from claims.told t where t.reply_id = r.id) as "toldCount"
    from claims.group_reply r where r.incident_id = ${incidentId}
    order by r.written_at desc, r.id limit 200`.execute(tx);
  return rows;
}

/** How many claims a reply to a group is for, now. */
export interface GroupCount {
  /** Shown the reply on the page of the claim. */
  readonly claimCount: number;
  /** Of them, gave no contact: without the receipt they cannot open the page. */
  readonly withoutContactCount: number;
  /** Belonged to the group and are erased: nothing is kept of them, so nobody is told. */
  readonly erasedCount: number;
}

/** Counts the claims of a group as telling finds them. */
export async function countGroup(
  tx: Tx,
  group: { incidentId: string; part: ClaimPart },
): Promise<GroupCount> {
  const { incidentId, part } = group;
  const { rows } = await sql<GroupCount>`
    select count(*) filter (where c.erased_at is null)::integer as "claimCount",
      count(*) filter (where c.erased_at is null and k.claim_id is null)::integer
        as "withoutContactCount",
      count(*) filter (where c.erased_at is not null)::integer as "erasedCount"
    from claims.claim c left join claims.claim_contact k on k.claim_id = c.id
    where ${sql.join(partConditions({ incidentId, ...part }), sql` and `)}`.execute(tx);
  return rows[0] ?? { claimCount: 0, withoutContactCount: 0, erasedCount: 0 };
}

/** Lists what a claim was told, the earliest first. */
export async function listTold(
  tx: Tx,
  claimId: string,
): Promise<readonly { readonly ko: string; readonly en: string; readonly toldAt: Instant }[]> {
  const { rows } = await sql<{ ko: string; en: string; toldAt: Instant }>`
    select r.text_ko as ko, r.text_en as en, t.told_at as "toldAt"
    from claims.told t join claims.group_reply r on r.id = t.reply_id
    where t.claim_id = ${claimId} order by t.told_at, r.id`.execute(tx);
  return rows;
}

/**
 * Tells up to `limit` claims of a reply's group that were not told yet. The row of `told` and the
 * event are one transaction, so that each claim is told once, whatever is killed in between.
 *
 * @param options.claimIds only these, as when they were filed just now
 * @returns how many were told
 */
export async function tellGroup(
  tx: Tx,
  options: { ctx: Context; reply: GroupReply; limit: number; claimIds?: readonly string[] },
): Promise<number> {
  const { ctx, reply, limit, claimIds } = options;
  const { replyId, incidentId, part } = reply;
  const chosen = claimIds === undefined ? sql`true` : sql`c.id = any(${[...claimIds]}::uuid[])`;
  const { rows } = await sql<{ id: string }>`
    insert into claims.told (reply_id, claim_id, told_at)
    select ${replyId}, c.id, ${renderInstant(ctx.now)}::timestamptz from claims.claim c
    where ${sql.join(partConditions({ incidentId, ...part }), sql` and `)} and ${chosen}
      and c.erased_at is null
      and not exists (select 1 from claims.told t
        where t.reply_id = ${replyId} and t.claim_id = c.id)
    order by c.id limit ${limit} on conflict do nothing
    returning claim_id as id`.execute(tx);
  const told = rows.map(({ id }) => id);
  const locked = await lockClaims(tx, told);
  const event = { type: 'reply_sent', replyId } as const;
  const next = (claim: Claim): Claim => evolve(claim, event);
  await recordClaimEvents(tx, {
    ctx,
    changes: [...locked.values()].map((row) => ({
      claimId: row.id,
      events: [event],
      next: next(toClaim(row)),
    })),
  });
  await publishEvents(
    tx,
    told.map((claimId) => ({
      type: 'claim_replied',
      subject: claimId,
      payload: { claimId, incidentId, replyId },
      occurredAt: ctx.now,
    })),
  );
  return told.length;
}

/** Tells claims filed just now what their incident’s open replies say. */
export async function tellNewcomers(
  tx: Tx,
  options: { ctx: Context; incidentId: string; claimIds: readonly string[] },
): Promise<void> {
  const { ctx, incidentId, claimIds } = options;
  const { rows } = await sql<GroupReply>`select ${columns} from claims.group_reply r
    where r.incident_id = ${incidentId} and r.is_kept_open order by r.written_at, r.id`.execute(tx);
  for (const reply of rows) {
    await tellGroup(tx, { ctx, reply, claimIds, limit: claimIds.length });
  }
}
