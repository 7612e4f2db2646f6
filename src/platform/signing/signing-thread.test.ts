import { spawnSync } from 'node:child_process';
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { findProjectDir } from '../config.ts';
import type { openSigningThread as OpenSigningThread } from './signing-thread.ts';

// The compiled program: from its sources no thread is begun.
const compiled = join(findProjectDir(), 'dist', 'src', 'platform', 'signing', 'signing-thread.js');
const { openSigningThread } = (await import(pathToFileURL(compiled).href)) as {
  openSigningThread: typeof OpenSigningThread;
};
const { privateKey } = generateKeyPairSync('ed25519');
const publicKey = createPublicKey(privateKey);

const messagesOf = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, index) => Buffer.from('금액'.repeat(index % 40) + index));

async function expectAllSigned(
  signLater: (message: Uint8Array) => Promise<Uint8Array>,
  counts: readonly number[],
): Promise<void> {
  const batches = await Promise.all(
    counts.map(async (count) => {
      await null;
      const messages = messagesOf(count);
      return { messages, signatures: await Promise.all(messages.map(signLater)) };
    }),
  );
  for (const { messages, signatures } of batches) {
    for (const [index, message] of messages.entries()) {
      const signature = signatures[index] as Uint8Array;
      expect(signature).toHaveLength(64);
      expect(verify(null, message, publicKey, signature)).toBe(true);
    }
  }
}

describe('signing beside the main thread', () => {
  test('gives each message its own signature, few or many at once, an empty one too', async () => {
    const signLater = openSigningThread(privateKey);
    await expectAllSigned(signLater, [1]);
    await expectAllSigned(signLater, [300]);
    await expectAllSigned(signLater, [7, 8, 200, 1]);
  });

  test('lets a process end when all is signed, and not before', () => {
    const program = `
      import { generateKeyPairSync } from 'node:crypto';
      import { openSigningThread } from ${JSON.stringify(pathToFileURL(compiled).href)};
      const signLater = openSigningThread(generateKeyPairSync('ed25519').privateKey);
      for (const count of [50, 1, 60]) {
        const messages = Array.from({ length: count }, (_, index) => Buffer.from(String(index)));
        const signed = await Promise.all(messages.map(signLater));
        process.stdout.write(signed.length + ' ');
      }`;
    // From a file: a thread takes over the options of Node, and does not begin with --eval.
    const folder = mkdtempSync(join(tmpdir(), 'amends-signing-'));
    const file = join(folder, 'sign.mjs');
    writeFileSync(file, program);
    const ended = spawnSync(process.execPath, [file], { encoding: 'utf8', timeout: 20_000 });
    rmSync(folder, { recursive: true });
    expect(ended).toMatchObject({ status: 0, stdout: '50 1 60 ', stderr: '' });
  });

  test('signs everything itself when the thread does not live', async () => {
    const gone = pathToFileURL(join(findProjectDir(), 'dist', 'no-such-program.js'));
    const signLater = openSigningThread(privateKey, gone);
    await expectAllSigned(signLater, [50]);
    await expectAllSigned(signLater, [60]);
  });
});
