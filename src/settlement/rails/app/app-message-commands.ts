import { accept, type Outcome, refuse } from '../../../kernel/index.ts';
import { type Context, type SignatureRefusal, verifyWebhook } from '../../../platform/index.ts';
import { recordGrantUse, type UseRefusal } from '../../grants/grant-commands.ts';
import { type NoticeOutcome, recordRailNotice } from '../../payouts/notice-commands.ts';
import { listUsableKeys } from './app-key-store.ts';
import { answerOf, appMessageSchema } from './app-messages.ts';

/** A message as it came: its bytes, and the headers that sign them. */
export interface CameMessage {
  readonly rail: string;
  readonly headers: Parameters<typeof verifyWebhook>[0]['headers'];
  readonly body: Uint8Array;
}

/** Why a message of the app is not taken. */
export type MessageRefusal =
  | SignatureRefusal
  | UseRefusal
  | { readonly code: 'message_unreadable'; readonly place: string; readonly expected: string };

/** What a message came to. */
export interface TakenMessage {
  readonly outcome: NoticeOutcome | 'used' | 'used_before';
}

/**
 * Takes a message that the company's app signed: what became of a grant, or that something was used.
 *
 * The bytes that came are checked before anything of them is read. A message that came before has no
 * effect again, whatever its bytes are now.
 *
 * @source invariants P8, D5
 */
export async function takeAppMessage(
  ctx: Context,
  came: CameMessage,
): Promise<Outcome<TakenMessage, MessageRefusal>> {
  const { rail, headers, body } = came;
  const keys = await ctx.read((tx) => listUsableKeys(tx, ctx, { rail, purpose: 'check' }));
  const verified = verifyWebhook({ headers, body, keys, now: ctx.now });
  if (!verified.ok) return verified;
  const parsed = appMessageSchema.safeParse(parseJson(body));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = `/${issue?.path.join('/') ?? ''}`;
    return refuse({ code: 'message_unreadable', place, expected: issue?.message ?? '' });
  }
  // Its signature stands for the app; it may do what sends and follows payouts, and no more.
  const actor = {
    kind: 'api' as const,
    id: `rail:${rail}`,
    name: rail,
    roles: ['treasurer' as const],
  };
  const acting = { ...ctx, actor };
  const message = parsed.data;
  if (message.type === 'grant.used') {
    const used = await recordGrantUse(acting, { rail, ...message.data });
    if (!used.ok) return used;
    return accept({ outcome: used.value.isRepeated ? 'used_before' : 'used' });
  }
  const { id: noticeId, at: saidAt } = verified.value;
  const { reference } = message.data;
  const notice = { rail, noticeId, reference, answer: answerOf(message.data), saidAt };
  return accept({ outcome: await recordRailNotice(acting, notice) });
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}
