import { setTimeout as sleep } from 'node:timers/promises';

/** What was seen of everything that must stay well, at one moment; `amiss` is a sentence, or undefined. */
export interface Seen {
  /** Milliseconds, of any clock that only goes forward. */
  readonly at: number;
  readonly amiss: string | undefined;
}

/** What ends a script: something outside has been unwell for longer than this. */
export interface StopCondition {
  readonly urls: readonly string[];
  readonly graceSeconds: number;
}

const everyMs = 500;
const answerWithinMs = 3_000;

/** Decides whether to stop, over moments in order: unwell from some moment to the last, for longer than the grace. */
export function whyHalt(seen: readonly Seen[], graceSeconds: number): string | undefined {
  const last = seen.at(-1);
  if (last?.amiss === undefined) return undefined;
  const well = seen.findLastIndex(({ amiss }) => amiss === undefined);
  const since = seen[well + 1] as Seen;
  const seconds = (last.at - since.at) / 1000;
  if (seconds <= graceSeconds) return undefined;
  return `${last.amiss}, for ${seconds.toFixed(1)} s (limit ${graceSeconds} s)`;
}

/** Asks every address once; the first that does not answer with 200 to 299 is what is amiss. */
export async function lookAt(urls: readonly string[]): Promise<string | undefined> {
  const answers = await Promise.all(
    urls.map(async (url) => {
      try {
        const answer = await fetch(url, {
          redirect: 'manual',
          signal: AbortSignal.timeout(answerWithinMs),
        });
        await answer.body?.cancel();
        return answer.ok ? undefined : `${url} answers ${answer.status}`;
      } catch {
        return `${url} does not answer`;
      }
    }),
  );
  return answers.find((amiss) => amiss !== undefined);
}

/** Watches until something has been unwell for too long, and gives the sentence; undefined when it was called off. */
export async function waitForHalt(
  condition: StopCondition,
  signal: AbortSignal,
): Promise<string | undefined> {
  const seen: Seen[] = [];
  while (!signal.aborted) {
    seen.push({ amiss: await lookAt(condition.urls), at: performance.now() });
    const halt = whyHalt(seen, condition.graceSeconds);
    if (halt !== undefined && !signal.aborted) return halt;
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}
