import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  digestSubscriber,
  noticeFanOut,
  recordSubscribers,
  topics,
} from '../src/disclosure/notices/index.ts';
import { addTimelineEntry, openIncident } from '../src/incident/index.ts';
import {
  type Context,
  drainOutbox,
  findProjectDir,
  type Platform,
  sql,
  subscribeConsumers,
  systemActor,
} from '../src/platform/index.ts';
import { withLedgerPlatform } from './ledger.ts';
import { type MailSink, openMailSink } from './mail-sink.ts';
import { type Figure, seconds } from './measure.ts';

const count = 10_240;
const limitSeconds = 60;
const patienceMs = 600_000;
const pageSize = 1_024;

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

async function addSubscribers(ctx: Context): Promise<void> {
  for (let from = 0; from < count; from += pageSize) {
    const page = Array.from({ length: pageSize }, (_none, at) => {
      const contact = `subscriber${from + at}@example.org`;
      const token = Buffer.from(ctx.randomBytes(24)).toString('base64url');
      return {
        ...({ id: ctx.newId(), channel: 'mail', locale: 'en', topics, components: [] } as const),
        ...{ reach: { contact, token }, contactDigest: digestSubscriber(ctx, contact) },
        state: 'confirmed' as const,
      };
    });
    await ctx.transact((tx) => recordSubscribers(tx, ctx, page));
  }
}

async function openOutage(ctx: Context): Promise<string> {
  const incidentId = ctx.newId();
  const titles = { ko: '메일 장애', en: 'Mail outage' };
  const opened = await openIncident(ctx, {
    ...{ id: incidentId, slug: 'bench', titles, zone: 'Asia/Seoul', openedAt: ctx.now },
    parties: [{ code: 'company', titles }],
    functions: [{ service: 'mail', function: 'send', titles }],
    sources: [{ number: 1, address: 'https://example.org' }],
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.refusal));
  return incidentId;
}

async function tell(ctx: Context, incidentId: string): Promise<void> {
  const text = { ko: '메일이 절반만 갑니다.', en: 'Half of all mail goes.' };
  const added = await addTimelineEntry(ctx, {
    ...{ id: ctx.newId(), incidentId, occurredAt: ctx.now, occurredPrecision: 'exact' },
    ...{ visibility: 'public', text, statedBy: 'company', sources: [1] },
  });
  if (!added.ok) throw new Error(JSON.stringify(added.refusal));
}

interface Scene {
  readonly platform: Platform;
  readonly databaseUrl: string;
  readonly sink: MailSink;
}

function startChild(args: readonly string[], sink: MailSink): ChildProcess {
  const path = join(findProjectDir(), 'dist', 'bench', 'notice-sender.js');
  return spawn(process.execPath, [path, ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      AMENDS_SMTP_URL: sink.url,
      AMENDS_MAIL_FROM: 'Bench <bench@status.example>',
      AMENDS_MAIL_LOOKUP_URL: sink.journalUrl,
    },
  });
}

async function countStates({ platform }: Scene): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ state: string; count: number }>`select state, count(*)::int as count
    from disclosure.notice group by state`.execute(platform.db);
  return new Map(rows.map((row) => [row.state, row.count]));
}

/** Sends all notices by a sender that is killed half-way, and by another that goes on. */
async function sendThroughDeath(scene: Scene): Promise<void> {
  const { platform, databaseUrl, sink } = scene;
  const args = [databaseUrl, platform.config.dataDir];
  const first = startChild(args, sink);
  while (sink.taken.length < count / 2) await sleep(2);
  first.kill('SIGKILL');
  await once(first, 'close');
  say(`  killed after ${sink.taken.length.toLocaleString('en')} mails`);
  say(`  states then: ${JSON.stringify([...(await countStates(scene))])}`);
  const second = startChild(args, sink);
  const endAt = performance.now() + patienceMs;
  while (((await countStates(scene)).get('sent') ?? 0) < count) {
    if (performance.now() > endAt) break;
    await sleep(50);
  }
  second.kill('SIGTERM');
  await once(second, 'close');
}

function assertOnce(sink: MailSink): void {
  const ids = new Set(sink.taken.map(({ messageId }) => messageId));
  const people = new Set(sink.taken.map(({ to }) => to));
  if (sink.taken.length === count && ids.size === count && people.size === count) return;
  throw new Error(
    `not each exactly once: ${sink.taken.length} mails to ${people.size} people, ${ids.size} ids`,
  );
}

async function measureBare(sink: MailSink): Promise<number> {
  sink.taken.length = 0;
  return seconds(async () => {
    const child = startChild(['bare', sink.url, String(count)], sink);
    await once(child, 'close');
  });
}

/**
 * One notice to each of 10,240 subscribers through a mail server in this process, from the event to
 * the last mail, with the sender killed half-way; the run fails unless each got exactly one. The peer
 * is a loop that only speaks SMTP, over as many connections, and is not killed.
 */
export async function benchNotices(): Promise<Figure> {
  return withLedgerPlatform(async (platform, databaseUrl) => {
    const sink = await openMailSink();
    try {
      const ctx = platform.context({ actor: systemActor });
      await subscribeConsumers(platform, [noticeFanOut]);
      const incidentId = await openOutage(ctx);
      await drainOutbox(platform, [noticeFanOut]);
      await addSubscribers(ctx);
      const took = await seconds(async () => {
        await tell(ctx, incidentId);
        const fanOut = await seconds(() => drainOutbox(platform, [noticeFanOut]));
        say(`  fanned out in ${fanOut.toFixed(2)} s`);
        await sendThroughDeath({ platform, databaseUrl, sink });
      });
      assertOnce(sink);
      say(`  each of ${count.toLocaleString('en')} exactly once in ${took.toFixed(1)} s`);
      if (took > limitSeconds) say(`  over the limit of ${limitSeconds} s`);
      const bare = await measureBare(sink);
      const [value, peerValue] = [count / took, count / bare];
      return {
        ...{ name: 'notices', value, unit: 'notices/s', peer: 'a bare SMTP loop, not killed' },
        ...{ peerValue, ratio: value / peerValue, runs: 1 },
      };
    } finally {
      await sink.close();
    }
  });
}
