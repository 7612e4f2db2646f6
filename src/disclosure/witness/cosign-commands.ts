import { accept, type Outcome, refuse, withoutEnd } from '../../kernel/index.ts';
import {
  type Config,
  type Context,
  type Platform,
  PlatformError,
  recordAudit,
  systemActor,
} from '../../platform/index.ts';
import {
  loadConsistencyProof,
  loadLatestCheckpoint,
  type Shard,
  type StoredCheckpoint,
} from '../queries.ts';
import { type NoteKey, parseSignatureLine, parseSignedNote } from '../signed-note.ts';
import { renderAddCheckpoint } from './add-checkpoint.ts';
import { parseWitnessKey, verifyCosignature } from './cosignature.ts';
import { listUnfinishedShards, loadCosignedSize, recordCosignature } from './cosignature-store.ts';

/** A witness the log asks: where, and the key its cosignatures are checked with. */
export interface Witness {
  readonly url: string;
  readonly key: NoteKey;
}

/**
 * Why a checkpoint has no cosignature of a witness yet. `witness_disagrees`: the witness saw
 * another history of this log than the one stored here, so one of the two was changed.
 */
export type CosigningRefusal =
  | { readonly code: 'witness_unreachable'; readonly reason: string }
  | { readonly code: 'witness_refused'; readonly status: number }
  | { readonly code: 'witness_disagrees'; readonly seenSize: number | undefined }
  | { readonly code: 'cosignature_wrong' };

const answerBytesMax = 10_000;
const deadlineMs = 5_000;

/** Reads `URL KEY`, as the configuration gives a witness; undefined when either is off. */
export function parseWitness(text: string): Witness | undefined {
  const [url = '', line = '', ...rest] = text.trim().split(/\s+/);
  const key = parseWitnessKey(line);
  if (!URL.canParse(url) || !/^https?:/.test(url) || key === undefined || rest.length > 0) {
    return undefined;
  }
  return { url: withoutEnd(url, '/'), key };
}

/**
 * Reads the witnesses of the configuration.
 *
 * @throws PlatformError `config_invalid` that names the first that cannot be read
 */
export function readWitnesses(config: Pick<Config, 'witnesses'>): readonly Witness[] {
  return config.witnesses.map((text) => {
    const witness = parseWitness(text);
    if (witness !== undefined) return witness;
    throw new PlatformError('config_invalid', {
      message: `AMENDS_WITNESSES has "${text}"; it should be the witness's address and the key line that its /key shows, such as https://witness.example name+1a2b3c4d+BAbC…=`,
    });
  });
}

interface WitnessAnswer {
  readonly status: number;
  readonly text: string;
  readonly isSize: boolean;
}

async function askWitness(
  witness: Witness,
  body: string,
): Promise<Outcome<WitnessAnswer, CosigningRefusal>> {
  try {
    const response = await fetch(`${witness.url}/add-checkpoint`, {
      method: 'POST',
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(deadlineMs),
    });
    const text = (await response.text()).slice(0, answerBytesMax);
    const isSize = response.headers.get('content-type')?.startsWith('text/x.tlog.size') === true;
    return accept({ status: response.status, text, isSize });
  } catch (error) {
    return refuse({ code: 'witness_unreachable', reason: String(error) });
  }
}

async function askFrom(
  ctx: Context,
  witness: Witness,
  from: { checkpoint: StoredCheckpoint; oldSize: number; shard: Shard },
): Promise<Outcome<WitnessAnswer, CosigningRefusal>> {
  const { checkpoint, oldSize, shard } = from;
  const proof =
    oldSize === 0
      ? []
      : await ctx.read((tx) =>
          loadConsistencyProof(tx, { first: oldSize, second: checkpoint.size, shard }),
        );
  return askWitness(witness, renderAddCheckpoint({ oldSize, proof, note: checkpoint.note }));
}

/** The size in a 409 answer: how far the witness says it cosigned. */
function seenSizeOf({ status, text, isSize }: WitnessAnswer): number | undefined {
  if (status !== 409 || !isSize || !/^\d{1,16}\n?$/.test(text)) return undefined;
  return Number(text);
}

function explainAnswer(answer: WitnessAnswer): CosigningRefusal {
  const isContradiction = answer.status === 409 || answer.status === 422;
  return isContradiction
    ? { code: 'witness_disagrees', seenSize: seenSizeOf(answer) }
    : { code: 'witness_refused', status: answer.status };
}

function findLine(
  checkpoint: StoredCheckpoint,
  witness: Witness,
  text: string,
): Outcome<string, CosigningRefusal> {
  const note = parseSignedNote(checkpoint.note);
  const lines = text.split('\n').filter((line) => line !== '');
  for (const line of lines) {
    const signature = parseSignatureLine(line);
    if (!note.ok || signature === undefined) continue;
    const cosigned = verifyCosignature(
      { text: note.value.text, signatures: [signature] },
      witness.key,
    );
    if (cosigned.ok) return accept(`${line}\n`);
  }
  return refuse({ code: 'cosignature_wrong' });
}

async function cosignShard(
  ctx: Context,
  witness: Witness,
  shard?: Shard,
): Promise<Outcome<number, CosigningRefusal>> {
  const { checkpoint, cosignedSize } = await ctx.read(async (tx) => ({
    checkpoint: await loadLatestCheckpoint(tx, shard),
    cosignedSize: await loadCosignedSize(tx, witness.key.name, shard),
  }));
  if (checkpoint === undefined) return accept(0);
  if (checkpoint.size === cosignedSize) return accept(cosignedSize);
  let answered = await askFrom(ctx, witness, { checkpoint, oldSize: cosignedSize, shard });
  if (!answered.ok) return answered;
  const seenSize = seenSizeOf(answered.value);
  if (seenSize !== undefined && seenSize !== cosignedSize && seenSize <= checkpoint.size) {
    answered = await askFrom(ctx, witness, { checkpoint, oldSize: seenSize, shard });
    if (!answered.ok) return answered;
  }
  if (answered.value.status !== 200) return refuse(explainAnswer(answered.value));
  const line = findLine(checkpoint, witness, answered.value.text);
  if (!line.ok) return line;
  const { size } = checkpoint;
  const cosignature = { size, witness: witness.key.name, line: line.value, at: ctx.now, shard };
  await ctx.transact((tx) => recordCosignature(tx, cosignature));
  return accept(size);
}

/**
 * Asks a witness to cosign the latest checkpoint and records its line. A shard that was closed while
 * the witness followed it comes first: its last checkpoint is cosigned too, so that its end has the
 * same witnesses as its middle. A refusal there holds up nothing of the shard that grows.
 *
 * A witness that is further along than this log remembers, as after a restored backup, is asked
 * once more from where it is; when it then still refuses, it saw another history.
 *
 * @returns the size cosigned of the shard to which entries are added
 * @source C2SP tlog-witness
 */
export async function cosignLatest(
  ctx: Context,
  witness: Witness,
): Promise<Outcome<number, CosigningRefusal>> {
  const { name } = witness.key;
  const closed: Outcome<number, CosigningRefusal>[] = [];
  for (const shard of await ctx.read((tx) => listUnfinishedShards(tx, name))) {
    closed.push(await cosignShard(ctx, witness, shard));
  }
  const latest = await cosignShard(ctx, witness);
  if (!latest.ok) return latest;
  return closed.find((outcome) => !outcome.ok && !isForgotten(outcome.refusal)) ?? latest;
}

/** A witness that no longer follows a closed log does not know its name, and is not asked for more. */
function isForgotten(refusal: CosigningRefusal): boolean {
  return refusal.code === 'witness_refused' && refusal.status === 404;
}

async function reportRefusal(
  ctx: Context,
  witness: Witness,
  refusal: CosigningRefusal,
): Promise<void> {
  const details = { witness: witness.key.name, ...refusal };
  if (refusal.code !== 'witness_disagrees') {
    ctx.log.warn(details, 'a witness did not cosign; it is asked again');
    return;
  }
  ctx.log.error(details, 'a witness saw another history of this log: run `amends log fsck`');
  const { code, seenSize } = refusal;
  await ctx.transact((tx) =>
    recordAudit(tx, {
      ctx,
      action: code,
      subject: 'log',
      details: { witness: witness.key.name, seenSize: seenSize ?? null },
    }),
  );
}

async function cosignOrLog(
  platform: Platform,
  witness: Witness,
  lastCode: string,
): Promise<string> {
  const ctx = platform.context({ actor: systemActor });
  try {
    const cosigned = await cosignLatest(ctx, witness);
    if (cosigned.ok) return '';
    const { code } = cosigned.refusal;
    if (code !== lastCode) await reportRefusal(ctx, witness, cosigned.refusal);
    return code;
  } catch (error) {
    platform.log.error({ message: String(error) }, 'a witness could not be asked; trying again');
    return lastCode;
  }
}

function pause(signal: AbortSignal, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}

/**
 * Has every checkpoint cosigned by each witness, until the signal aborts. A witness that does not
 * answer holds up neither the log nor the other witnesses, and is asked less often.
 */
export async function runCosigners(
  platform: Platform,
  options: { witnesses: readonly Witness[]; signal: AbortSignal; intervalMs?: number },
): Promise<void> {
  const { witnesses, signal, intervalMs = 500 } = options;
  await Promise.all(
    witnesses.map(async (witness) => {
      let lastCode = '';
      while (!signal.aborted) {
        lastCode = await cosignOrLog(platform, witness, lastCode);
        await pause(signal, lastCode === '' ? intervalMs : intervalMs * 10);
      }
    }),
  );
}
