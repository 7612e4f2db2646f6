import { setTimeout as sleep } from 'node:timers/promises';
import type { RawBuilder } from 'kysely';
import { addMs, type Instant, type JsonValue, renderInstant } from '../kernel/index.ts';
import { clockNow } from './clock.ts';
import type { Context } from './context.ts';
import { systemActor } from './context.ts';
import { sql, type Tx, transact } from './database.ts';
import type { Platform } from './platform.ts';
import { type SpanOptions, withSpan } from './telemetry/spans.ts';

/** A thing that happened, told to later rooms; published in the transaction of the change. */
export interface OutboxEvent {
  readonly id: bigint;
  readonly type: string;
  readonly subject: string;
  readonly payload: JsonValue;
  readonly occurredAt: Instant;
}

/**
 * A room's ear. `consume` runs in the transaction that also strikes the events off, so its effects
 * on the database happen exactly once, whatever crashes. Events come in the order they were
 * published, one batch at a time per consumer over all processes.
 */
export interface Consumer {
  readonly name: string;
  readonly eventTypes: readonly string[];
  readonly batchSize: number;
  /** Its work may wait while people wait for an answer; see {@link runOutbox}. */
  readonly isPatient?: boolean;
  consume(ctx: Context, tx: Tx, events: readonly OutboxEvent[]): Promise<void>;
}

/** An event before it is published; it occurred now unless it says when. */
export interface NewEvent {
  readonly type: string;
  readonly subject: string;
  readonly payload: JsonValue;
  readonly occurredAt?: Instant;
}

/**
 * Gives the parts of a `with` that publish events to every consumer subscribed to their types, for
 * a statement that also makes the change the events tell of.
 *
 * @param events a query of `type`, `subject`, `payload` (jsonb) and `occurred_at`, in order
 */
export function publishing(events: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`published as (
      insert into platform.event (type, subject, payload, occurred_at) ${events}
      returning id, type
    ),
    delivered as (
      insert into platform.delivery (event_id, consumer, due_at)
      select published.id, subscription.consumer, ${renderInstant(clockNow())}::timestamptz
      from published join platform.subscription on subscription.event_type = published.type
    )`;
}

/** Publishes events to every consumer subscribed to their types, in the caller's transaction. */
export async function publishEvents(tx: Tx, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  const now = clockNow();
  const rows = JSON.stringify(
    events.map(({ type, subject, payload, occurredAt = now }, position) => {
      return { position, type, subject, payload, occurred_at: renderInstant(occurredAt) };
    }),
  );
  const told = sql`select type, subject, payload, occurred_at
    from json_to_recordset(${rows}::json) as row(position integer, type text, subject text,
      payload jsonb, occurred_at timestamptz) order by position`;
  await sql`with ${publishing(told)} select`.execute(tx);
}

/** Gives those of the event types that any consumer listens to. */
export async function listHeardTypes(
  tx: Tx,
  types: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ type: string }>`select distinct event_type as type
    from platform.subscription where event_type = any(${[...types]}::text[])`.execute(tx);
  return new Set(rows.map(({ type }) => type));
}

/** Makes the consumers' subscriptions known; events published before are not delivered to them. */
export async function subscribeConsumers(
  platform: Platform,
  consumers: readonly Consumer[],
): Promise<void> {
  for (const consumer of consumers) {
    for (const eventType of consumer.eventTypes) {
      await sql`insert into platform.subscription (event_type, consumer)
        values (${eventType}, ${consumer.name}) on conflict do nothing`.execute(platform.db);
    }
  }
}

interface EventRow {
  id: bigint;
  type: string;
  subject: string;
  payload: JsonValue;
  occurred_at: Instant;
}

async function lockDueEvents(
  tx: Tx,
  options: { consumer: string; limit: number; now: Instant },
): Promise<OutboxEvent[]> {
  const { rows: locks } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`outbox ${options.consumer}`}, 0)) as locked`.execute(
    tx,
  );
  if (locks[0]?.locked !== true) return [];
  const { rows } = await sql<EventRow>`
    select event.id, event.type, event.subject, event.payload, event.occurred_at
    from platform.delivery join platform.event on event.id = delivery.event_id
    where delivery.consumer = ${options.consumer}
      and delivery.due_at <= ${renderInstant(options.now)}::timestamptz
    order by delivery.event_id limit ${options.limit} for update of delivery`.execute(tx);
  return rows.map(({ occurred_at: occurredAt, ...row }) => ({ ...row, occurredAt }));
}

async function strikeOff(
  tx: Tx,
  options: { consumer: string; events: readonly OutboxEvent[] },
): Promise<void> {
  const ids = options.events.map(({ id }) => id.toString());
  await sql`delete from platform.delivery where consumer = ${options.consumer}
    and event_id = any(${ids}::bigint[])`.execute(tx);
}

/** Delay before try `attempt` (from 1) is made again: 1 s doubling to 5 min. */
function retryDelayMs(attempt: number): number {
  return Math.min(300_000, 1000 * 2 ** (attempt - 1));
}

async function postpone(
  platform: Platform,
  options: { consumer: Consumer; event: OutboxEvent; error: unknown },
): Promise<void> {
  const { consumer, event, error } = options;
  const message = error instanceof Error ? error.message : String(error);
  await platform.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ attempt_count: number }>`
      update platform.delivery set attempt_count = attempt_count + 1, last_error = ${message}
      where consumer = ${consumer.name} and event_id = ${event.id}
      returning attempt_count`.execute(tx);
    const dueAt = addMs(clockNow(), retryDelayMs(rows[0]?.attempt_count ?? 1));
    await sql`update platform.delivery set due_at = ${renderInstant(dueAt)}::timestamptz
      where consumer = ${consumer.name} and event_id = ${event.id}`.execute(tx);
  });
  platform.log.warn(
    { consumer: consumer.name, eventId: String(event.id), eventType: event.type, message },
    'outbox event will be tried again',
  );
}

async function consumeBatch(
  platform: Platform,
  options: { consumer: Consumer; limit: number; taken?: OutboxEvent[]; now?: Instant },
): Promise<number> {
  const { consumer, limit } = options;
  const ctx = platform.context({
    actor: systemActor,
    ...(options.now === undefined ? {} : { now: options.now }),
  });
  const deliver = async (tx: Tx): Promise<number> => {
    const dueNow = clockNow();
    const events = await lockDueEvents(tx, { consumer: consumer.name, limit, now: dueNow });
    if (options.taken !== undefined) options.taken.splice(0, Infinity, ...events);
    if (events.length === 0) return 0;
    await withSpan(`process ${consumer.name}`, deliverySpan(consumer, events), async () => {
      await consumer.consume(ctx, tx, events);
      await strikeOff(tx, { consumer: consumer.name, events });
    });
    return events.length;
  };
  return transact(platform.db, deliver, { isPoll: true });
}

/** @source OpenTelemetry semantic conventions 1.37, messaging spans */
function deliverySpan(consumer: Consumer, events: readonly OutboxEvent[]): SpanOptions {
  return {
    kind: 'consumer',
    attributes: {
      'messaging.system': 'amends_outbox',
      'messaging.operation.type': 'process',
      'messaging.operation.name': 'consume',
      'messaging.destination.name': consumer.name,
      'messaging.batch.message_count': events.length,
      'amends.event.ids': events.map(({ id }) => String(id)),
      'amends.event.types': [...new Set(events.map(({ type }) => type))],
    },
  };
}

/**
 * Lets one consumer take one batch.
 *
 * When the batch throws, its events are tried one by one, so that one bad event delays only
 * itself; it is tried again later, for ever, and stays visible in the metrics meanwhile.
 *
 * @returns how many events were consumed or postponed; 0 when nothing was due
 */
export async function consumeOnce(
  platform: Platform,
  consumer: Consumer,
  { now, limit = consumer.batchSize }: { readonly now?: Instant; readonly limit?: number } = {},
): Promise<number> {
  const at = now === undefined ? {} : { now };
  const taken: OutboxEvent[] = [];
  try {
    return await consumeBatch(platform, { consumer, limit, taken, ...at });
  } catch (batchError) {
    if (taken.length === 0) throw batchError;
  }
  let settled = 0;
  for (let tries = taken.length; tries > 0; tries -= 1) {
    const single: OutboxEvent[] = [];
    try {
      settled += await consumeBatch(platform, { consumer, limit: 1, taken: single, ...at });
    } catch (error) {
      const event = single[0];
      if (event === undefined) throw error;
      await postpone(platform, { consumer, event, error });
      settled += 1;
    }
  }
  return settled;
}

/** Lists events a consumer failed on and will try again, with the last error; the oldest first. */
export async function listFailedDeliveries(
  platform: Platform,
): Promise<readonly { consumer: string; eventType: string; lastError: string }[]> {
  const { rows } = await sql<{ consumer: string; eventType: string; lastError: string }>`
    select delivery.consumer, event.type as "eventType", delivery.last_error as "lastError"
    from platform.delivery join platform.event on event.id = delivery.event_id
    where delivery.attempt_count > 0 order by delivery.event_id limit 100`.execute(platform.db);
  return rows;
}

/** Gives how many deliveries wait, over all consumers. */
export async function countDeliveries(platform: Platform): Promise<number> {
  const { rows } = await sql<{ waiting: bigint }>`
    select count(*) as waiting from platform.delivery`.execute(platform.db);
  return Number(rows[0]?.waiting ?? 0n);
}

/** Consumes until nothing is due; `now` becomes the consumers' clock. Gives the events consumed. */
export async function drainOutbox(
  platform: Platform,
  consumers: readonly Consumer[],
  options: { now?: Instant; onProgress?: (consumed: number) => void } = {},
): Promise<number> {
  let total = 0;
  for (let round = -1; round !== 0; ) {
    round = 0;
    for (const consumer of consumers) round += await consumeOnce(platform, consumer, options);
    total += round;
    options.onProgress?.(total);
  }
  return total;
}

async function pause(options: { signal: AbortSignal; idleMs: number }): Promise<void> {
  try {
    await sleep(options.idleMs, undefined, { signal: options.signal });
  } catch {
    // Aborted: the loop sees the signal and ends.
  }
}

async function consumeOrLog(
  platform: Platform,
  { consumer, limit }: { consumer: Consumer; limit: number },
): Promise<number> {
  try {
    return await consumeOnce(platform, consumer, { limit });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    platform.log.error({ consumer: consumer.name, message }, 'outbox consumer failed');
    return 0;
  }
}

/** While the platform is busy a patient consumer has one batch in this time. */
const patienceMs = 2000;

/** And only this part of one, so that nobody waits long for the end of it. */
const patientShare = 1 / 5;

interface Running {
  readonly signal: AbortSignal;
  readonly idleMs?: number;
  readonly isBusy?: () => boolean;
}

/** Lets each consumer take a batch, patient ones when it is their turn. Gives the events consumed. */
async function runRound(
  platform: Platform,
  consumers: readonly Consumer[],
  { running, lastAt }: { running: Running; lastAt: Map<string, number> },
): Promise<number> {
  let consumed = 0;
  for (const consumer of consumers) {
    if (running.signal.aborted) break;
    const { name, isPatient = false } = consumer;
    const isWaiting = isPatient && running.isBusy?.() === true;
    if (isWaiting && clockNow() - (lastAt.get(name) ?? 0) < patienceMs) continue;
    const limit = isWaiting ? Math.ceil(consumer.batchSize * patientShare) : consumer.batchSize;
    consumed += await consumeOrLog(platform, { consumer, limit });
    lastAt.set(name, clockNow());
  }
  return consumed;
}

/**
 * Runs the consumers until the signal aborts; a failure of the database is waited out.
 *
 * @param running.isBusy tells whether people are waiting for an answer; patient consumers then take
 *   a small batch in two seconds, so that their work goes on but leaves the machine to the people
 */
export async function runOutbox(
  platform: Platform,
  consumers: readonly Consumer[],
  running: Running,
): Promise<void> {
  const { signal, idleMs = 250 } = running;
  const lastAt = new Map<string, number>();
  while (!signal.aborted) {
    const consumed = await runRound(platform, consumers, { running, lastAt });
    // While it is busy a round waits for more, so that few transactions carry many events.
    const isHurried = consumed > 0 && running.isBusy?.() !== true;
    if (!isHurried) await pause({ signal, idleMs });
  }
}
