import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { PlatformError } from '../platform-error.ts';

/** What a thread is sent: one piece of work at a time. */
export interface ThreadRequest<I> {
  readonly input: I;
}

/** What it answers: the result, or the stack of a fault. */
export type ThreadAnswer<O> = { readonly value: O } | { readonly fault: string };

/** How much one piece of work may take, and how many go on at once. */
export interface WorkLimits {
  /** of one piece of work, from when it begins; waiting for a thread does not count */
  readonly seconds: number;
  /** of the heap of one thread, in MiB; buffers of bytes are not in it */
  readonly memoryMb: number;
  readonly threadCount: number;
  /** pieces of work that may wait for a thread; one more is turned away */
  readonly waitingMax: number;
}

/** Gives how many threads leave the main thread a core of its own: 1 or 2. */
export const sparedCores = (): number => Math.min(2, Math.max(1, availableParallelism() - 1));

/** How a piece of work ended: with its result, or cut off because it took too much. */
export type WorkDone<O> =
  | { readonly isDone: true; readonly value: O }
  | { readonly isDone: false; readonly exceeded: 'time' | 'memory' };

/**
 * Does a piece of work beside the main thread.
 *
 * @throws PlatformError `overloaded` when too much waits already
 */
export type Threads<I, O> = (input: I) => Promise<WorkDone<O>>;

interface Piece<I, O> {
  readonly input: I;
  readonly end: (done: WorkDone<O>) => void;
  readonly fail: (error: Error) => void;
}

/** A thread without work ends after this long: it holds some 30 MB. */
const idleMs = 60_000;

/** One thread with the piece of work it is at; it is given one only when it has none. */
class WorkThread<I, O> {
  readonly #worker: Worker;
  readonly #onFree: (isAlive: boolean) => void;
  readonly #milliseconds: number;
  #piece: Piece<I, O> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isEnding = false;

  constructor(program: URL, limits: WorkLimits, onFree: (isAlive: boolean) => void) {
    this.#onFree = onFree;
    this.#milliseconds = limits.seconds * 1000;
    const resourceLimits = { maxOldGenerationSizeMb: limits.memoryMb };
    this.#worker = new Worker(program, { resourceLimits });
    this.#worker.on('message', (answer: ThreadAnswer<O>) => this.#finish(answer));
    this.#worker.on('error', (error: NodeJS.ErrnoException) => {
      this.#isEnding = true;
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') this.#cutOff('memory');
      else this.#take()?.fail(error);
    });
    this.#worker.once('exit', () => {
      this.#take()?.fail(new Error('a thread ended amid its work'));
      this.#onFree(false);
    });
  }

  get isFree(): boolean {
    return this.#piece === undefined && !this.#isEnding;
  }

  begin(piece: Piece<I, O>): void {
    clearTimeout(this.#timer);
    this.#piece = piece;
    this.#worker.ref();
    this.#timer = setTimeout(() => {
      this.#cutOff('time');
      this.#terminate();
    }, this.#milliseconds);
    const request: ThreadRequest<I> = { input: piece.input };
    this.#worker.postMessage(request);
  }

  #terminate(): void {
    this.#isEnding = true;
    void this.#worker.terminate();
  }

  #take(): Piece<I, O> | undefined {
    const piece = this.#piece;
    this.#piece = undefined;
    clearTimeout(this.#timer);
    return piece;
  }

  #cutOff(exceeded: 'time' | 'memory'): void {
    this.#take()?.end({ isDone: false, exceeded });
  }

  #finish(answer: ThreadAnswer<O>): void {
    const piece = this.#take();
    this.#worker.unref();
    this.#timer = setTimeout(() => this.#terminate(), idleMs).unref();
    if ('value' in answer) piece?.end({ isDone: true, value: answer.value });
    else piece?.fail(new Error(answer.fault));
    this.#onFree(true);
  }
}

/**
 * Opens threads for work that would hold up everybody else: a piece that takes longer or more memory
 * than it may is ended, with its thread; whatever else waits goes on in another.
 *
 * A thread begins with the first piece of work, keeps the process alive only while it works, and ends
 * after a minute without work. From TypeScript sources, as tests run them, a compiled program is not
 * there: the work is done where it is asked for, without limits.
 *
 * @param options.program what a thread runs; it calls `serveThread`
 * @param options.work what that program does
 */
export function openThreads<I, O>(options: {
  readonly program: URL;
  readonly work: (input: I) => O | Promise<O>;
  readonly limits: WorkLimits;
}): Threads<I, O> {
  const { program, work, limits } = options;
  if (import.meta.url.endsWith('.ts') && program.pathname.endsWith('.js')) {
    return async (input) => ({ isDone: true, value: await work(input) });
  }
  const threads = new Set<WorkThread<I, O>>();
  const waiting: Piece<I, O>[] = [];

  const beginNext = (): void => {
    if (waiting.length === 0) return;
    const free = [...threads].find(({ isFree }) => isFree);
    const thread = free ?? (threads.size < limits.threadCount ? openThread() : undefined);
    const piece = thread === undefined ? undefined : waiting.shift();
    if (piece !== undefined) thread?.begin(piece);
  };
  const openThread = (): WorkThread<I, O> => {
    const thread = new WorkThread<I, O>(program, limits, (isAlive) => {
      if (!isAlive) threads.delete(thread);
      beginNext();
    });
    threads.add(thread);
    return thread;
  };

  return (input) =>
    new Promise((end, fail) => {
      if (waiting.length >= limits.waitingMax) {
        const message = `${waiting.length} pieces of work wait for ${limits.threadCount} threads already; try again in a moment.`;
        fail(new PlatformError('overloaded', { message, retryable: true }));
        return;
      }
      waiting.push({ input, end, fail });
      beginNext();
    });
}
