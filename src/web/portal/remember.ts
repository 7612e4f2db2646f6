import { type Context, PlatformError } from '../../platform/index.ts';

interface Memory {
  readonly values: Map<string, unknown>;
  /** Until then the database is not asked for what is remembered; epoch milliseconds. */
  awayUntilMs: number;
  /** Somebody is finding out whether the database is back. */
  isProbing: boolean;
}

/** One memory for each installation, which is known by its vault. */
const memories = new WeakMap<object, Memory>();

function memoryOf(ctx: Context): Memory {
  const known = memories.get(ctx.vault);
  if (known !== undefined) return known;
  const memory: Memory = { values: new Map(), awayUntilMs: 0, isProbing: false };
  memories.set(ctx.vault, memory);
  return memory;
}

const answerWithinMs = 1000;
const awayMs = 1000;
const keysMax = 1000;

function inTime<T>(work: Promise<T>, withinMs = answerWithinMs): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_done, fail) => {
    const message = `The database has not answered for ${withinMs} ms.`;
    const error = new PlatformError('database_unreachable', { message, retryable: true });
    timer = setTimeout(() => fail(error), withinMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** While the database is away one asks in a second whether it is back; nobody else waits for it. */
const isAskedAlready = ({ awayUntilMs, isProbing }: Memory): boolean =>
  awayUntilMs > 0 && (isProbing || Date.now() < awayUntilMs);

function keep(memory: Memory, { key, value }: { key: string; value: unknown }): void {
  memory.awayUntilMs = 0;
  if (value === undefined) return;
  if (memory.values.has(key) || memory.values.size < keysMax) memory.values.set(key, value);
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
  if (!memory.values.has(key)) {
    const value = await load();
    keep(memory, { key, value });
    return value;
  }
  if (isAskedAlready(memory)) return memory.values.get(key) as T;
  memory.isProbing = memory.awayUntilMs > 0;
  try {
    const value = await inTime(load());
    keep(memory, { key, value });
    return value;
  } catch (error) {
    if (!(error instanceof PlatformError && error.retryable)) throw error;
    memory.awayUntilMs = Date.now() + awayMs;
    return memory.values.get(key) as T;
  } finally {
    memory.isProbing = false;
  }
}

// Documents are read and opened here, so slowness alone does not tell that the database is away.
const patienceMs = 10_000;

/**
 * Loads what a page can do without; gives the stand-in while the database is away or silent, so that
 * whoever writes or files a claim is not stopped.
 */
export async function unlessAway<T>(ctx: Context, load: () => Promise<T>, standIn: T): Promise<T> {
  if (isAskedAlready(memoryOf(ctx))) return standIn;
  try {
    return await inTime(load(), patienceMs);
  } catch (error) {
    if (error instanceof PlatformError && error.retryable) return standIn;
    throw error;
  }
}
