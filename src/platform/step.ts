import { type JsonValue, renderInstant } from '../kernel/index.ts';
import { clockNow } from './clock.ts';
import type { Context } from './context.ts';
import { sql, type Tx } from './database.ts';

/**
 * Runs one step of resumable work exactly once: the step's changes and the mark that it is done
 * commit together, so a process killed anywhere resumes with the first unfinished step.
 *
 * @returns the step's result, from this run or the one before
 */
export async function runStep<T extends JsonValue>(
  ctx: Context,
  options: { work: string; step: string },
  change: (tx: Tx) => Promise<T>,
): Promise<{ readonly result: T; readonly isRepeat: boolean }> {
  return ctx.transact(async (tx) => {
    const { rows } = await sql<{ result: T }>`select result from platform.step
      where work = ${options.work} and step = ${options.step} for update`.execute(tx);
    const before = rows[0];
    if (before !== undefined) return { result: before.result, isRepeat: true };
    const result = await change(tx);
    await sql`insert into platform.step (work, step, result, finished_at)
      values (${options.work}, ${options.step}, ${JSON.stringify(result)}::jsonb,
        ${renderInstant(clockNow())}::timestamptz)`.execute(tx);
    return { result, isRepeat: false };
  });
}

/** Tells whether a step was finished before. */
export async function isStepDone(
  ctx: Context,
  options: { work: string; step: string },
): Promise<boolean> {
  const { rows } = await ctx.read((tx) =>
    sql`select 1 from platform.step
      where work = ${options.work} and step = ${options.step}`.execute(tx),
  );
  return rows.length > 0;
}
