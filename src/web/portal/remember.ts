import { type Context, PlatformError } from '../../platform/index.ts';

interface Memory {
  readonly values: Map<string, unknown>;
  /** Until then the database is not asked for what is remembered; epoch milliseconds. */
  awayUntilMs: number;
}

/** One memory for each installation, which is known by its vault. */
const memories = new WeakMap<object, Memory>();

function memoryOf(ctx: Context): Memory {
  const known = memories.get(ctx.vault);
  if (known !== undefined) return known;
  const memory: Memory = { values: new Map(), awayUntilMs: 0 };
  memories.set(ctx.vault, memory);
  return memory;
}

const answerWithinMs = 1000;
const awayMs = 1000;
const keysMax = 1000;

function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_done, fail) => {
    const message = 'The database has not answered for a second.';
    const error = new PlatformError('database_unreachable', { message, retryable: true });
    timer = setTimeout(() => fail(error), answerWithinMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/**
 * Loads a value and remembers it; gives what it was last while the database is away or silent.
 *
 * Only for what is public and changes seldom: the pages on which a claim is written need no more, so
 * nobody who writes one is stopped by a failover. After a failure the database is left alone for a
 * second, so that no page waits for it.
 */
export async function remembering<T>(
  ctx: Context,
  key: string,
  load: () => Promise<T>,
): Promise<T> {
  const memory = memoryOf(ctx);
  const isKnown = memory.values.has(key);
  if (isKnown && Date.now() < memory.awayUntilMs) return memory.values.get(key) as T;
  try {
    const value = await (isKnown ? inTime(load()) : load());
    const isWorthIt = value !== undefined && (isKnown || memory.values.size < keysMax);
    if (isWorthIt) memory.values.set(key, value);
    return value;
  } catch (error) {
    const isAway = error instanceof PlatformError && error.retryable;
    if (!isKnown || !isAway) throw error;
    memory.awayUntilMs = Date.now() + awayMs;
    return memory.values.get(key) as T;
  }
}
