import { type Instant, instantFromEpochMs } from '../../kernel/index.ts';
import type { Role } from '../permissions.ts';
import type { SignOnSettings } from './settings.ts';

/** Whom an issuer says somebody is; nothing of it is kept but a digest of the subject. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  /** absent unless the issuer says that it has verified it */
  readonly verifiedEmail?: string;
  readonly name?: string;
  readonly groups: readonly string[];
  /** when the person proved who they are, if the issuer says */
  readonly authenticatedAt?: Instant;
}

type Claims = Readonly<Record<string, unknown>>;

const nameMax = 100;

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function groupsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** Gives the address that one answer of the issuer states together with its being verified. */
function verifiedEmailOf(answers: readonly Claims[]): string | undefined {
  const found = answers.find(({ email, email_verified: isVerified }) => {
    return isVerified === true && textOf(email) !== undefined;
  });
  const email = textOf(found?.email);
  return email !== undefined && /^[^\s@]{1,64}@[^\s@]{1,189}$/.test(email) ? email : undefined;
}

/**
 * Reads who somebody is from what an issuer said, whose signature has been checked.
 *
 * @param userInfo what the issuer said when asked about the same subject, if it was asked
 */
export function readIdentity(
  idToken: Claims & { readonly iss: string; readonly sub: string },
  { userInfo = {}, groupsClaim }: { userInfo?: Claims | undefined; groupsClaim: string },
): Identity {
  const merged: Claims = { ...userInfo, ...idToken };
  const verifiedEmail = verifiedEmailOf([idToken, userInfo]);
  const name = textOf(merged.name) ?? textOf(merged.preferred_username);
  const authTime = idToken.auth_time;
  return {
    issuer: idToken.iss,
    subject: idToken.sub,
    ...(verifiedEmail === undefined ? {} : { verifiedEmail }),
    ...(name === undefined ? {} : { name: name.replace(/\p{Cc}/gu, ' ').slice(0, nameMax) }),
    groups: groupsOf(merged[groupsClaim]),
    ...(typeof authTime === 'number' &&
    Number.isInteger(authTime) &&
    authTime > 0 &&
    authTime < 2 ** 33
      ? { authenticatedAt: instantFromEpochMs(authTime * 1000) }
      : {}),
  };
}

/** Gives the roles that the operator said the groups have, each once; empty when none has any. */
export function rolesOfGroups(
  { groups }: Pick<Identity, 'groups'>,
  { rolesByGroup }: Pick<SignOnSettings, 'rolesByGroup'>,
): readonly Role[] {
  return [...new Set(groups.flatMap((group) => rolesByGroup.get(group) ?? []))];
}

/** Tells whether somebody may read private pages by what the operator configured. */
export function isReaderOf(
  { groups }: Pick<Identity, 'groups'>,
  { readers }: Pick<SignOnSettings, 'readers'>,
): boolean {
  if (typeof readers === 'string') return readers === 'everybody';
  return groups.some((group) => readers.includes(group));
}
