import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { clusterClaims } from '../src/claims/index.ts';
import { claimNumber, uuidV7 } from '../src/kernel/index.ts';
import {
  type Context,
  findProjectDir,
  holdEmbeddedPostgres,
  loadConfig,
  migrate,
  openPlatform,
  type Platform,
  sql,
  systemActor,
} from '../src/platform/index.ts';
import { type ClusterReason, type MadeClaim, makePopulation } from './clusters-population.ts';
import type { Figure } from './measure.ts';
import { withDataDir } from './server.ts';

const claimCount = 100_000;
const batchSize = 500;
const incidentId = uuidV7({ atMs: 1_666_000_000_000, random: new Uint8Array(10) });

const idOf = (index: number): string => {
  const digest = createHash('sha256').update(`claim ${index}`).digest();
  return uuidV7({ atMs: 1_666_000_000_000 + index, random: digest.subarray(0, 10) });
};
const hex = (bytes: Uint8Array): string => `\\x${Buffer.from(bytes).toString('hex')}`;

function toRow(ctx: Context, claim: MadeClaim) {
  const salt = createHash('sha256').update(`salt ${claim.index}`).digest();
  const plaintext = Buffer.from(JSON.stringify(claim.personal));
  return {
    id: idOf(claim.index),
    number: claimNumber(salt.subarray(0, 6)),
    stated: claim.statedLossMinor,
    salt: hex(salt),
    personal: hex(ctx.vault.encrypt({ salt, plaintext })),
    document: claim.document === undefined ? null : hex(Buffer.from(claim.document, 'hex')),
  };
}

async function insert(ctx: Context, claims: readonly MadeClaim[]): Promise<void> {
  const rows = JSON.stringify(claims.map((claim) => toRow(ctx, claim)));
  await ctx.transact(async (tx) => {
    await sql`insert into claims.claim (id, number, incident_id, questionnaire_version, channel,
        party_class, category, kind, service, function_name, stated_loss_minor, currency, answers,
        state, submitted_at, recorded_at, event_count, commitment, content_hash, salt, key_salt,
        personal)
      select id, number, ${incidentId}, 1, 'portal', 'small_business', 'kakao', 'free_with_loss',
        'talk', 'main', stated, 'KRW', '{}', 'submitted', now(), now(), 1, salt, salt, salt, salt,
        personal
      from json_to_recordset(${rows}::json) as r(id uuid, number text, stated bigint, salt bytea,
        personal bytea)`.execute(tx);
    await sql`insert into claims.evidence (id, claim_id, kind, filename, media_type, byte_count,
        sha256, added_at)
      select uuidv7(), id, 'sales-records', '', 'text/csv', 4000, document, now()
      from json_to_recordset(${rows}::json) as r(id uuid, document bytea)
      where document is not null`.execute(tx);
  });
}

async function seedIncident(platform: Platform): Promise<void> {
  await sql`insert into incident.incident (id, slug, title_ko, title_en, zone, opened_at)
    values (${incidentId}, 'bench', '측정', 'Bench', 'Asia/Seoul', now())`.execute(platform.db);
  await sql`insert into claims.questionnaire values (${incidentId}, 1, 'bench', '{}',
    sha256('bench'), 'bench', now())`.execute(platform.db);
}

/** Claims pass as they do when filed: recorded, then compared, five hundred at a time. */
async function fileAll(platform: Platform, population: readonly MadeClaim[]): Promise<void> {
  for (let from = 0; from < population.length; from += batchSize) {
    const batch = population.slice(from, from + batchSize);
    const ctx = platform.context({ actor: systemActor });
    await insert(ctx, batch);
    const claimIds = batch.map(({ index }) => idOf(index));
    await ctx.transact((tx) => clusterClaims(tx, { ctx, incidentId, claimIds }));
    if (from % 20_000 === 0) process.stderr.write(`${from + batch.length} claims\n`);
  }
}

type Pair = `${string} ${string}`;
const pairOf = (left: string, right: string): Pair =>
  left < right ? `${left} ${right}` : `${right} ${left}`;

async function listFound(platform: Platform): Promise<ReadonlyMap<ClusterReason, Set<Pair>>> {
  const { rows } = await sql<{ reason: ClusterReason; ids: string[] }>`
    select k.reason, array_agg(m.claim_id::text) as ids from claims.cluster k
      join claims.cluster_member m on m.cluster_id = k.id
    group by k.id having count(*) > 1`.execute(platform.db);
  const found = new Map<ClusterReason, Set<Pair>>();
  for (const { reason, ids } of rows) {
    const pairs = found.get(reason) ?? new Set<Pair>();
    found.set(reason, pairs);
    for (const [place, one] of ids.entries()) {
      for (const other of ids.slice(place + 1)) pairs.add(pairOf(one, other));
    }
  }
  return found;
}

interface Score {
  readonly planted: number;
  readonly found: number;
  readonly right: number;
}

function score(planted: ReadonlySet<Pair>, found: ReadonlySet<Pair>): Score {
  const right = [...found].filter((pair) => planted.has(pair)).length;
  return { planted: planted.size, found: found.size, right };
}

const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);

function report(scores: ReadonlyMap<string, Score>): { recall: number; precision: number } {
  let [planted, found, right] = [0, 0, 0];
  for (const [reason, one] of scores) {
    const recall = share(one.right, one.planted).toFixed(4);
    const precision = share(one.right, one.found).toFixed(4);
    process.stderr.write(
      `${reason}: ${one.planted} pairs planted, ${one.found} found; recall ${recall}, precision ${precision}\n`,
    );
    planted += one.planted;
    found += one.found;
    right += one.right;
  }
  return { recall: share(right, planted), precision: share(right, found) };
}

async function measure(platform: Platform): Promise<{ recall: number; precision: number }> {
  await seedIncident(platform);
  const { claims, planted } = makePopulation(claimCount);
  await fileAll(platform, claims);
  const found = await listFound(platform);
  const scores = new Map<string, Score>();
  for (const reason of planted.keys()) {
    const pairs = (planted.get(reason) ?? []).map(([one, other]) => pairOf(idOf(one), idOf(other)));
    scores.set(reason, score(new Set(pairs), found.get(reason) ?? new Set()));
  }
  return report(scores);
}

/**
 * Recall of planted pairs among a hundred thousand claims, with the precision beside it; by kind on
 * standard error. Everything is seeded, so one run says it all.
 */
export async function benchClusters(): Promise<Figure> {
  return withDataDir(async (dataDir) => {
    const server = await holdEmbeddedPostgres(join(dataDir, 'postgres'));
    const config = { ...loadConfig({ AMENDS_DATA_DIR: dataDir }), projectDir: findProjectDir() };
    const platform = await openPlatform({ config, databaseUrl: server.url('postgres') });
    try {
      await migrate(platform.db, join(findProjectDir(), 'sql', 'migrations'));
      const { recall, precision } = await measure(platform);
      process.stderr.write(`precision ${precision.toFixed(4)} (aim 0.95)\n`);
      const peer = `aim, at a precision of ${precision.toFixed(4)} (aim 0.95)`;
      const aim = 0.98;
      const ratio = recall / aim;
      return {
        name: 'clusters',
        value: recall,
        unit: 'recall',
        peer,
        peerValue: aim,
        ratio,
        runs: 1,
      };
    } finally {
      await platform.close();
      await server.release();
    }
  });
}
