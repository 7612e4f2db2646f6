import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Instant } from '../../kernel/index.ts';
import type { Log, Signer } from '../../platform/index.ts';
import type { NoteKey } from '../signed-note.ts';
import { decideCosignature, parseAddCheckpoint, type WitnessRefusal } from './add-checkpoint.ts';
import { renderCosignature, renderWitnessKey } from './cosignature.ts';
import type { TreeStore } from './tree-store.ts';

// A checkpoint is a few hundred bytes and a proof under 3 kB.
const bodyBytesMax = 64 * 1024;

/** The status the protocol gives each refusal. @source C2SP tlog-witness, "add-checkpoint" */
const statusOf = {
  request_malformed: 400,
  origin_unknown: 404,
  log_signature_wrong: 403,
  old_size_beyond_checkpoint: 400,
  old_size_differs: 409,
  root_differs: 409,
  consistency_wrong: 422,
} as const satisfies Readonly<Record<WitnessRefusal['code'], number>>;

function answerRefusal(refusal: WitnessRefusal): Response {
  const status = statusOf[refusal.code];
  if (status !== 409 || !('size' in refusal)) {
    return new Response(`${refusal.code}\n`, { status });
  }
  const headers = { 'content-type': 'text/x.tlog.size' };
  return new Response(`${refusal.size}\n`, { status, headers });
}

/**
 * Serves a witness: it cosigns what the logs it follows signed, and only what continues what it
 * cosigned before. Requests are answered one after another, so that no two can fork what it saw.
 *
 * @param options.logs the keys of the logs it follows; a key's name is the log's origin
 * @source C2SP tlog-witness
 */
export function witnessRoutes(options: {
  readonly signer: Signer;
  readonly logs: readonly NoteKey[];
  readonly trees: TreeStore;
  readonly clock: () => Instant;
  readonly log: Pick<Log, 'info' | 'warn'>;
}): Hono {
  const { signer, logs, trees, clock, log } = options;
  const key = { name: signer.name, publicKey: signer.publicKey };
  const known = {
    keyOf: (origin: string) => logs.find(({ name }) => name === origin),
    treeOf: (origin: string) => trees.treeOf(origin),
  };
  let last: Promise<unknown> = Promise.resolve();
  const cosign = async (body: string): Promise<Response> => {
    const request = parseAddCheckpoint(body);
    const decided = request.ok ? decideCosignature(request.value, known) : request;
    if (!decided.ok) {
      log.warn({ code: decided.refusal.code }, 'a checkpoint was not cosigned');
      return answerRefusal(decided.refusal);
    }
    const { origin, size, root, text } = decided.value;
    await trees.record(origin, { size, root });
    const seconds = BigInt(Math.floor(clock() / 1000));
    const sign = (message: Uint8Array): Uint8Array => signer.sign(message);
    log.info({ origin, size }, 'a checkpoint was cosigned');
    return new Response(renderCosignature({ text, key, seconds, sign }));
  };
  const app = new Hono();
  app.get('/key', (c) => c.text(`${renderWitnessKey(key)}\n`));
  app.post('/add-checkpoint', bodyLimit({ maxSize: bodyBytesMax }), async (c) => {
    const body = await c.req.text();
    const answered = last.then(() => cosign(body));
    last = answered.catch(() => undefined);
    return answered;
  });
  return app;
}
