/** Waits for the gathering time to pass; the composition gives the real one. */
export type Wait = (delayMs: number) => Promise<void>;

export interface GateOptions<E, A> {
  /** Records all entries in one transaction and answers each, in order. */
  readonly record: (entries: readonly E[]) => Promise<readonly A[]>;
  readonly wait: Wait;
  /** How long the first of a batch waits for company. */
  readonly gatherMs: number;
  readonly batchMax: number;
  readonly inFlightMax: number;
  /** More waiting entries than this are turned away by `refuseOverload`. */
  readonly waitingMax: number;
  readonly refuseOverload: () => Error;
  /** Tells whether an error concerns every entry alike, so that none is tried again alone. */
  readonly isShared?: (error: unknown) => boolean;
}

/** Gathers concurrent entries; each is answered only after the transaction it went into. */
export interface Gate<E, A> {
  submit(entry: E): Promise<A>;
  /**
   * Tells that whoever sent the entry waits no longer. An entry that is not being recorded yet is
   * let go; until a batch comes back, further entries are turned away at once.
   */
  abandon(entry: E): void;
  /** How many entries wait or are being recorded now. */
  load(): number;
}

interface Waiting<E, A> {
  readonly entry: E;
  readonly answer: (value: A) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Makes a group-commit gate.
 *
 * An entry waits at most `gatherMs` for others, then goes with up to `batchMax − 1` of them into
 * one transaction. At most `inFlightMax` transactions run at once; meanwhile entries keep
 * gathering. When a batch fails as a whole, its entries are tried one by one, so that one bad
 * entry fails alone; an error that `isShared`, such as a lost database, fails them all at once. The
 * order of entries is kept.
 *
 * @source ARCHITECTURE.md, "The rules": the rush
 */
export function createGate<E, A>(options: GateOptions<E, A>): Gate<E, A> {
  const waiting: Waiting<E, A>[] = [];
  let inFlightCount = 0;
  let recordingCount = 0;
  let isGathering = false;
  let isStalled = false;

  async function recordAlone(one: Waiting<E, A>): Promise<void> {
    try {
      const [value] = await options.record([one.entry]);
      one.answer(value as A);
    } catch (error) {
      one.fail(error);
    }
  }

  async function recordApart(batch: readonly Waiting<E, A>[], error: unknown): Promise<void> {
    if (batch.length === 1 || options.isShared?.(error) === true) {
      for (const one of batch) one.fail(error);
      return;
    }
    for (const one of batch) await recordAlone(one);
  }

  async function recordBatch(batch: readonly Waiting<E, A>[]): Promise<void> {
    inFlightCount += 1;
    recordingCount += batch.length;
    try {
      const values = await options.record(batch.map(({ entry }) => entry));
      for (const [index, one] of batch.entries()) one.answer(values[index] as A);
    } catch (error) {
      await recordApart(batch, error);
    } finally {
      isStalled = false;
      inFlightCount -= 1;
      recordingCount -= batch.length;
      release();
    }
  }

  function release(): void {
    while (!isGathering && waiting.length > 0 && inFlightCount < options.inFlightMax) {
      void recordBatch(waiting.splice(0, options.batchMax));
    }
  }

  async function gather(): Promise<void> {
    isGathering = true;
    await options.wait(options.gatherMs);
    isGathering = false;
    release();
  }

  return {
    load: () => waiting.length + recordingCount,
    abandon(entry) {
      isStalled = true;
      const position = waiting.findIndex((one) => one.entry === entry);
      if (position !== -1) waiting.splice(position, 1);
    },
    submit(entry) {
      const isHeldUp = isStalled && inFlightCount >= options.inFlightMax;
      if (isHeldUp || waiting.length >= options.waitingMax) {
        return Promise.reject(options.refuseOverload());
      }
      return new Promise<A>((answer, fail) => {
        waiting.push({ entry, answer, fail });
        if (!isGathering) void gather();
      });
    },
  };
}
