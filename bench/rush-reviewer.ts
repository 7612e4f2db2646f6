import { setTimeout as sleep } from 'node:timers/promises';
import { newUuid } from '../src/platform/index.ts';

/** What a reviewer saw while working through a rush. */
export interface ReviewerReport {
  /** Of every request that was answered: milliseconds. */
  readonly latencies: readonly number[];
  readonly decidedCount: number;
  /** Requests without an answer, or answered 5xx. */
  readonly failedCount: number;
}

/** A reviewer who works until told to stop. */
export interface WorkingReviewer {
  stop(): Promise<ReviewerReport>;
}

interface Answered {
  readonly status: number;
  readonly text: string;
}

type Ask = (method: string, path: string, body?: unknown) => Promise<Answered>;

const password = 'a reviewer has an own password';

/**
 * Signs the reviewer in with the one-time password that the server printed at its start, and sets a
 * password. Gives the cookie of the session.
 */
export async function signInReviewer(base: string, printed: string): Promise<string> {
  const email = 'reviewer@amends.local';
  const oneTime = new RegExp(`${email}\\s+([a-z0-9-]{19})`).exec(printed)?.[1];
  const headers = { 'content-type': 'application/json', origin: base };
  const session = await fetch(`${base}/api/v1/session`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ email, password: oneTime }),
  });
  if (session.status !== 200) throw new Error(`the reviewer cannot sign in: ${session.status}`);
  const cookieOf = (answer: Response) => answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  const own = await fetch(`${base}/api/v1/session/password`, {
    method: 'PUT',
    headers: { ...headers, cookie: cookieOf(session) },
    body: JSON.stringify({ password }),
  });
  if (own.status !== 200) throw new Error(`the reviewer cannot set a password: ${own.status}`);
  return cookieOf(own);
}

async function work(ask: Ask, incidentId: string, decided: () => void): Promise<void> {
  const list = await ask('GET', `/claims?incidentId=${incidentId}&state=assessed`);
  await ask('GET', `/claims/counts?incidentId=${incidentId}`);
  if (list.status !== 200) return;
  const { claims } = JSON.parse(list.text) as { claims: { claimId: string }[] };
  const one = claims[Math.floor(Math.random() * claims.length)];
  if (one === undefined) return;
  await ask('GET', `/claims/${one.claimId}`);
  const answer = await ask('POST', `/claims/${one.claimId}/decisions`, {
    decisionId: newUuid(),
    outcome: 'deny',
    reasonCode: 'loss_not_shown',
    note: 'No sales file; it can be added.',
  });
  if (answer.status < 300) decided();
  else if (answer.status !== 409 && answer.status < 500)
    throw new Error(`a decision was answered ${answer.status}: ${answer.text}`);
}

/** Asks once and reads the whole answer; an answer that does not come, or is cut off, is a 503. */
async function askOnce(url: string, init: RequestInit): Promise<Answered> {
  try {
    const answered = await fetch(url, { ...init, signal: AbortSignal.timeout(60_000) });
    return { status: answered.status, text: await answered.text() };
  } catch {
    return { status: 503, text: '' };
  }
}

/** Lets a reviewer work: the list, the counts, a claim, its decision, again and again. */
export function startReviewing(options: {
  base: string;
  cookie: string;
  incidentId: string;
}): WorkingReviewer {
  const { base, cookie, incidentId } = options;
  const latencies: number[] = [];
  let decidedCount = 0;
  let failedCount = 0;
  let isStopped = false;
  const ask: Ask = async (method, path, body) => {
    const startedAt = performance.now();
    const answered = await askOnce(`${base}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', origin: base, cookie },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (answered.status >= 500) failedCount += 1;
    else latencies.push(performance.now() - startedAt);
    return answered;
  };
  const working = (async () => {
    while (!isStopped) {
      await work(ask, incidentId, () => {
        decidedCount += 1;
      });
      await sleep(200);
    }
  })();
  return {
    async stop() {
      isStopped = true;
      await working;
      return { latencies, decidedCount, failedCount };
    },
  };
}
