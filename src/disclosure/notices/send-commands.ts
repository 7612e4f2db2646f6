import { setTimeout as sleep } from 'node:timers/promises';
import { addMs } from '../../kernel/index.ts';
import {
  type Context,
  clockNow,
  type MailPool,
  newUuid,
  openMailPool,
  type Platform,
  PlatformError,
  systemActor,
} from '../../platform/index.ts';
import { messageIdOf } from './compose-notice.ts';
import { deliverNotice, type ReachedNotice } from './deliver-commands.ts';
import { type Attempt, type NoticeState, settleAttempt } from './notice.ts';
import {
  type ClaimedNotice,
  claimNotices,
  listUnknown,
  type Mark,
  recordMarks,
  recordSettled,
  recoverNotices,
} from './notice-store.ts';
import type { NoticeWordsOf } from './notice-words.ts';
import { type Channel, channels, webhookFailuresMax } from './subscriber.ts';
import { recordWebhookFailure, recordWebhookTook } from './subscriber-store.ts';

/** How notices are sent. */
export interface Sending {
  readonly wordsOf: NoticeWordsOf;
  readonly signal: AbortSignal;
  /** How long a sender keeps what it took; longer than one attempt may last. */
  readonly leaseMs?: number;
  readonly idleMs?: number;
}

const batchSize = 200;
const webhookCount = 8;
const lookupsMax = 100;

interface Sender {
  readonly platform: Platform;
  readonly owner: string;
  readonly wordsOf: NoticeWordsOf;
  readonly leaseMs: number;
  readonly mailPool: MailPool | undefined;
  /** Records a step of a notice, together with those of others that come meanwhile. */
  readonly mark: (mark: Mark) => Promise<void>;
  /** Lets work go on beside; `settled` waits for all of it. */
  readonly later: (work: Promise<void>) => void;
  readonly settled: () => Promise<void>;
}

function contextOf(platform: Platform): Context {
  return platform.context({ actor: systemActor });
}

interface Pending {
  readonly mark: Mark;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Gathers the steps that come while the last ones are being recorded, and records them together. */
function openRecorder(
  platform: Platform,
  lease: { owner: string; leaseMs: number },
): (mark: Mark) => Promise<void> {
  let pending: Pending[] = [];
  let isRecording = false;
  const record = async (taken: readonly Pending[]): Promise<void> => {
    try {
      const marks = taken.map(({ mark }) => mark);
      const done = await recordMarks(contextOf(platform), { ...lease, marks });
      for (const { mark, resolve, reject } of taken) {
        if (done.has(mark.id)) resolve();
        else reject(new PlatformError('notice_lease_lost', { message: mark.id, retryable: true }));
      }
    } catch (error) {
      for (const { reject } of taken) reject(error);
    }
  };
  const recordAll = async (): Promise<void> => {
    isRecording = true;
    while (pending.length > 0) {
      const taken = pending;
      pending = [];
      await record(taken);
    }
    isRecording = false;
  };
  return (mark) =>
    new Promise((resolve, reject) => {
      pending.push({ mark, resolve, reject });
      if (!isRecording) void recordAll();
    });
}

async function countWebhook(
  ctx: Context,
  notice: ClaimedNotice,
  came: { state: NoticeState; isGone: boolean },
): Promise<void> {
  const { subscriberId: id, failureCount } = notice;
  const { state, isGone } = came;
  if (state === 'sent' && failureCount > 0) await ctx.transact((tx) => recordWebhookTook(tx, id));
  if (state !== 'failed') return;
  const failure = { id, isGone, failuresMax: webhookFailuresMax };
  await ctx.transact((tx) => recordWebhookFailure(tx, failure));
}

function skippedBecause(sender: Sender, notice: ClaimedNotice): Mark | undefined {
  const { id, subscriberState, reach } = notice;
  if (subscriberState === 'disabled') return { id, state: 'skipped', reason: 'disabled' };
  if (subscriberState !== 'confirmed' || reach === undefined) {
    return { id, state: 'skipped', reason: 'left' };
  }
  const { courier } = contextOf(sender.platform).outside;
  const hasWay = reach.secret !== undefined || courier.reaches(reach.contact);
  return hasWay ? undefined : { id, state: 'skipped', reason: 'no_way' };
}

async function sendOne(sender: Sender, channel: Channel, notice: ClaimedNotice): Promise<void> {
  const skipped = skippedBecause(sender, notice);
  if (skipped !== undefined) return sender.mark(skipped);
  const ctx = contextOf(sender.platform);
  const { wordsOf, mailPool, platform } = sender;
  let attempt: Attempt;
  try {
    attempt = await deliverNotice(channel, notice as ReachedNotice, {
      ...{ ctx, wordsOf, mailPool, publicUrl: platform.config.publicUrl },
      begin: () => sender.mark({ id: notice.id, state: 'sending' }),
    });
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'notice_lease_lost') return;
    throw error;
  }
  // Recorded beside the next notice, which need not wait for it; a crash meanwhile leaves "sending".
  sender.later(recordAttempt(sender, { channel, notice, attempt }));
}

async function recordAttempt(
  sender: Sender,
  made: { channel: Channel; notice: ClaimedNotice; attempt: Attempt },
): Promise<void> {
  const { channel, notice, attempt } = made;
  const { waitMs, ...after } = settleAttempt(attempt, notice.attemptCount);
  const dueAt = waitMs === 0 ? {} : { dueAt: addMs(clockNow(), waitMs) };
  await sender.mark({ id: notice.id, ...after, ...dueAt });
  if (channel !== 'webhook') return;
  const came = { state: after.state, isGone: attempt.detail === '410' };
  await countWebhook(contextOf(sender.platform), notice, came);
}

function logUnrecorded(platform: Platform, error: unknown): void {
  // The lease ends by itself, and then the notice is taken up again or counts as unknown.
  const message = error instanceof Error ? error.message : String(error);
  platform.log.warn({ message }, 'a notice could not be recorded');
}

/** Keeps track of work that goes on beside. */
function openLater(platform: Platform): Pick<Sender, 'later' | 'settled'> {
  const running = new Set<Promise<void>>();
  return {
    later: (work) => {
      const kept = work
        .catch((error: unknown) => logUnrecorded(platform, error))
        .finally(() => running.delete(kept));
      running.add(kept);
    },
    settled: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

async function sendOrLog(sender: Sender, channel: Channel, notice: ClaimedNotice): Promise<void> {
  try {
    await sendOne(sender, channel, notice);
  } catch (error) {
    logUnrecorded(sender.platform, error);
  }
}

/** Hands out due notices of one way, one by one, to workers that ask at the same time. */
function openQueue(sender: Sender, channel: Channel): () => Promise<ClaimedNotice | undefined> {
  const { owner, leaseMs, platform } = sender;
  const waiting: { notice: ClaimedNotice; freshUntil: number }[] = [];
  let isDrained = false;
  let claiming: Promise<void> | undefined;
  const claim = async (): Promise<void> => {
    // What is taken must also be sent within the lease; the rest goes back when the lease ends.
    const freshUntil = clockNow() + leaseMs / 2;
    const asked = { owner, channel, limit: batchSize, leaseMs };
    const taken = await claimNotices(contextOf(platform), asked);
    waiting.push(...taken.map((notice) => ({ notice, freshUntil })));
    isDrained = taken.length === 0;
  };
  const takeFresh = (): ClaimedNotice | undefined => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (clockNow() <= next.freshUntil) return next.notice;
    }
    return undefined;
  };
  return async () => {
    for (;;) {
      const next = takeFresh();
      if (next !== undefined || isDrained) return next;
      claiming ??= claim().finally(() => {
        claiming = undefined;
      });
      await claiming;
    }
  };
}

/** Sends due notices of one way until none is due or the signal aborts; gives how many. */
async function sendDue(sender: Sender, channel: Channel, signal: AbortSignal): Promise<number> {
  await contextOf(sender.platform).epochGate.demand();
  const width = channel === 'mail' ? (sender.mailPool?.connectionCount ?? 1) : webhookCount;
  const next = openQueue(sender, channel);
  let count = 0;
  const work = async (): Promise<void> => {
    while (!signal.aborted) {
      const notice = await next();
      if (notice === undefined) return;
      await sendOrLog(sender, channel, notice);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  await sender.settled();
  return count;
}

/** Asks the mail server's journal about mails of which it is not known whether they came. */
async function lookUpUnknown(platform: Platform): Promise<number> {
  const ctx = contextOf(platform);
  const { mailLookup, mail } = ctx.outside;
  if (mailLookup === undefined || mail === undefined) return 0;
  let count = 0;
  for (const { id, changedAt } of await ctx.read((tx) => listUnknown(tx, lookupsMax))) {
    const found = await mailLookup(messageIdOf(id, mail.mailFrom));
    if (found === 'unanswered') break;
    const state = found === 'accepted' ? 'sent' : 'waiting';
    const settled = { id, was: 'unknown', changedAt, state, now: clockNow() } as const;
    if (await ctx.transact((tx) => recordSettled(tx, settled))) count += 1;
  }
  return count;
}

async function openSender(platform: Platform, sending: Sending): Promise<Sender> {
  const { wordsOf, leaseMs = 15_000 } = sending;
  const owner = newUuid();
  const { mail } = contextOf(platform).outside;
  return {
    ...{ platform, owner, wordsOf, leaseMs },
    mailPool: mail === undefined ? undefined : await openMailPool(mail),
    mark: openRecorder(platform, { owner, leaseMs }),
    ...openLater(platform),
  };
}

/** Gives what was logged, so that the same words are not logged again and again. */
async function tryOrLog(
  platform: Platform,
  options: { readonly work: () => Promise<number>; readonly said: string },
): Promise<string> {
  try {
    await options.work();
    return '';
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (message !== options.said) {
      platform.log.error({ message }, 'notices could not be sent; trying again');
    }
    return message;
  }
}

/** Sends what is due once, for tests and the command line; gives how many attempts were made. */
export async function sendDueNotices(platform: Platform, sending: Sending): Promise<number> {
  const sender = await openSender(platform, sending);
  try {
    await recoverNotices(contextOf(platform));
    await lookUpUnknown(platform);
    let count = 0;
    for (const channel of channels) count += await sendDue(sender, channel, sending.signal);
    return count;
  } finally {
    sender.mailPool?.close();
  }
}

/**
 * Sends notices as they fall due, until the signal aborts. Several processes may do so at once.
 *
 * What a sender that died had in its hands is taken up when its lease ends: what had not gone out is
 * sent, and of what may have gone out the mail server's journal is asked, or a person.
 */
export async function runNotices(platform: Platform, sending: Sending): Promise<void> {
  const { signal, idleMs = 500 } = sending;
  const sender = await openSender(platform, sending);
  const repeat = async (work: () => Promise<number>): Promise<void> => {
    for (let said = ''; !signal.aborted; ) {
      said = await tryOrLog(platform, { work, said });
      await sleep(idleMs, undefined, { signal }).catch(() => undefined);
    }
  };
  await Promise.all([
    ...channels.map((channel) => repeat(() => sendDue(sender, channel, signal))),
    repeat(async () => {
      await recoverNotices(contextOf(platform));
      return lookUpUnknown(platform);
    }),
  ]);
  sender.mailPool?.close();
}
