import { parentPort } from 'node:worker_threads';
import type { ThreadAnswer, ThreadRequest } from './threads.ts';

/**
 * Does, inside a thread of {@link openThreads}, one piece of work after another; called once by the
 * program of the thread.
 *
 * @param work gives what goes back; it must be plain data, since it is copied to the other thread
 */
export function serveThread<I, O>(work: (input: I) => O | Promise<O>): void {
  const port = parentPort;
  port?.on('message', async ({ input }: ThreadRequest<I>) => {
    const answer = await answerOf(work, input);
    port.postMessage(answer);
  });
}

async function answerOf<I, O>(
  work: (input: I) => O | Promise<O>,
  input: I,
): Promise<ThreadAnswer<O>> {
  try {
    return { value: await work(input) };
  } catch (error) {
    return { fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
