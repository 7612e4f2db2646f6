import { beforeAll, describe, expect, it } from 'vitest';
import { openTestPlatform, systemContext } from '../../test/support/platform.ts';
import { sql, type Tx } from './database.ts';
import type { OutboxEvent } from './outbox.ts';
import {
  type Consumer,
  consumeOnce,
  drainOutbox,
  publishEvents,
  runOutbox,
  subscribeConsumers,
} from './outbox.ts';
import type { Platform } from './platform.ts';

let platform: Platform;

async function writeEffects(tx: Tx, events: readonly OutboxEvent[]): Promise<void> {
  for (const event of events) {
    await sql`insert into effect (event_id, subject) values (${event.id}, ${event.subject})`.execute(
      tx,
    );
  }
}

const recorder: Consumer = {
  name: 'recorder',
  eventTypes: ['thing_happened'],
  batchSize: 7,
  consume: (_ctx, tx, events) => writeEffects(tx, events),
};

async function publish(subjects: readonly string[]): Promise<void> {
  await systemContext(platform).transact((tx) =>
    publishEvents(
      tx,
      subjects.map((subject) => ({ type: 'thing_happened', subject, payload: {} })),
    ),
  );
}

async function effects(): Promise<string[]> {
  const { rows } = await sql<{
    subject: string;
  }>`select subject from effect order by event_id`.execute(platform.db);
  return rows.map(({ subject }) => subject);
}

beforeAll(async () => {
  platform = await openTestPlatform();
  await sql`create table effect (event_id bigint, subject text)`.execute(platform.db);
  await subscribeConsumers(platform, [recorder]);
});

describe('the outbox', () => {
  it('delivers every event once and in order, however many workers run', async () => {
    const subjects = Array.from({ length: 50 }, (_, index) => `first-${index}`);
    await publish(subjects);
    await Promise.all([1, 2, 3, 4].map(() => drainOutbox(platform, [recorder])));
    await drainOutbox(platform, [recorder]);
    expect(await effects()).toEqual(subjects);
  });

  it('publishes nothing when the transaction of the change is rolled back', async () => {
    const before = await effects();
    const failing = systemContext(platform).transact(async (tx) => {
      await publishEvents(tx, [{ type: 'thing_happened', subject: 'lost', payload: {} }]);
      throw new Error('the change failed');
    });
    await expect(failing).rejects.toThrow('the change failed');
    await drainOutbox(platform, [recorder]);
    expect(await effects()).toEqual(before);
  });

  it('keeps no effect of a consumer that dies before it is done, and repeats it whole', async () => {
    const before = await effects();
    await publish(['dies-1', 'dies-2']);
    let deaths = 1;
    const dying: Consumer = {
      ...recorder,
      async consume(ctx, tx, events) {
        await recorder.consume(ctx, tx, events);
        if (deaths > 0) {
          deaths -= 1;
          throw new Error('killed after the effect, before the commit');
        }
      },
    };
    await consumeOnce(platform, dying);
    expect(await effects()).toEqual([...before, 'dies-1', 'dies-2']);
  });

  it('lets one bad event wait while the others go on', async () => {
    const before = await effects();
    await publish(['good-1', 'bad', 'good-2']);
    const choosy: Consumer = {
      ...recorder,
      async consume(ctx, tx, events) {
        if (events.some(({ subject }) => subject === 'bad')) throw new Error('cannot read bad');
        await recorder.consume(ctx, tx, events);
      },
    };
    await drainOutbox(platform, [choosy]);
    expect(await effects()).toEqual([...before, 'good-1', 'good-2']);
    const { rows } = await sql<{ attempt_count: number; last_error: string }>`
      select attempt_count, last_error from platform.delivery where consumer = 'recorder'`.execute(
      platform.db,
    );
    expect(rows).toEqual([{ attempt_count: 1, last_error: 'cannot read bad' }]);
  });

  it('lets patient work wait while people are waiting, but never stops it', async () => {
    const batches: Record<string, number> = { patient: 0, prompt: 0 };
    const earOf = (name: string, isPatient: boolean): Consumer => ({
      name,
      isPatient,
      eventTypes: ['rush_happened'],
      batchSize: 1,
      consume: async () => {
        batches[name] = (batches[name] ?? 0) + 1;
      },
    });
    const ears = [earOf('patient', true), earOf('prompt', false)];
    await subscribeConsumers(platform, ears);
    await systemContext(platform).transact((tx) =>
      publishEvents(
        tx,
        Array.from({ length: 5 }, () => ({ type: 'rush_happened', subject: 'a', payload: {} })),
      ),
    );
    const stop = new AbortController();
    let isBusy = true;
    const isDone = (name: string, count: number) => async (): Promise<void> => {
      while ((batches[name] ?? 0) < count) await new Promise((done) => setTimeout(done, 5));
    };
    const running = runOutbox(platform, ears, {
      signal: stop.signal,
      idleMs: 5,
      isBusy: () => isBusy,
    });
    await isDone('prompt', 5)();
    expect(batches.patient).toBe(1);
    isBusy = false;
    await isDone('patient', 5)();
    stop.abort();
    await running;
    expect(batches).toEqual({ patient: 5, prompt: 5 });
  });
});
