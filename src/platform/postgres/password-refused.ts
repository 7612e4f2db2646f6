import { join } from 'node:path';
import { PlatformError } from '../platform-error.ts';

// invalid_authorization_specification, invalid_password
const refusedCodes = new Set(['28000', '28P01']);

/** Tells whether the server answered and refused who signs in: trying again changes nothing. */
export function isPasswordRefused(error: unknown): boolean {
  return refusedCodes.has(String((error as { code?: unknown }).code));
}

/** The failure of a database that is there and whose password is not: where it is, and what to do. */
export function passwordRefused(dir: string, why: 'is empty' | 'is not the one'): PlatformError {
  const path = join(dir, 'password');
  const found = why === 'is empty' ? `${path} is empty` : `The database refuses ${path}`;
  return new PlatformError('postgres_password_refused', {
    message: `${found}; it should hold the password that the database in ${join(dir, 'cluster')} was made with. Put that back (connection.json beside it keeps it as "password" since the last start) and start again. Nothing in the database is lost.`,
  });
}
