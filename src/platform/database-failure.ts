import { isDiskFull } from './data-folder.ts';
import { PlatformError } from './platform-error.ts';

const lostCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  '25006', // read_only_sql_transaction: a standby, in the middle of a failover
  '53300', // too_many_connections
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
]);
const lostMessage =
  /^(Connection terminated|timeout e(xceeded when trying to connect|xpired)|There was an error establishing an SSL connection)|is not queryable$/;

/** character_not_in_repertoire, untranslatable_character: PostgreSQL stores no NUL. */
const unstorableCodes = new Set(['22021', '22P05']);

/** Sentences by SQLSTATE, for what an operator can mend in the address or the server. */
const refusedSentences: Readonly<Record<string, string>> = {
  '28P01': 'does not accept the password. Correct the user and password in DATABASE_URL.',
  '28000':
    'does not let this user in. Correct the user in DATABASE_URL, or allow it in pg_hba.conf.',
  '3D000': 'has no such database. Create it with createdb, or correct the name in DATABASE_URL.',
  '42501': 'does not give this user the right that is needed. Make it the owner of the database.',
};

/**
 * Tells what a database error means to whoever runs the platform.
 *
 * @param place the server and database as people name them, without user and password
 * @returns `disk_full`, `database_unreachable`, `input_invalid` for a text that cannot be stored, or
 *   `database_refuses`; undefined for errors that a
 *   statement, not the world, caused
 */
export function explainDatabaseFailure(error: unknown, place?: string): PlatformError | undefined {
  if (!(error instanceof Error) || error instanceof PlatformError) return undefined;
  const code = String((error as { code?: unknown }).code ?? '');
  const server = place === undefined ? 'PostgreSQL' : `PostgreSQL at ${place}`;
  if (isDiskFull(error)) {
    return new PlatformError('disk_full', {
      message: `The disk of ${server} is full (${error.message}). Free some space and try again: nothing acknowledged is lost.`,
      retryable: true,
      cause: error,
    });
  }
  if (lostCodes.has(code) || code.startsWith('08') || lostMessage.test(error.message)) {
    return new PlatformError('database_unreachable', {
      message: `${server} does not answer (${error.message || code}). See that it runs and that this machine may reach it; then try again.`,
      retryable: true,
      cause: error,
    });
  }
  if (unstorableCodes.has(code)) {
    return new PlatformError('input_invalid', {
      message:
        'A text holds a character that cannot be stored, such as NUL (U+0000). Leave it out.',
      cause: error,
    });
  }
  const sentence = refusedSentences[code];
  if (sentence === undefined) return undefined;
  return new PlatformError('database_refuses', {
    message: `${server} ${sentence} (${error.message})`,
    cause: error,
  });
}

/** Names the server and database of a URL, without the user and the password. */
export function renderPlace(databaseUrl: string): string {
  try {
    const { hostname, port, pathname } = new URL(databaseUrl);
    return `${hostname || 'localhost'}:${port || '5432'}${pathname}`;
  } catch {
    return 'DATABASE_URL';
  }
}
