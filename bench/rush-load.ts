import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { claimBody } from './claim-body.ts';

// The claimants of the figure `rush`, in a process of their own: they come at a steady rate whether
// they are answered or not, and each goes on until it has a receipt.

/** What the load is told to do. */
export interface RushTask {
  readonly port: number;
  readonly incidentId: string;
  readonly perMinute: number;
  readonly seconds: number;
  /** Whoever has no receipt so long after the last came gives up, and is counted. */
  readonly redeemLimitSeconds: number;
}

/** One claimant's way, from the first try to the receipt. */
export interface RushAttempt {
  readonly claimId: string;
  /** What the first answer was. */
  readonly first: 'receipt' | 'ticket' | 'none';
  readonly ticketIssuedAt?: string;
  readonly claimNumber?: string;
  /** Milliseconds of the first answer. */
  readonly firstMs: number;
  /** Answers that were neither a receipt nor a ticket, by status. */
  readonly errors: readonly number[];
  /** Seconds after the rush ended in which the receipt came; below zero: during the rush. */
  readonly doneAfterSeconds?: number;
}

interface Answered {
  readonly status: number;
  readonly body: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
const answerLimitMs = 30_000;

/** Sends once; undefined when no answer came: the server is not there. */
function send(port: number, body: string): Promise<Answered | undefined> {
  return new Promise((resolve) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        agent,
        path: '/api/v1/claims',
        method: 'POST',
        timeout: answerLimitMs,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      },
      (incoming) => {
        const parts: Buffer[] = [];
        incoming.on('data', (part: Buffer) => parts.push(part));
        incoming.once('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            body: Buffer.concat(parts).toString('utf8'),
          }),
        );
        incoming.once('error', () => resolve(undefined));
      },
    );
    sent.once('timeout', () => sent.destroy());
    sent.once('error', () => resolve(undefined));
    sent.end(body);
  });
}

/** The pause of the site's own script: longer each time, at most ten seconds, by chance. */
const pauseMs = (tries: number): number =>
  Math.min(10_000, 1500 * 2 ** tries) * (0.5 + Math.random() / 2);

interface Told {
  readonly kind: 'receipt' | 'ticket' | 'none' | 'error';
  readonly claimNumber?: string;
  readonly ticket?: { readonly issuedAt: string };
}

function readAnswer(answered: Answered | undefined): Told {
  if (answered === undefined) return { kind: 'none' };
  if (answered.status !== 201 && answered.status !== 202) return { kind: 'error' };
  const kind = answered.status === 201 ? 'receipt' : 'ticket';
  return { ...(JSON.parse(answered.body) as Omit<Told, 'kind'>), kind };
}

/** Sends a claim until it has its receipt; tells of every answer. Undefined when the time is up. */
async function sendUntilFiled(
  { port, body, givesUpAt }: { port: number; body: string; givesUpAt: number },
  hear: (told: Told, status: number) => void,
): Promise<Pick<RushAttempt, 'claimNumber' | 'ticketIssuedAt'>> {
  let ticket: Told['ticket'];
  for (let tries = 0; performance.now() < givesUpAt; tries += 1) {
    const text = ticket === undefined ? body : JSON.stringify({ ...JSON.parse(body), ticket });
    const answered = await send(port, text);
    const told = readAnswer(answered);
    hear(told, answered?.status ?? 0);
    ticket ??= told.ticket;
    if (told.claimNumber !== undefined) {
      const { claimNumber } = told;
      return ticket === undefined
        ? { claimNumber }
        : { claimNumber, ticketIssuedAt: ticket.issuedAt };
    }
    await sleep(pauseMs(tries));
  }
  return {};
}

async function claim(task: RushTask, serial: number, endsAt: number): Promise<RushAttempt> {
  const { claimId, body } = claimBody(task.incidentId, serial);
  const startedAt = performance.now();
  const errors: number[] = [];
  let way: Pick<RushAttempt, 'first' | 'firstMs'> | undefined;
  const givesUpAt = endsAt + task.redeemLimitSeconds * 1000;
  const filed = await sendUntilFiled({ port: task.port, body, givesUpAt }, (told, status) => {
    if (told.kind === 'error') errors.push(status);
    const first = told.kind === 'error' ? 'none' : told.kind;
    way ??= { first, firstMs: performance.now() - startedAt };
  });
  const doneAfterSeconds = (performance.now() - endsAt) / 1000;
  const done = filed.claimNumber === undefined ? {} : { doneAfterSeconds };
  return { claimId, first: 'none', firstMs: 0, ...way, errors, ...filed, ...done };
}

async function rush(task: RushTask): Promise<readonly RushAttempt[]> {
  const count = Math.round((task.perMinute / 60) * task.seconds);
  const startedAt = performance.now();
  const endsAt = startedAt + task.seconds * 1000;
  const attempts: Promise<RushAttempt>[] = [];
  while (attempts.length < count) {
    const share = Math.min(1, (performance.now() - startedAt) / (task.seconds * 1000));
    while (attempts.length < Math.min(count, Math.ceil(share * count))) {
      attempts.push(claim(task, attempts.length, endsAt));
    }
    await sleep(5);
  }
  return Promise.all(attempts);
}

// Whoever started it may be gone: then nobody waits for the report.
process.once('disconnect', () => process.exit());
process.once('message', (task: RushTask) => {
  rush(task).then(
    (attempts) => process.send?.(attempts, () => process.disconnect()),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    },
  );
});
