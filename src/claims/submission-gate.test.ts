import { describe, expect, it } from 'vitest';
import { createGate, type GateOptions } from './submission-gate.ts';

/** A gate over numbers that answers each with its double, and the batches it recorded. */
function openGate(over: Partial<GateOptions<number, number>> = {}) {
  const batches: (readonly number[])[] = [];
  const gate = createGate<number, number>({
    record: async (entries) => {
      batches.push(entries);
      return entries.map((entry) => entry * 2);
    },
    wait: () => Promise.resolve(),
    gatherMs: 3,
    batchMax: 100,
    inFlightMax: 2,
    waitingMax: 1000,
    refuseOverload: () => new Error('overloaded'),
    ...over,
  });
  return { gate, batches };
}

const settle = (gate: { submit(entry: number): Promise<number> }, entries: readonly number[]) =>
  Promise.all(
    entries.map((entry) =>
      gate.submit(entry).catch((error: unknown) => (error instanceof Error ? error.message : '')),
    ),
  );
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('the gate', () => {
  it('records what comes together in one batch and answers each its own', async () => {
    const { gate, batches } = openGate();
    expect(await settle(gate, [1, 2, 3])).toEqual([2, 4, 6]);
    expect(batches).toEqual([[1, 2, 3]]);
    expect(await settle(gate, [4])).toEqual([8]);
    expect(batches).toHaveLength(2);
  });

  it('answers nobody before the batch is recorded', async () => {
    let finish = (): void => undefined;
    const recorded = new Promise<void>((resolve) => (finish = resolve));
    const { gate } = openGate({
      record: async (entries) => {
        await recorded;
        return entries;
      },
    });
    let isAnswered = false;
    const answer = gate.submit(7).then(() => (isAnswered = true));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isAnswered).toBe(false);
    finish();
    await answer;
    expect(isAnswered).toBe(true);
  });

  it('lets one bad entry fail alone', async () => {
    const tried: (readonly number[])[] = [];
    const { gate } = openGate({
      record: async (entries) => {
        tried.push(entries);
        if (entries.includes(2)) throw new Error('two is refused by the database');
        return entries;
      },
    });
    expect(await settle(gate, [1, 2, 3])).toEqual([1, 'two is refused by the database', 3]);
    expect(tried).toEqual([[1, 2, 3], [1], [2], [3]]);
  });

  it('keeps to the size of a batch and to the number in flight, in order', async () => {
    let running = 0;
    let runningMax = 0;
    const seen: number[] = [];
    const { gate } = openGate({
      batchMax: 10,
      record: async (entries) => {
        running += 1;
        runningMax = Math.max(runningMax, running);
        seen.push(...entries);
        expect(entries.length).toBeLessThanOrEqual(10);
        await new Promise((resolve) => setTimeout(resolve, 1));
        running -= 1;
        return entries;
      },
    });
    expect(await settle(gate, upTo(95))).toEqual(upTo(95));
    expect(seen).toEqual(upTo(95));
    expect(runningMax).toBe(2);
  });

  it('turns away at once what is more than may wait, and takes more when there is room', async () => {
    const { gate } = openGate({ waitingMax: 5 });
    const answers = await settle(gate, upTo(50));
    expect(answers.slice(0, 5)).toEqual([0, 2, 4, 6, 8]);
    expect(answers.slice(5)).toEqual(Array(45).fill('overloaded'));
    expect(await settle(gate, [9])).toEqual([18]);
  });

  it('fails a whole batch at once when the error concerns everybody', async () => {
    let tries = 0;
    const { gate } = openGate({
      record: async () => {
        tries += 1;
        throw new Error('the database is away');
      },
      isShared: () => true,
    });
    expect(await settle(gate, upTo(50))).toEqual(Array(50).fill('the database is away'));
    expect(tries).toBe(1);
  });

  it('lets go of who waits no longer, and turns others away until a batch comes back', async () => {
    let finish = (): void => undefined;
    const recorded = new Promise<void>((resolve) => (finish = resolve));
    const seen: number[] = [];
    const { gate } = openGate({
      inFlightMax: 1,
      record: async (entries) => {
        seen.push(...entries);
        await recorded;
        return entries;
      },
    });
    const first = gate.submit(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    void gate.submit(2);
    expect(gate.load()).toBe(2);
    gate.abandon(2);
    expect(gate.load()).toBe(1);
    await expect(gate.submit(3)).rejects.toThrow('overloaded');
    finish();
    expect(await first).toBe(1);
    expect(await gate.submit(4)).toBe(4);
    expect(seen).toEqual([1, 4]);
  });
});
