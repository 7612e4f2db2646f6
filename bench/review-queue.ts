import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { listQueue, type QueueFilter } from '../src/claims/index.ts';
import { uuidV7 } from '../src/kernel/index.ts';
import {
  type Database,
  findProjectDir,
  holdEmbeddedPostgres,
  migrate,
  openDatabase,
  sql,
  type Tx,
} from '../src/platform/index.ts';
import { compare, type Figure, seconds } from './measure.ts';
import { withDataDir } from './server.ts';

const openCount = 100_000;
const pageLimit = 50;
const incidentId = uuidV7({ atMs: 1_666_000_000_000, random: new Uint8Array(10) });

/** An incident with a hundred thousand claims that wait for review, and as many that do not. */
async function seed(db: Database): Promise<void> {
  await sql`insert into incident.incident (id, slug, title_ko, title_en, zone, opened_at)
    values (${incidentId}, 'bench', '측정', 'Bench', 'Asia/Seoul', now())`.execute(db);
  await sql`insert into claims.questionnaire values (${incidentId}, 1, 'bench', '{}',
    sha256('bench'), 'bench', now())`.execute(db);
  await sql`insert into claims.claim (id, number, incident_id, questionnaire_version, channel,
      party_class, category, kind, service, function_name, stated_loss_minor, currency, answers,
      state, submitted_at, recorded_at, event_count, commitment, content_hash, salt, key_salt,
      personal, assessment, suggestion, assessed_under, priority, assigned_to)
    select uuidv7(), left(n, 4) || '-' || substr(n, 5, 4) || '-' || substr(n, 9, 2),
      ${incidentId}, 1, (array['portal', 'api', 'phone'])[1 + i % 3],
      (array['user', 'small_business', 'company'])[1 + i % 3], 'kakao',
      (array['free_with_loss', 'paid_service'])[1 + i % 2],
      case when i % 10000 = 7 then 'rare' else 'service_' || (i % 20) end, 'main', 300000, 'KRW',
      jsonb_build_object('order_share', '0.25', 'text', repeat('장애 ', 60)),
      case when i <= ${openCount} then (array['assessed', 'in_review'])[1 + i % 5 / 4]
        else (array['approved', 'closed', 'awaiting_evidence', 'decided'])[1 + i % 4] end,
      at, at, 2, sha256(i::text::bytea), sha256(i::text::bytea), sha256(i::text::bytea),
      sha256(i::text::bytea), decode(repeat('ab', 300), 'hex'),
      jsonb_build_object('suggestion', 'award', 'findings', repeat('x', 900)),
      (array['award', 'none', 'review'])[1 + i % 3], 'bench', 1 + i % 3,
      case when i % 4 = 0 then 'reviewer-' || i % 40 end
    from generate_series(1, ${openCount * 2}) as i,
      lateral (select upper(left(md5(i::text), 10)) as n,
        date_trunc('milliseconds', now() - make_interval(secs => i)) as at) as made
    on conflict do nothing`.execute(db);
  await sql`vacuum analyze claims.claim`.execute(db);
}

async function openCluster<T>(work: (db: Database) => Promise<T>): Promise<T> {
  return withDataDir(async (dataDir) => {
    await chmod(dataDir, 0o755);
    const server = await holdEmbeddedPostgres(join(dataDir, 'postgres'));
    const db = openDatabase({ url: server.url('postgres'), poolMax: 4 });
    try {
      await migrate(db, join(findProjectDir(), 'sql', 'migrations'));
      await seed(db);
      return await work(db);
    } finally {
      await db.destroy();
      await server.release();
    }
  });
}

/** What reviewers narrow the queue by; the last finds ten of a hundred thousand. */
const filters: readonly Omit<QueueFilter, 'incidentId' | 'limit'>[] = [
  { state: 'assessed' },
  { state: 'in_review' },
  { state: 'assessed', suggestion: 'review' },
  { state: 'assessed', partyClass: 'company', service: 'service_3' },
  { state: 'assessed', assignedTo: 'nobody', priority: 1 },
  { state: 'in_review', assignedTo: 'reviewer-8' },
  { state: 'decided' },
  {},
  { number: 'a3' },
  { state: 'assessed', service: 'rare' },
];

const deepPages = 20;

/** Reads the first page of a queue, and pages deep in it; gives how long the slowest took. */
async function slowestPage(tx: Tx, filter: (typeof filters)[number]): Promise<number> {
  let slowest = 0;
  let after: string | undefined;
  for (let page = 0; page < deepPages; page += 1) {
    const asked = { incidentId, limit: pageLimit, ...filter };
    const took = await seconds(async () => {
      const found = await listQueue(tx, after === undefined ? asked : { ...asked, after });
      after = found.next;
    });
    slowest = Math.max(slowest, took);
    if (after === undefined) break;
  }
  return slowest;
}

/** The slowest page of any queue among a hundred thousand open claims, against one second. */
export async function benchReviewQueue(runs: number): Promise<Figure> {
  return openCluster((db) =>
    compare({
      name: 'review-queue',
      unit: 'ms for the slowest page',
      peer: 'the limit for a page beside which a reviewer does not wait',
      runs,
      measureOurs: async () => {
        const slowest: number[] = [];
        for (const filter of filters) {
          const took = await db.connection().execute((tx) => slowestPage(tx as Tx, filter));
          process.stderr.write(`${JSON.stringify(filter)}: ${(took * 1000).toFixed(1)} ms\n`);
          slowest.push(took);
        }
        return Math.max(...slowest) * 1000;
      },
      measurePeer: async () => 1000,
    }),
  );
}
