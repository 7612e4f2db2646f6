import { availableParallelism } from 'node:os';
import { setTimeout as waitMs } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { clockNow } from '../clock.ts';
import type { HotAnswer, HotRoute, HotVisit } from '../http/hot-lane.ts';
import type { Platform } from '../platform.ts';
import { type HotReply, packVisits } from './hot-wire.ts';

/** The hot route, answered by threads of its own while there is a rush. */
export interface RushRoute {
  readonly route: HotRoute;
  /** Tells whether there is a rush now. */
  isBusy(): boolean;
  /** Ends the threads when there is no rush any more, and for good when the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
}

/** From so many requests at once it is a rush. */
const rushFrom = 24;

/** Without a rush for so long the threads end: each holds memory and three connections. */
const idleMs = 60_000;

/** So many requests one thread is handed before another is. */
const littleLoad = 48;

/** Threads that ended are not followed by others at once. */
const pauseMs = 10_000;

/** More threads than this leave the database no room. */
const threadCountMax = 4;

/** So long a thread that is told to end may take. */
const endWithinMs = 5000;

type Answer = (answer: HotAnswer | undefined) => void;

/** One thread of the hot route, from its beginning to its end. */
class HotThread {
  readonly #worker: Worker;
  readonly #held = new Map<number, Answer>();
  readonly ended: Promise<void>;
  isReady = false;
  #gathered: { readonly visit: HotVisit; readonly answer: Answer }[] = [];
  #serial = 0;

  constructor(program: URL, platform: Platform) {
    this.#worker = new Worker(program, { workerData: platform.parts() });
    this.#worker.on('message', (reply: HotReply) => this.#hear(reply));
    this.#worker.on('error', ({ message }) =>
      platform.log.error(
        { message },
        'a thread of the hot route failed; the main thread answers without it',
      ),
    );
    this.ended = new Promise((resolve) =>
      this.#worker.once('exit', () => {
        this.#letGo();
        resolve();
      }),
    );
    this.#worker.unref();
  }

  get load(): number {
    return this.#held.size + this.#gathered.length;
  }

  answer(visit: HotVisit): Promise<HotAnswer | undefined> {
    return new Promise((answer) => {
      if (this.#gathered.length === 0) setImmediate(() => this.#send());
      this.#gathered.push({ visit, answer });
    });
  }

  /** Tells the thread to end once all it holds is answered; one that hangs is ended all the same. */
  async end(): Promise<void> {
    this.isReady = false;
    this.#worker.ref();
    const late = setTimeout(() => void this.#worker.terminate(), endWithinMs);
    while (this.load > 0) await waitMs(20);
    this.#worker.postMessage('end');
    await this.ended;
    clearTimeout(late);
  }

  #send(): void {
    const batch = this.#gathered;
    this.#gathered = [];
    const request = packVisits(
      this.#serial,
      batch.map(({ visit }) => visit),
    );
    for (const { answer } of batch) {
      this.#held.set(this.#serial, answer);
      this.#serial += 1;
    }
    this.#worker.postMessage(request, [request.bytes.buffer]);
  }

  #hear(reply: HotReply): void {
    if (reply === 'ready') {
      this.isReady = true;
      return;
    }
    for (const { serial, answer } of reply) {
      this.#held.get(serial)?.(answer);
      this.#held.delete(serial);
    }
  }

  /** Leaves to the router whatever is not answered. */
  #letGo(): void {
    this.isReady = false;
    const left = [...this.#held.values(), ...this.#gathered.map(({ answer }) => answer)];
    this.#held.clear();
    this.#gathered = [];
    for (const answer of left) answer(undefined);
  }
}

/** The threads of one rush: they begin and end together. */
class HotThreads {
  readonly #threads: readonly HotThread[];
  readonly ended: Promise<unknown>;
  #ofThisTurn: HotThread | undefined;

  constructor(options: { program: URL; platform: Platform; count: number }) {
    const { program, platform, count } = options;
    this.#threads = Array.from({ length: count }, () => new HotThread(program, platform));
    this.ended = Promise.all(this.#threads.map(({ ended }) => ended));
  }

  /**
   * Gives the first thread that has little to do, or else the one with the least: what goes together
   * costs less. What comes in one turn goes to one, in few messages.
   */
  find(): HotThread | undefined {
    if (this.#ofThisTurn?.isReady === true) return this.#ofThisTurn;
    const ready = this.#threads.filter(({ isReady }) => isReady);
    const [least] = ready.toSorted((left, right) => left.load - right.load);
    this.#ofThisTurn = ready.find(({ load }) => load < littleLoad) ?? least;
    setImmediate(() => {
      this.#ofThisTurn = undefined;
    });
    return this.#ofThisTurn;
  }

  async end(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.end()));
  }
}

/** How many threads answer in a rush: one for each core, and none where there is one core. */
function countThreads(program: URL): number {
  if (program.protocol !== 'file:' || !import.meta.url.endsWith('.js')) return 0;
  const cores = availableParallelism();
  return cores === 1 ? 0 : Math.min(cores, threadCountMax);
}

/**
 * Answers the hot route in threads of its own while there is a rush, so that reading requests, the work
 * they ask for and everybody else's pages do not wait for one another.
 *
 * The threads begin when two dozen requests are in hand at once, open the same platform with
 * connections of their own, and end after a minute without a rush. Until they are ready, when they are
 * gone, on a machine of one core, and from TypeScript sources, as tests run them, the main thread
 * answers. A request that a thread held when it died is answered by the router: the route must give
 * the same answer to what is sent again.
 *
 * @param options.program what a thread runs; it calls `serveHotThread`
 */
export function openRushRoute(options: {
  readonly platform: Platform;
  /** Answers what the threads do not. */
  readonly route: HotRoute;
  readonly program: URL;
}): RushRoute {
  const { platform, route, program } = options;
  const count = countThreads(program);
  let inHand = 0;
  let rushAt = 0;
  let notBefore = 0;
  let isClosed = false;
  let threads: HotThreads | undefined;
  const isBusy = (): boolean => inHand >= rushFrom;

  const noteRush = (): void => {
    rushAt = clockNow();
    if (threads !== undefined || count === 0 || isClosed || rushAt < notBefore) return;
    const begun = new HotThreads({ program, platform, count });
    threads = begun;
    void begun.ended.then(() => {
      if (threads === begun) threads = undefined;
      notBefore = clockNow() + pauseMs;
    });
  };
  const end = async (): Promise<void> => {
    const ending = threads;
    threads = undefined;
    await ending?.end();
  };

  async function answer(visit: HotVisit): Promise<HotAnswer | undefined> {
    inHand += 1;
    try {
      if (isBusy()) noteRush();
      return await (threads?.find() ?? route).answer(visit);
    } finally {
      inHand -= 1;
    }
  }

  return {
    route: { path: route.path, answer },
    isBusy,
    async run(signal) {
      const looking = setInterval(() => {
        if (threads !== undefined && clockNow() - rushAt > idleMs) void end();
      }, idleMs / 6).unref();
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      clearInterval(looking);
      isClosed = true;
      await end();
    },
  };
}
