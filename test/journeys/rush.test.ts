import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyReceipt } from '../../src/disclosure/index.ts';
import { newUuid, openDatabase, sql } from '../../src/platform/index.ts';
import { freePort, newDataDir, type RunningCommand, startCommand } from '../support/command.ts';
import { plainClaim } from '../support/plain-claim.ts';
import { startPrepared } from '../support/prepared.ts';

// The server is killed in the middle of a rush: nothing that was acknowledged is lost or doubled.

const dataDir = newDataDir();
const senders = 32;
const killAfter = 200;
let base = '';
let env: { AMENDS_DATA_DIR: string; AMENDS_PORT: string };
let server: RunningCommand;
let db: ReturnType<typeof openDatabase>;
let incidentId = '';

beforeAll(async () => {
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  env = { AMENDS_DATA_DIR: dataDir, AMENDS_PORT: port };
  server = await startPrepared(env);
  const path = join(dataDir, 'postgres', 'connection.json');
  const own = JSON.parse(readFileSync(path, 'utf8')) as { port: number; password: string };
  const url = `postgres://amends:${own.password}@127.0.0.1:${own.port}/amends`;
  db = openDatabase({ url, poolMax: 1 });
  const { rows } = await sql<{ id: string }>`
    select id from incident.incident where slug = 'pangyo-2022'`.execute(db);
  incidentId = rows[0]?.id ?? '';
});

afterAll(async () => {
  await db.destroy();
  await server.stop('SIGINT');
  rmSync(dataDir, { recursive: true, force: true });
});

interface Filed {
  readonly claimId: string;
  readonly claimNumber: string;
  readonly isRepeat: boolean;
  readonly receipt: unknown;
}

const bodyOf = (claimId: string): string =>
  JSON.stringify({
    claimId,
    incidentId,
    ...plainClaim,
    statedLossMinor: '300000',
    personal: { name: '가게 주인', contact: `${claimId}@example.org` },
  });

/** Files one claim; undefined when no acknowledgement came back. */
async function file(claimId: string): Promise<Filed | undefined> {
  try {
    const answer = await fetch(`${base}/api/v1/claims`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: bodyOf(claimId),
    });
    const filed = (await answer.json()) as Filed;
    return answer.status === 201 ? filed : undefined;
  } catch {
    return undefined; // The connection broke: the claimant does not know, and sends it again.
  }
}

async function countStored(claimIds: readonly string[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count
    from claims.claim where id = any(${[...claimIds]}::uuid[])`.execute(db);
  return rows[0]?.count ?? 0;
}

async function countAll(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from claims.claim`.execute(db);
  return rows[0]?.count ?? 0;
}

describe('a server killed in the middle of a rush', () => {
  it('has every claim it acknowledged, and takes the others when they are sent again', async () => {
    const before = await countAll();
    const acknowledged = new Map<string, Filed>();
    const sent: string[] = [];
    let isDown = false;
    const send = async (): Promise<void> => {
      while (!isDown) {
        const claimId = newUuid();
        sent.push(claimId);
        const filed = await file(claimId);
        if (filed === undefined) return;
        acknowledged.set(claimId, filed);
        if (acknowledged.size >= killAfter && !isDown) {
          isDown = true;
          server.child.kill('SIGKILL');
        }
      }
    };
    await Promise.all(Array.from({ length: senders }, send));
    await server.ended;
    expect(acknowledged.size).toBeGreaterThanOrEqual(killAfter);
    // The rush was cut off: somebody was waiting for an answer that never came.
    expect(sent.length).toBeGreaterThan(acknowledged.size);
    expect(await countStored([...acknowledged.keys()])).toBe(acknowledged.size);

    server = startCommand(['start'], env);
    await server.waitFor('Ctrl-C stops');
    for (const claimId of sent) {
      const again = await file(claimId);
      const first = acknowledged.get(claimId);
      expect(again).toMatchObject({ claimId });
      if (first === undefined) continue;
      expect(again).toMatchObject({ claimNumber: first.claimNumber, isRepeat: true });
      expect(again?.receipt).toEqual(first.receipt);
      expect(verifyReceipt(first.receipt, {}).verdict).toBe('promised');
    }
    expect(await countStored(sent)).toBe(sent.length);
    expect(await countAll()).toBe(before + sent.length);
  });
});
