import { loadIncident } from '../../../incident/index.ts';
import { accept, type Outcome, refuse } from '../../../kernel/index.ts';
import {
  type Consumer,
  type Context,
  publishEvents,
  recordAudit,
  requirePermission,
} from '../../../platform/index.ts';
import type { ClaimPart } from '../queue/queue-filter.ts';
import {
  countGroup,
  type GroupCount,
  loadReply,
  recordReply,
  tellGroup,
  tellNewcomers,
} from './reply-store.ts';

export type ReplyRefusal =
  | { readonly code: 'reply_id_reused' }
  | { readonly code: 'incident_not_found'; readonly incidentId: string };

/** A reply as it is written. */
export interface ReplyInput {
  readonly replyId: string;
  readonly incidentId: string;
  readonly part: ClaimPart;
  readonly textKo: string;
  readonly textEn: string;
  readonly isKeptOpen: boolean;
}

/** Says how many claims a reply to a group would be told to, and to how many not; records nothing. */
export async function previewReply(
  ctx: Context,
  input: Pick<ReplyInput, 'incidentId' | 'part'>,
): Promise<Outcome<GroupCount, ReplyRefusal>> {
  requirePermission(ctx, 'claim:review');
  const { incidentId } = input;
  return ctx.read(async (tx): Promise<Outcome<GroupCount, ReplyRefusal>> => {
    if ((await loadIncident(tx, incidentId)) === undefined) {
      return refuse({ code: 'incident_not_found', incidentId });
    }
    return accept(await countGroup(tx, input));
  });
}

/**
 * Replies to every claim of a group: each is told once, those filed later too while it is kept open.
 *
 * Telling goes on after the answer, a batch at a time; the same reply again changes nothing.
 *
 * @returns how many claims belong to the group now
 */
export async function replyToGroup(
  ctx: Context,
  input: ReplyInput,
): Promise<Outcome<{ readonly replyId: string; readonly claimCount: number }, ReplyRefusal>> {
  requirePermission(ctx, 'claim:review');
  const { replyId, incidentId, part } = input;
  type Answer = Outcome<{ replyId: string; claimCount: number }, ReplyRefusal>;
  return ctx.transact(async (tx): Promise<Answer> => {
    if ((await loadIncident(tx, incidentId)) === undefined) {
      return refuse({ code: 'incident_not_found', incidentId });
    }
    const { claimCount } = await countGroup(tx, { incidentId, part });
    const isNew = await recordReply(tx, {
      ...input,
      writtenBy: ctx.actor.id,
      writtenAt: ctx.now,
    });
    if (!isNew) {
      const known = await loadReply(tx, replyId);
      const isSame = known?.textKo === input.textKo && known.textEn === input.textEn;
      return isSame ? accept({ replyId, claimCount }) : refuse({ code: 'reply_id_reused' });
    }
    const payload = { replyId, incidentId };
    await publishEvents(tx, [
      { type: 'group_reply_written', subject: replyId, payload, occurredAt: ctx.now },
    ]);
    await recordAudit(tx, { ctx, action: 'group_replied', subject: replyId, details: { ...part } });
    return accept({ replyId, claimCount });
  });
}

const textOf = (payload: unknown, member: string): string =>
  String((payload as Readonly<Record<string, unknown>>)[member]);

interface Arrived {
  readonly incidentId: string;
  readonly claimIds: readonly string[];
}

/** Gives the ears that tell a group: a batch at a time, and newcomers as they file. */
export function replyConsumers(options: { readonly batchSize?: number } = {}): readonly Consumer[] {
  const limit = options.batchSize ?? 500;
  return [
    {
      name: 'claims_tell_group',
      eventTypes: ['group_reply_written', 'group_telling_advanced'],
      batchSize: 1,
      async consume(ctx, tx, events) {
        for (const { payload } of events) {
          const reply = await loadReply(tx, textOf(payload, 'replyId'));
          if (reply === undefined) continue;
          const toldCount = await tellGroup(tx, { ctx, reply, limit });
          if (toldCount < limit) continue;
          const { replyId, incidentId } = reply;
          const next = { type: 'group_telling_advanced', subject: replyId };
          await publishEvents(tx, [
            { ...next, payload: { replyId, incidentId }, occurredAt: ctx.now },
          ]);
        }
      },
    },
    {
      name: 'claims_tell_newcomer',
      eventTypes: ['claims_arrived'],
      batchSize: 10,
      async consume(ctx, tx, events) {
        for (const { payload } of events) {
          const { incidentId, claimIds } = payload as unknown as Arrived;
          await tellNewcomers(tx, { ctx, incidentId, claimIds });
        }
      },
    },
  ];
}
