import { createReadStream, createWriteStream } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { createGunzip, createGzip } from 'node:zlib';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { PlatformError } from '../platform-error.ts';

/** A new pair for backups: who holds the identity can read them, the recipient only writes them. */
export async function generateBackupKey(): Promise<{ identity: string; recipient: string }> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

function encrypterFor(recipients: readonly string[]): Encrypter {
  const encrypter = new Encrypter();
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient);
    } catch {
      throw new PlatformError('recipient_malformed', {
        message: `"${recipient}" is no age recipient; it should begin with age1. Make a pair with: amends backup keygen --out FILE.`,
      });
    }
  }
  return encrypter;
}

/** @throws PlatformError `recipient_malformed` unless each is an age X25519 recipient */
export function demandRecipients(recipients: readonly string[]): void {
  encrypterFor(recipients);
}

/**
 * Writes what a stream gives to a file, compressed (gzip) and then encrypted to the recipients in
 * the age format (age-encryption.org/v1): whole, or not at all.
 *
 * @returns the bytes written
 */
export async function sealToFile(
  source: Readable,
  options: { readonly path: string; readonly recipients: readonly string[] },
): Promise<number> {
  const { path, recipients } = options;
  const part = `${path}.part-${process.pid}`;
  try {
    const zipped = createGzip({ level: 1 });
    const zipping = pipeline(source, zipped);
    const sealed = await encrypterFor(recipients).encrypt(
      Readable.toWeb(zipped) as unknown as globalThis.ReadableStream<Uint8Array>,
    );
    const file = await open(part, 'w', 0o600);
    const writing = pipeline(
      Readable.fromWeb(sealed as unknown as ReadableStream),
      createWriteStream('', { fd: file.fd, autoClose: false }),
    );
    try {
      await Promise.all([zipping, writing]);
      await file.sync();
      const { size } = await file.stat();
      await rename(part, path);
      return size;
    } finally {
      await file.close();
    }
  } catch (error) {
    source.destroy(); // whoever writes into it ends too, instead of waiting to be read
    await rm(part, { force: true });
    throw error;
  }
}

/** Reads the identity of a file as `keygen` or age-keygen write it: the line that is no comment. */
export async function readIdentity(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const message = `${path} cannot be read (${cause.code}). Name the file that "amends backup keygen" wrote.`;
    throw new PlatformError('identity_malformed', { message, cause });
  });
  const lines = text.split('\n').map((line) => line.trim());
  const identity = lines.find((line) => line.startsWith('AGE-SECRET-KEY-'));
  if (identity !== undefined) return identity;
  throw new PlatformError('identity_malformed', {
    message: `${path} holds no age identity; a line should begin with AGE-SECRET-KEY-1.`,
  });
}

/**
 * Opens a file that `sealToFile` wrote.
 *
 * @throws PlatformError `backup_unreadable` when the identity does not fit or the file was changed
 */
export async function openSealedFile(path: string, identity: string): Promise<Readable> {
  const decrypter = new Decrypter();
  try {
    decrypter.addIdentity(identity);
    const sealed = Readable.toWeb(
      createReadStream(path),
    ) as unknown as globalThis.ReadableStream<Uint8Array>;
    const opened = await decrypter.decrypt(sealed);
    const plain = Readable.fromWeb(opened as unknown as ReadableStream);
    const unzipped = createGunzip();
    plain.once('error', (error) => unzipped.destroy(unreadable(path, error)));
    return plain.pipe(unzipped);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): PlatformError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new PlatformError('backup_unreadable', {
    message: `${path} cannot be read: ${why}. Either this identity is not one it was encrypted to, or the file is damaged.`,
    cause,
  });
}
