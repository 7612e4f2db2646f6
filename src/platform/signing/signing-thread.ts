import { type KeyObject, sign } from 'node:crypto';
import { isMainThread, Worker } from 'node:worker_threads';

/** What the signing thread is sent: messages one after the other, and how long each is, in bytes. */
export interface SigningRequest {
  readonly serial: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly lengths: readonly number[];
}

/** What it answers: a signature of 64 bytes for each message, one after the other. */
export interface SigningAnswer {
  readonly serial: number;
  readonly signatures: Uint8Array;
}

/** An Ed25519 signature has so many bytes (RFC 8032, section 5.1.6). */
export const signatureBytes = 64;

interface Waiting {
  readonly message: Uint8Array;
  readonly answer: (signature: Uint8Array) => void;
  readonly fail: (error: Error) => void;
}

/** Fewer messages than this are signed one by one: handing over costs more than it saves. */
const togetherFrom = 8;

function signAlone(key: KeyObject, { message, answer, fail }: Waiting): void {
  sign(null, message, key, (error, signature) =>
    error === null ? answer(new Uint8Array(signature)) : fail(error),
  );
}

function toRequest(serial: number, batch: readonly Waiting[]): SigningRequest {
  const lengths = batch.map(({ message }) => message.length);
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let from = 0;
  for (const { message } of batch) {
    bytes.set(message, from);
    from += message.length;
  }
  return { serial, bytes, lengths };
}

function signHere(key: KeyObject, { message, answer, fail }: Waiting): void {
  try {
    answer(new Uint8Array(sign(null, message, key)));
  } catch (error) {
    fail(error as Error);
  }
}

/**
 * Signs with Ed25519 beside the main thread.
 *
 * What is asked for in one turn goes to a thread of its own together, because handing messages over one
 * by one takes the main thread nearly as long as signing them would. The thread begins with the first
 * such batch and keeps a process alive only while something is being signed; when it ends, what it held is signed one by one, and the next
 * batch begins another. From TypeScript sources, as tests run them, all are signed one by one. A thread
 * that is not the main one signs by itself, at the end of its turn, when whatever else was asked for in
 * it is on its way.
 *
 * @param program what the thread runs
 */
export function openSigningThread(
  key: KeyObject,
  program = new URL('./signing-worker.js', import.meta.url),
): (message: Uint8Array) => Promise<Uint8Array> {
  const isCompiled = import.meta.url.endsWith('.js');
  const held = new Map<number, readonly Waiting[]>();
  let gathered: Waiting[] = [];
  let serial = 0;
  let thread: Worker | undefined;

  const begin = (): Worker => {
    const worker = new Worker(program, { workerData: { key } });
    worker.on('message', ({ serial: answered, signatures }: SigningAnswer) => {
      const batch = held.get(answered) ?? [];
      held.delete(answered);
      if (held.size === 0) worker.unref();
      for (const [index, one] of batch.entries()) {
        one.answer(signatures.slice(index * signatureBytes, (index + 1) * signatureBytes));
      }
    });
    const giveUp = (): void => {
      thread = undefined;
      const left = [...held.values()].flat();
      held.clear();
      for (const one of left) signAlone(key, one);
    };
    // An error that nobody listens to would end the process.
    worker.on('error', () => undefined);
    worker.once('exit', giveUp);
    worker.unref();
    return worker;
  };

  const send = (): void => {
    const batch = gathered;
    gathered = [];
    if (!isMainThread) {
      for (const one of batch) signHere(key, one);
      return;
    }
    if (!isCompiled || batch.length < togetherFrom) {
      for (const one of batch) signAlone(key, one);
      return;
    }
    thread ??= begin();
    serial += 1;
    held.set(serial, batch);
    thread.ref();
    const request = toRequest(serial, batch);
    thread.postMessage(request, [request.bytes.buffer]);
  };

  return (message) =>
    new Promise((answer, fail) => {
      if (gathered.length === 0) (isMainThread ? queueMicrotask : setImmediate)(send);
      gathered.push({ message, answer, fail });
    });
}
