import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hash,
  type KeyObject,
  randomFillSync,
  sign,
} from 'node:crypto';
import { PlatformError } from './platform-error.ts';
import { openSigningThread } from './signing/signing-thread.ts';

/**
 * Encrypts personal data under a key derived from the master key and a salt of its own.
 *
 * AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce; the key is HKDF-SHA-256 (RFC 5869)
 * of the master key and the salt. Destroying the salt makes the ciphertext unreadable for ever,
 * which is how a person's data is erased while proofs over commitments keep holding.
 */
export interface Vault {
  encrypt(options: { salt: Uint8Array; plaintext: Uint8Array }): Uint8Array;
  decrypt(options: { salt: Uint8Array; ciphertext: Uint8Array }): Uint8Array;
}

/** Signs with Ed25519 (RFC 8032); `publicKey` is the raw 32 bytes. */
export interface Signer {
  readonly name: string;
  readonly publicKey: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
  /** Signs beside the main thread, so that many can be signed while something else is awaited. */
  signLater(message: Uint8Array): Promise<Uint8Array>;
  /** Signers under the same name from before the key was changed, the latest first. */
  readonly earlier?: readonly Signer[];
}

const nonceBytes = 12;
const tagBytes = 16;

/** Gives the SHA-256 digest (FIPS 180-4), 32 bytes; text is hashed as UTF-8. */
export function sha256(bytes: Uint8Array | string): Uint8Array {
  return new Uint8Array(hash('sha256', bytes, 'buffer'));
}

const pool = new Uint8Array(8192);
let poolUsed = pool.length;

/**
 * Gives random bytes of the operating system's generator that nobody was given before.
 *
 * Small requests are served from a pool that is filled many at a time, because each call of the
 * generator costs more than the bytes; what was given is wiped from the pool.
 */
export function drawRandomBytes(count: number): Uint8Array {
  if (count > pool.length / 8) return randomFillSync(new Uint8Array(count));
  if (poolUsed + count > pool.length) {
    randomFillSync(pool);
    poolUsed = 0;
  }
  const drawn = pool.slice(poolUsed, poolUsed + count);
  pool.fill(0, poolUsed, poolUsed + count);
  poolUsed += count;
  return drawn;
}

const vaultInfo = Buffer.from('amends vault 1\u0001');

/** HKDF-SHA-256 for one block of output (RFC 5869, section 2): extract, then the first expansion. */
function deriveKey(masterKey: Uint8Array, salt: Uint8Array): Buffer {
  const extracted = createHmac('sha256', salt).update(masterKey).digest();
  return createHmac('sha256', extracted).update(vaultInfo).digest();
}

interface Sealed {
  readonly nonce: Buffer;
  readonly tag: Buffer;
  readonly body: Buffer;
}

/** Opens a ciphertext with one key, or throws when it is another's or damaged. */
function openWith(key: Buffer, { nonce, tag, body }: Sealed): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce);
  decipher.setAuthTag(tag);
  return new Uint8Array(Buffer.concat([decipher.update(body), decipher.final()]));
}

/**
 * Builds a vault over a 32-byte master key; what is new is sealed with it.
 *
 * @param earlier master keys from before it was changed, the latest first; what they sealed opens
 */
export function createVault(masterKey: Uint8Array, earlier: readonly Uint8Array[] = []): Vault {
  const keyFor = (salt: Uint8Array): Buffer => deriveKey(masterKey, salt);
  return {
    encrypt({ salt, plaintext }) {
      const nonce = drawRandomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', keyFor(salt), nonce);
      const body = cipher.update(plaintext);
      const rest = cipher.final();
      return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), body, rest]));
    },
    decrypt({ salt, ciphertext }) {
      const bytes = Buffer.from(ciphertext);
      const sealed = {
        nonce: bytes.subarray(0, nonceBytes),
        tag: bytes.subarray(nonceBytes, nonceBytes + tagBytes),
        body: bytes.subarray(nonceBytes + tagBytes),
      };
      let cause: unknown;
      for (const master of [masterKey, ...earlier]) {
        try {
          return openWith(deriveKey(master, salt), sealed);
        } catch (error) {
          cause ??= error;
        }
      }
      throw new PlatformError('ciphertext_unreadable', {
        message: 'A stored ciphertext does not open with this master key: wrong key or damage.',
        cause,
      });
    },
  };
}

const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Builds a signer from a 32-byte Ed25519 seed. */
export function createSigner(options: { name: string; seed: Uint8Array }): Signer {
  const key: KeyObject = createPrivateKey({
    key: Buffer.concat([pkcs8Prefix, options.seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return {
    name: options.name,
    publicKey: new Uint8Array(spki.subarray(spki.length - 32)),
    sign: (message) => new Uint8Array(sign(null, message, key)),
    signLater: openSigningThread(key),
  };
}
