import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

// OWASP password storage: scrypt N = 2^17, r = 8, p = 1.
const cost = { N: 131_072, r: 8, p: 1, maxmem: 256 * 1024 * 1024 } as const;
const keyBytes = 32;

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, keyBytes, cost, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

/** Gives a salted scrypt hash (RFC 7914) of the password, as `scrypt$salt$key` in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt);
  return `scrypt$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

/** Tells whether the password is the one that was hashed; takes as long when there is no hash. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const [scheme, salt, key] = (hash ?? 'none$$').split('$');
  const saltBytes = Buffer.from(salt ?? '', 'base64url');
  const derived = await derive(password, saltBytes.length > 0 ? saltBytes : Buffer.alloc(16));
  const expected = Buffer.from(key ?? '', 'base64url');
  return scheme === 'scrypt' && expected.length === keyBytes && timingSafeEqual(derived, expected);
}

const codeAlphabet = '23456789abcdefghjkmnpqrstvwxyz';

/** Makes a one-time password: 16 characters in groups of four, about 78 bits, readable aloud. */
export function makeOneTimePassword(): string {
  const characters = Array.from(randomBytes(64))
    .filter((byte) => byte < codeAlphabet.length * 8)
    .map((byte) => codeAlphabet[byte % codeAlphabet.length] ?? '')
    .slice(0, 16);
  if (characters.length < 16) return makeOneTimePassword();
  return [0, 4, 8, 12].map((at) => characters.slice(at, at + 4).join('')).join('-');
}
