import { readFileSync } from 'node:fs';
import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from 'jose';
import type { Instant } from '../../kernel/index.ts';
import { PlatformError } from '../platform-error.ts';

/** Whose signed assertions about a person are believed: the company's own app. */
export interface AppTrust {
  readonly issuer: string;
  /**
   * Checks a JWT against the key set, the issuer, the audience and its times; gives its payload, or
   * the code of what does not hold.
   */
  verify(
    token: string,
    now: Instant,
  ): Promise<{ readonly payload: unknown } | { readonly why: string }>;
}

/** Where the app's keys are kept: a file, since the company's own servers may be what is down. */
export interface AppSettings {
  readonly issuer: string;
  readonly audience: string;
  /** path of a JSON Web Key Set. @source RFC 7517, section 5 */
  readonly keysFile: string;
}

// Only signatures with a public key: a shared secret would let every holder speak for the app.
const algorithms = ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'RS256', 'PS256'];
const clockToleranceSeconds = 30;

function loadKeys({ keysFile }: AppSettings) {
  try {
    return createLocalJWKSet(JSON.parse(readFileSync(keysFile, 'utf8')) as JSONWebKeySet);
  } catch (cause) {
    throw new PlatformError('config_invalid', {
      message: `The configuration cannot be used:\n  AMENDS_APP_KEYS_FILE is "${keysFile}"; it should be a file with a JSON Web Key Set`,
      cause,
    });
  }
}

/**
 * Opens the trust in an app's keys.
 *
 * @source RFC 8725, section 3 (best current practices): algorithms, issuer and audience named
 */
export function openAppTrust(settings: AppSettings): AppTrust {
  const { issuer, audience } = settings;
  const keys = loadKeys(settings);
  return {
    issuer,
    async verify(token, now) {
      try {
        const { payload } = await jwtVerify(token, keys, {
          issuer,
          audience,
          algorithms,
          clockTolerance: clockToleranceSeconds,
          currentDate: new Date(now),
          requiredClaims: ['jti', 'sub', 'iat', 'exp'],
        });
        return { payload };
      } catch (error) {
        if (error instanceof errors.JOSEError) return { why: error.code };
        throw error;
      }
    },
  };
}
