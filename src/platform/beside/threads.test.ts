import { describe, expect, it } from 'vitest';
import { openThreads, type WorkLimits } from './threads.ts';

const limits: WorkLimits = { seconds: 20, memoryMb: 64, threadCount: 1, waitingMax: 2 };

/** A program that does as it is told; data: so that nothing compiled is needed. */
const program = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort, threadId } from 'node:worker_threads';
    parentPort.on('message', ({ input }) => {
      if (input === 'forever') for (;;);
      if (input === 'memory') for (const all = [];;) all.push({ at: all.length });
      if (input === 'large array') for (const all = [];;) all.push(all.length + 0.5);
      if (input === 'exit') process.exit(0);
      if (input === 'fault') parentPort.postMessage({ fault: 'Error: broken' });
      else parentPort.postMessage({ value: [input, threadId] });
    });
  `)}`,
);
const open = (changed: Partial<WorkLimits> = {}) =>
  openThreads<string, readonly [string, number]>({
    program,
    work: () => ['not here', 0],
    limits: { ...limits, ...changed },
  });

describe('a thread', () => {
  it('does one piece after another, and is used again', async () => {
    const threads = open();
    const done = await Promise.all([threads('one'), threads('two')]);
    const values = done.map((one) => (one.isDone ? one.value : ['cut off', 0]));
    expect(values.map(([input]) => input)).toEqual(['one', 'two']);
    expect(values[0]?.[1]).toBe(values[1]?.[1]);
  });

  it('is ended when a piece takes too long; what waits goes on in another', async () => {
    const threads = open({ seconds: 0.2 });
    const [first, second] = await Promise.all([threads('forever'), threads('next')]);
    expect(first).toEqual({ isDone: false, exceeded: 'time' });
    expect(second).toMatchObject({ isDone: true, value: ['next', expect.any(Number)] });
  });

  it.each(['memory', 'large array'])('is ended when a piece takes too much: %s', async (kind) => {
    const threads = open();
    const [first, second] = await Promise.all([threads(kind), threads('next')]);
    expect(first).toEqual({ isDone: false, exceeded: 'memory' });
    expect(second).toMatchObject({ isDone: true, value: ['next', expect.any(Number)] });
  });

  it('that has a fault, or ends, fails the piece and no other', async () => {
    const threads = open();
    await expect(threads('fault')).rejects.toThrow('broken');
    await expect(threads('exit')).rejects.toThrow('a thread ended amid its work');
    expect(await threads('next')).toMatchObject({ isDone: true });
  });

  it('turns away what is too much to wait', async () => {
    const threads = open();
    const pieces = ['one', 'two', 'three', 'four'].map((input) => threads(input));
    const settled = await Promise.allSettled(pieces);
    expect(settled.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
    ]);
    expect(settled[3]).toMatchObject({ reason: { code: 'overloaded', retryable: true } });
  });

  it('is not needed from TypeScript sources', async () => {
    const url = new URL('./nowhere.js', import.meta.url);
    const threads = openThreads({ program: url, work: (n: number) => n + 1, limits });
    expect(await threads(1)).toEqual({ isDone: true, value: 2 });
  });
});
