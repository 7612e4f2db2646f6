import { type KeyObject, sign } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { type SigningAnswer, type SigningRequest, signatureBytes } from './signing-thread.ts';

// The thread that signs many messages at once; `signing-thread.ts` says what it is sent.

const { key } = workerData as { readonly key: KeyObject };

parentPort?.on('message', ({ serial, bytes, lengths }: SigningRequest) => {
  const signatures = new Uint8Array(lengths.length * signatureBytes);
  let from = 0;
  for (const [index, length] of lengths.entries()) {
    signatures.set(sign(null, bytes.subarray(from, from + length), key), index * signatureBytes);
    from += length;
  }
  const answer: SigningAnswer = { serial, signatures };
  parentPort?.postMessage(answer, [signatures.buffer]);
});
