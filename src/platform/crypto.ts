import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { PlatformError } from './platform-error.ts';

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
}

const nonceBytes = 12;
const tagBytes = 16;

/** Gives the SHA-256 digest (FIPS 180-4), 32 bytes; text is hashed as UTF-8. */
export function sha256(bytes: Uint8Array | string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(bytes).digest());
}

/** Builds a vault over a 32-byte master key. */
export function createVault(masterKey: Uint8Array): Vault {
  const keyFor = (salt: Uint8Array): Buffer =>
    Buffer.from(hkdfSync('sha256', masterKey, salt, 'amends vault 1', 32));
  return {
    encrypt({ salt, plaintext }) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', keyFor(salt), nonce);
      const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
      return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), body]));
    },
    decrypt({ salt, ciphertext }) {
      const bytes = Buffer.from(ciphertext);
      const nonce = bytes.subarray(0, nonceBytes);
      const tag = bytes.subarray(nonceBytes, nonceBytes + tagBytes);
      try {
        const decipher = createDecipheriv('aes-256-gcm', keyFor(salt), nonce);
        decipher.setAuthTag(tag);
        const body = bytes.subarray(nonceBytes + tagBytes);
        return new Uint8Array(Buffer.concat([decipher.update(body), decipher.final()]));
      } catch (cause) {
        throw new PlatformError('ciphertext_unreadable', {
          message: 'A stored ciphertext does not open with this master key: wrong key or damage.',
          cause,
        });
      }
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
  };
}
