import { setTimeout as sleep } from 'node:timers/promises';
import { verifyReceipt } from '../src/disclosure/index.ts';
import { claimBody } from './claim-body.ts';
import {
  type KeepAliveConnection,
  openKeepAlive,
  type RawAnswer,
  renderPost,
} from './keep-alive.ts';

// The claimants of the figure `receipts`, in a process of their own.

/** What the load is told to do. */
export interface LoadTask {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** Claims sent in a second, over all connections; as many as are answered when absent. */
  readonly perSecond?: number;
  /** More claims than can be sent in that time; each is sent once. */
  readonly claimCount: number;
  readonly incidentId: string;
  readonly logKey: { readonly name: string; readonly publicKeyHex: string };
}

/** What the load saw. */
export interface LoadReport {
  readonly acknowledgedCount: number;
  /** Answers by status, those acknowledged included. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly verifiedCount: number;
  readonly claimIds: readonly string[];
}

const sampleCount = 50;
interface Sent {
  readonly claimId: string;
  readonly latencyMs: number;
  readonly answer: RawAnswer;
}

interface Prepared {
  readonly claimId: string;
  readonly request: Buffer;
}

async function sendUntil(
  connection: KeepAliveConnection,
  claims: Iterator<Prepared>,
  { deadline, everyMs }: { deadline: number; everyMs: number },
): Promise<Sent[]> {
  const sent: Sent[] = [];
  // Each connection begins at a moment of its own, so that claims come evenly.
  let dueAt = performance.now() + Math.random() * everyMs;
  while (performance.now() < deadline) {
    const earlyMs = dueAt - performance.now();
    if (earlyMs > 0) await sleep(earlyMs);
    dueAt += everyMs;
    const next = claims.next();
    if (next.done === true) throw new Error('the load ran out of prepared claims');
    const { claimId, request } = next.value;
    const startedAt = performance.now();
    const answer = await connection.send(request);
    sent.push({ claimId, latencyMs: performance.now() - startedAt, answer });
  }
  return sent;
}

interface Answered {
  readonly claimId: string;
  readonly receipt: { readonly promise?: { readonly signature?: string } };
}

/** Checks every acknowledgement, and the whole proof of a sample. Gives how many were verified. */
function checkReceipts(sent: readonly Sent[], task: LoadTask): number {
  const publicKey = new Uint8Array(Buffer.from(task.logKey.publicKeyHex, 'hex'));
  const step = Math.max(1, Math.floor(sent.length / sampleCount));
  let verifiedCount = 0;
  for (const [index, { claimId, answer }] of sent.entries()) {
    const answered = JSON.parse(answer.body.toString('utf8')) as Answered;
    if (answered.claimId !== claimId || answered.receipt.promise?.signature === undefined) {
      throw new Error(`claim ${claimId} was acknowledged without its own signed promise`);
    }
    if (index % step !== 0) continue;
    const key = { name: task.logKey.name, publicKey };
    const { verdict, checks } = verifyReceipt(answered.receipt, { key });
    if (verdict !== 'promised') {
      throw new Error(`the receipt of claim ${claimId} is ${verdict}: ${JSON.stringify(checks)}`);
    }
    verifiedCount += 1;
  }
  return verifiedCount;
}

function report(sent: readonly Sent[], task: LoadTask, seconds: number): LoadReport {
  const statuses: Record<string, number> = {};
  for (const { answer } of sent) statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
  const acknowledged = sent.filter(({ answer }) => answer.status === 201);
  const latencies = acknowledged.map(({ latencyMs }) => latencyMs).sort((a, b) => a - b);
  const at = (share: number): number =>
    latencies[Math.floor(share * latencies.length)] ?? Number.NaN;
  return {
    acknowledgedCount: acknowledged.length,
    statuses,
    seconds,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    verifiedCount: checkReceipts(acknowledged, task),
    claimIds: acknowledged.map(({ claimId }) => claimId),
  };
}

async function load(task: LoadTask): Promise<LoadReport> {
  const prepared = Array.from({ length: task.claimCount }, (_, serial): Prepared => {
    const { claimId, body } = claimBody(task.incidentId, serial);
    return { claimId, request: renderPost({ port: task.port, path: '/api/v1/claims', body }) };
  });
  const connections = await Promise.all(
    Array.from({ length: task.connections }, () => openKeepAlive(task.port)),
  );
  const claims = prepared.values();
  const startedAt = performance.now();
  const deadline = startedAt + task.seconds * 1000;
  const everyMs = task.perSecond === undefined ? 0 : (1000 * task.connections) / task.perSecond;
  const sent = await Promise.all(
    connections.map((connection) => sendUntil(connection, claims, { deadline, everyMs })),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  for (const connection of connections) connection.close();
  return report(sent.flat(), task, seconds);
}

// Whoever started it may be gone: then nobody waits for the report.
process.once('disconnect', () => process.exit());
process.once('message', (task: LoadTask) => {
  load(task).then(
    (made) => process.send?.(made, () => process.disconnect()),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    },
  );
});
