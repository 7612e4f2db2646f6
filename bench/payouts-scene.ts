import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { addMs, instantFromEpochMs, uuidV7 } from '../src/kernel/index.ts';
import { type Context, type Platform, sql } from '../src/platform/index.ts';
import { recordApprovedAwards } from '../src/settlement/index.ts';
import { setUpRail } from '../src/settlement/rails/index.ts';
import { openBenchIncident } from './ledger.ts';
import { seconds } from './measure.ts';

/** The rail that is paid by. */
export const rail = 'bank';
export const currency = 'KRW';
/** Who pays, as the bank knows them. */
export const debtor = { name: 'Bench', account: '100-200-300', bank: '004', companyId: 'C-1' };

/** An incident with as many claimants, each owed an amount and with an account of their own. */
export interface Scene {
  readonly platform: Platform;
  readonly incidentId: string;
  readonly count: number;
  readonly treasurer: Context;
  readonly approver: Context;
}

/** Says how the measuring goes, apart from the figure. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Gives the context of somebody on the given day after the outage was settled. */
export function contextOf(
  platform: Platform,
  role: 'treasurer' | 'approver' | 'auditor',
  day = 0,
): Context {
  const actor = { kind: 'staff' as const, id: `bench-${role}`, name: role, roles: [role] };
  const now = addMs(instantFromEpochMs(Date.UTC(2022, 11, 1)), day * 86_400_000);
  return platform.context({ actor, now });
}

const firstIdAt = Date.UTC(2022, 10, 1);

/** Gives the id of one of a kind, as the platform makes them: a millisecond after the one before. */
export function idOf(kind: number, index: number): string {
  const random = createHash('sha256').update(`${kind} ${index}`).digest();
  return uuidV7({ atMs: firstIdAt + index, random });
}

const numberLetters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function claimNumber(index: number): string {
  let text = '';
  for (let rest = index, at = 0; at < 10; at += 1, rest = Math.floor(rest / 32)) {
    text = (numberLetters[rest % 32] ?? '0') + text;
  }
  return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`;
}

/** Claims as they are stored, each with a payee that is sealed under a key of its own. */
async function recordClaims(ctx: Context, page: { incidentId: string; at: number[] }) {
  const rows = page.at.map((index) => {
    const salt = ctx.randomBytes(32);
    const payee = { bank: '088', account: `110${index}`, holder: '홍길동' };
    const plaintext = Buffer.from(JSON.stringify({ payee, answers: {} }));
    return { salt, sealed: ctx.vault.encrypt({ salt, plaintext }) };
  });
  const bytes = (list: readonly Uint8Array[]) => list.map((one) => Buffer.from(one));
  await ctx.transact((tx) =>
    sql`insert into claims.claim (id, number, incident_id, questionnaire_version, channel,
        party_class, category, kind, service, function_name, currency, state, submitted_at,
        recorded_at, event_count, commitment, content_hash, salt, key_salt, personal)
      select id, number, ${page.incidentId}::uuid, 1, 'portal', 'user', 'service', 'outage', 'talk',
        'send', ${currency}, 'approved', now(), now(), 1, sha256(salt), sha256(salt), salt, salt,
        sealed
      from unnest(${page.at.map((index) => idOf(2, index))}::uuid[],
        ${page.at.map(claimNumber)}::text[], ${bytes(rows.map(({ salt }) => salt))}::bytea[],
        ${bytes(rows.map(({ sealed }) => sealed))}::bytea[]) as row(id, number, salt, sealed)
      `.execute(tx),
  );
}

/** What claims approved, before the clock starts. */
async function approveAwards(scene: Scene): Promise<void> {
  const pageSize = 2_000;
  const { incidentId, count, treasurer } = scene;
  await sql`insert into claims.questionnaire (incident_id, version, incident_slug, document, hash,
      published_by, published_at)
    values (${incidentId}, 1, 'bench', '{}', sha256('bench'), 'bench', now())
    `.execute(scene.platform.db);
  for (let from = 0; from < count; from += pageSize) {
    const at = Array.from({ length: Math.min(pageSize, count - from) }, (_none, one) => from + one);
    await recordClaims(treasurer, { incidentId, at });
    const awards = at.map((index) => ({
      ...{ awardId: idOf(1, index), claimId: idOf(2, index), incidentId, decisionId: null },
      ...{ partyId: `p${index}`, partyClass: 'user', remedy: 'cash', name: null, currency },
      ...{ amountMinor: 10_000n + BigInt(index % 50) * 1_000n, quantity: null, unit: null },
      ...{ clause: '§2', policyHash: 'a'.repeat(64), payeeRef: `claim:${idOf(2, index)}` },
    }));
    await treasurer.transact((tx) => recordApprovedAwards(treasurer, tx, awards));
  }
}

/** Opens the incident with its rail and its awards. */
export async function openScene(platform: Platform, count: number): Promise<Scene> {
  const system = platform.context({
    actor: { kind: 'system', id: 'system', name: 'Amends', roles: [] },
  });
  await setUpRail(system, { name: rail, setup: { kind: 'pain.001', debtor } });
  const incidentId = await openBenchIncident(platform);
  const treasurer = contextOf(platform, 'treasurer');
  const approver = contextOf(platform, 'approver');
  const scene = { platform, incidentId, count, treasurer, approver };
  const took = await seconds(() => approveAwards(scene));
  say(`(claims and awards, before the clock: ${took.toFixed(0)} s)`);
  return scene;
}

/** Processor time used so far, in seconds: by this process, and by the database where /proc tells. */
export async function processorSeconds(platform: Platform) {
  const { user, system } = process.cpuUsage();
  return { own: (user + system) / 1e6, database: await databaseSeconds(platform) };
}

/** Gives the numbered fields of a process after its name; none of one that has ended. */
function fieldsOf(pid: number | string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
  } catch {
    return [];
  }
}

/** The database server's processes, those that have ended among them. */
async function databaseSeconds(platform: Platform): Promise<number> {
  if (process.platform !== 'linux') return Number.NaN;
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(platform.db);
  const server = fieldsOf(rows[0]?.pid ?? 0)[1] ?? '';
  const ticksOf = (fields: readonly string[], count: number): number =>
    fields.slice(11, 11 + count).reduce((sum, field) => sum + Number(field), 0);
  let ticks = ticksOf(fieldsOf(server), 4);
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const fields = fieldsOf(pid);
    if (fields[1] === server) ticks += ticksOf(fields, 2);
  }
  return ticks / 100;
}
