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

/** What the database holds of an incident when everything is over. */
export interface Books {
  readonly claims: readonly StoredClaim[];
  readonly decisions: readonly string[];
  /** Decisions that another person approved. */
  readonly approved: readonly string[];
  /** What was set aside, by reference; one that is there twice stands there twice. */
  readonly setAside: readonly string[];
  /** Awards for which the rail made more than one payment that stands. */
  readonly paidTwice: number;
  /** Payments that the rail made and that stand. */
  readonly paid: number;
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

const claimsQuery = `select claim.id, claim.number, count(event.position)::int as submissions
  from claims.claim left join claims.claim_event event
    on event.claim_id = claim.id and event.position = 1
  where claim.incident_id = $1 group by claim.id, claim.number`;
const decisionsQuery = `select decision.id, approved_by is not null as "isApproved"
  from claims.decision join claims.claim on claim.id = decision.claim_id where incident_id = $1`;
const setAsideQuery = `select reference from settlement.transfer
  where incident_id = $1 and code = 'provision_recorded'`;
const paidQuery = `select count(*)::int as "paid", count(*) filter (where payments > 1)::int as "paidTwice"
  from (select payout.award_id, count(*) as payments from settlement.simulated_rail_payment made
    join settlement.payout on payout.rail = made.rail and payout.rail_reference = made.reference
    where payout.incident_id = $1 and made.rejected_code is null and made.returns_at is null
    group by payout.award_id) award`;

/** Reads what the database of Amends holds of an incident. */
export async function readBooks(amends: pg.Client, incidentId: string): Promise<Books> {
  const rowsOf = async <T>(query: string): Promise<T[]> =>
    (await amends.query(query, [incidentId])).rows as T[];
  const decisions = await rowsOf<{ id: string; isApproved: boolean }>(decisionsQuery);
  const [payments = { paid: 0, paidTwice: 0 }] =
    await rowsOf<Pick<Books, 'paid' | 'paidTwice'>>(paidQuery);
  return {
    claims: await rowsOf<StoredClaim>(claimsQuery),
    decisions: decisions.map(({ id }) => id),
    approved: decisions.filter(({ isApproved }) => isApproved).map(({ id }) => id),
    setAside: (await rowsOf<{ reference: string }>(setAsideQuery)).map(
      ({ reference }) => reference,
    ),
    ...payments,
  };
}

async function askPrimary(all: readonly Watched[], incidentId: string): Promise<Books> {
  for (const watched of all) {
    if ((await see(watched)).role !== 'primary') continue;
    const amends = new pg.Client({ host: watched.folder, user: 'postgres', database: 'amends' });
    await amends.connect();
    try {
      return await readBooks(amends, incidentId);
    } finally {
      await amends.end();
    }
  }
  throw new Error('no site is the primary');
}

async function watch(): Promise<void> {
  const all: Watched[] = process.argv.slice(2).map((word) => {
    const [site = '', folder = ''] = word.split('=');
    return { site, folder };
  });
  process.on('message', (question: { readonly incidentId: string }) => {
    askPrimary(all, question.incidentId).then(
      (books) => process.send?.({ books }),
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

// Its types and queries are used elsewhere too.
if (process.send !== undefined && /watch\.[jt]s$/.test(process.argv[1] ?? '')) void watch();
