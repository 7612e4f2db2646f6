import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Role, roles } from '../permissions.ts';
import { PlatformError } from '../platform-error.ts';

/** Whom the operator lets read private status pages without an account of staff. */
export type Readers = 'nobody' | 'everybody' | readonly string[];

/** Sign-in through an OpenID Connect issuer, as configured. */
export interface SignOnSettings {
  /** the issuer's identifier, from which its addresses are discovered */
  readonly issuer: string;
  readonly clientId: string;
  /** absent for a public client, which proves itself by PKCE alone */
  readonly clientSecret?: string;
  /** what buttons call the issuer */
  readonly name: string;
  /** the claim that lists a person's groups */
  readonly groupsClaim: string;
  /** groups whose members get an account when they first come, with these roles */
  readonly rolesByGroup: ReadonlyMap<string, readonly Role[]>;
  /** `nobody`, `everybody` whom the issuer signs in, or the members of these groups */
  readonly readers: Readers;
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Tells whether an issuer may be asked at an address: https, or http on this machine alone. */
export function isIssuerAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, search, hash, username } = new URL(address);
  if (search !== '' || hash !== '' || username !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && loopback.test(hostname));
}

/** Lists what stands between commas. */
function listOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Reads `group=role+role, group=role`; undefined when it is not written so. */
export function parseGroupRoles(text: string): ReadonlyMap<string, readonly Role[]> | undefined {
  const found = new Map<string, readonly Role[]>();
  for (const part of listOf(text)) {
    const at = part.lastIndexOf('=');
    const group = part.slice(0, at).trim();
    const names = part.slice(at + 1).split('+');
    const held = names.flatMap((name) => roles.filter((role) => role === name.trim()));
    if (at < 1 || group === '' || held.length !== names.length || found.has(group)) return;
    found.set(group, [...new Set(held)]);
  }
  return found;
}

/** The environment variables about sign-in through an issuer. */
export const signOnEnvironment = {
  AMENDS_OIDC_ISSUER: z
    .string()
    .refine(
      isIssuerAddress,
      'an address such as https://login.example.org, or http://127.0.0.1:PORT on this machine',
    )
    .optional(),
  AMENDS_OIDC_CLIENT_ID: z.string().min(1).max(500).optional(),
  AMENDS_OIDC_CLIENT_SECRET_FILE: z.string().min(1).optional(),
  AMENDS_OIDC_NAME: z.string().trim().min(1).max(60).optional(),
  AMENDS_OIDC_GROUPS_CLAIM: z.string().min(1).max(200).default('groups'),
  AMENDS_OIDC_STAFF_GROUPS: z
    .string()
    .refine(
      (text) => parseGroupRoles(text) !== undefined,
      `a list such as ops=reviewer, finance=treasurer+auditor, each group once, of the roles ${roles.join(', ')}`,
    )
    .default(''),
  AMENDS_OIDC_READERS: z.string().max(4000).default(''),
} as const;

const environment = z.object(signOnEnvironment);

function refuseConfig(line: string): never {
  throw new PlatformError('config_invalid', {
    message: `The configuration cannot be used:\n  ${line}`,
  });
}

function readSecret(path: string): string {
  let found = 'a file that cannot be read';
  try {
    const secret = readFileSync(path, 'utf8').trim();
    if (secret !== '' && !/\s/.test(secret)) return secret;
    found = 'a file without one secret';
  } catch {
    // Said below.
  }
  return refuseConfig(
    `AMENDS_OIDC_CLIENT_SECRET_FILE is "${path}", ${found}; it should be a file with the client's secret on one line`,
  );
}

function readersOf(text: string): Readers {
  const groups = listOf(text);
  if (groups.length === 0) return 'nobody';
  return groups.includes('*') ? 'everybody' : groups;
}

/**
 * Gives the settings that the environment names; none without an issuer.
 *
 * @throws PlatformError `config_invalid` for an issuer without a client, or the other way round,
 *   and for a file without a secret
 */
export function toSignOnSettings(read: z.output<typeof environment>): { signOn?: SignOnSettings } {
  const { AMENDS_OIDC_ISSUER: issuer, AMENDS_OIDC_CLIENT_ID: clientId } = read;
  if (issuer === undefined && clientId === undefined) return {};
  if (issuer === undefined) {
    return refuseConfig('AMENDS_OIDC_ISSUER is not set; it should be, as AMENDS_OIDC_CLIENT_ID is');
  }
  if (clientId === undefined) {
    return refuseConfig('AMENDS_OIDC_CLIENT_ID is not set; it should be, as AMENDS_OIDC_ISSUER is');
  }
  const secretFile = read.AMENDS_OIDC_CLIENT_SECRET_FILE;
  return {
    signOn: {
      issuer,
      clientId,
      ...(secretFile === undefined ? {} : { clientSecret: readSecret(secretFile) }),
      name: read.AMENDS_OIDC_NAME ?? new URL(issuer).host,
      groupsClaim: read.AMENDS_OIDC_GROUPS_CLAIM,
      rolesByGroup: parseGroupRoles(read.AMENDS_OIDC_STAFF_GROUPS) ?? new Map(),
      readers: readersOf(read.AMENDS_OIDC_READERS),
    },
  };
}
