import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Context,
  type Platform,
  requirePermission,
  sql,
  systemActor,
} from '../../platform/index.ts';
import { type Answers, openPersonal, type SealedSaid, sealSaid } from './sealed-claim.ts';

interface ClearRow extends SealedSaid {
  readonly id: string;
  readonly answers: Answers;
}

/**
 * Seals the answers of claims that an earlier version stored in clear, up to `limit`, in one
 * transaction. Killed in between, the rest is found again; a sealed claim is not.
 *
 * @returns how many were sealed; 0 when none is left that nobody else works at
 */
export async function sealAnswers(
  ctx: Context,
  { limit = 200 }: { readonly limit?: number } = {},
): Promise<number> {
  requirePermission(ctx, 'case:run');
  return ctx.transact(async (tx) => {
    const { rows } = await sql<ClearRow>`select id, answers, personal, key_salt from claims.claim
      where answers <> '{}' order by id limit ${limit} for update skip locked`.execute(tx);
    const sealed = rows.map((row) => {
      const { answers, key_salt: keySalt } = row;
      if (keySalt === null) return null;
      const personal = openPersonal(ctx, row);
      return Buffer.from(sealSaid(ctx.vault, { personal, answers, keySalt }) ?? []);
    });
    await sql`update claims.claim c set answers = '{}', personal = r.personal
      from unnest(${rows.map(({ id }) => id)}::uuid[], ${sealed}::bytea[]) as r(id, personal)
      where c.id = r.id`.execute(tx);
    return rows.length;
  });
}

/** Seals what is left in clear from before, a batch at a time, and ends; or when the signal aborts. */
export async function runSealing(
  platform: Platform,
  { signal, pauseMs = 50 }: { signal: AbortSignal; pauseMs?: number },
): Promise<void> {
  let total = 0;
  while (!signal.aborted) {
    try {
      const count = await sealAnswers(platform.context({ actor: systemActor }));
      total += count;
      if (count === 0) break;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      platform.log.warn({ message }, 'answers could not be sealed; trying again');
      await sleep(pauseMs * 100, undefined, { signal }).catch(() => undefined);
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
  }
  if (total > 0)
    platform.log.info({ total }, 'answers stored in clear by an earlier version were sealed');
}
