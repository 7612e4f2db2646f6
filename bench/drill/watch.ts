import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

// Watches the PostgreSQL of every site over its socket, as the user postgres, in a process of its own:
// `node watch.js SITE=FOLDER…`. Answers questions about the primary over Node's channel.

/** What one site's PostgreSQL was when it was asked. */
export interface Seen {
  readonly site: string;
  /** `silent`: it did not answer in time. */
  readonly role: 'primary' | 'standby' | 'silent';
  /** Whether a standby receives what the primary writes. */
  readonly isStreaming: boolean;
}

/** Everything seen in one round. */
export interface Round {
  readonly at: number;
  readonly sites: readonly Seen[];
}

/** One stored claim. */
export interface StoredClaim {
  readonly id: string;
  readonly number: string;
  readonly submissions: number;
}

const roundMs = 100;
const answerMs = 400;

interface Watched {
  readonly site: string;
  readonly folder: string;
  client?: pg.Client | undefined;
}

async function connect(watched: Watched, statementMs = answerMs): Promise<pg.Client> {
  const client = new pg.Client({
    host: watched.folder,
    user: 'postgres',
    database: 'postgres',
    connectionTimeoutMillis: statementMs,
    query_timeout: statementMs,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function see(watched: Watched): Promise<Seen> {
  try {
    watched.client ??= await connect(watched);
    const { rows } = await watched.client.query(
      `select pg_is_in_recovery() as "isStandby",
        exists (select 1 from pg_stat_wal_receiver where status = 'streaming') as "isStreaming"`,
    );
    const { isStandby, isStreaming } = rows[0] as { isStandby: boolean; isStreaming: boolean };
    return { site: watched.site, role: isStandby ? 'standby' : 'primary', isStreaming };
  } catch {
    void watched.client?.end().catch(() => undefined);
    watched.client = undefined;
    return { site: watched.site, role: 'silent', isStreaming: false };
  }
}

async function askPrimary(all: readonly Watched[], ids: readonly string[]): Promise<StoredClaim[]> {
  for (const watched of all) {
    if ((await see(watched)).role !== 'primary') continue;
    const client = await connect({ ...watched }, 60_000);
    await client.end();
    const amends = new pg.Client({ host: watched.folder, user: 'postgres', database: 'amends' });
    await amends.connect();
    const { rows } = await amends.query(
      `select claim.id, claim.number, count(event.position)::int as submissions
        from claims.claim left join claims.claim_event event
          on event.claim_id = claim.id and event.position = 1
        where claim.id = any($1::uuid[]) group by claim.id, claim.number`,
      [ids],
    );
    await amends.end();
    return rows as StoredClaim[];
  }
  throw new Error('no site is the primary');
}

async function watch(): Promise<void> {
  const all: Watched[] = process.argv.slice(2).map((word) => {
    const [site = '', folder = ''] = word.split('=');
    return { site, folder };
  });
  process.on('message', (question: { readonly ids: readonly string[] }) => {
    askPrimary(all, question.ids).then(
      (claims) => process.send?.({ claims }),
      (error: unknown) => process.send?.({ error: String(error) }),
    );
  });
  process.once('disconnect', () => process.exit(0));
  for (;;) {
    const at = Date.now();
    const sites = await Promise.all(all.map(see));
    process.send?.({ round: { at, sites } satisfies Round });
    await sleep(roundMs);
  }
}

void watch();
