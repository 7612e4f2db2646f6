import { expect, it } from 'vitest';
import { readVerification, type VerificationLine } from './read-verification.ts';

function streamOf(chunks: readonly string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(encoder.encode(chunk));
      controller.close();
    },
  });
}

it('reads lines whatever the pieces they arrive in', async () => {
  const lines: VerificationLine[] = [];
  const chunks = ['{"kind":"progress","do', 'ne":1,"total":2}\n{"kind":"progress",', '"done":2,'];
  const stream = streamOf([...chunks, '"total":2}\n{"kind":"failed"}']);
  expect(await readVerification(stream, (line) => lines.push(line))).toBe(true);
  expect(lines).toEqual([
    { kind: 'progress', done: 1, total: 2 },
    { kind: 'progress', done: 2, total: 2 },
    { kind: 'failed' },
  ]);
});

it('tells a stream that broke off from one that came to its end', async () => {
  const stream = streamOf(['{"kind":"progress","done":1,"total":2}\n']);
  expect(await readVerification(stream, () => undefined)).toBe(false);
});
