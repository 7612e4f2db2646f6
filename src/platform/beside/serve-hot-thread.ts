import { parentPort, workerData } from 'node:worker_threads';
import type { HotRoute } from '../http/hot-lane.ts';
import { openPlatform, type Platform, type PlatformParts } from '../platform.ts';
import { type HotAnswered, type HotReply, type HotRequest, unpackVisits } from './hot-wire.ts';

/**
 * Answers, inside a thread of `openRushRoute`, whatever it is sent, until it is told to end; called once
 * by the program of the thread.
 *
 * @param options.poolMax connections to the database
 */
export async function serveHotThread(options: {
  readonly poolMax: number;
  readonly routeOf: (platform: Platform) => HotRoute;
}): Promise<void> {
  const { keys, ...parts } = workerData as PlatformParts;
  const keyProvider = { loadKeys: () => Promise.resolve(keys) };
  const platform = await openPlatform({ ...parts, poolMax: options.poolMax, keyProvider });
  const route = options.routeOf(platform);
  const tell = (reply: HotReply): void => parentPort?.postMessage(reply);
  let answered: HotAnswered[] = [];
  const sendAnswers = (): void => {
    tell(answered);
    answered = [];
  };
  parentPort?.on('message', (request: HotRequest) => {
    if (request === 'end') {
      void platform.close().finally(() => parentPort?.close());
      return;
    }
    for (const { serial, visit } of unpackVisits(request)) {
      // What fails here is answered by the router, which says why.
      const answering = route.answer(visit).catch(() => undefined);
      void answering.then((answer) => {
        if (answered.length === 0) setImmediate(sendAnswers);
        answered.push({ serial, answer });
      });
    }
  });
  tell('ready');
}
