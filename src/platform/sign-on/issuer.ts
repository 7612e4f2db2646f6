import * as oidc from 'openid-client';
import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import { type Identity, readIdentity } from './identity.ts';
import type { SignOnSettings } from './settings.ts';

/** Why an issuer's answer signs nobody in. */
export type IssuerRefusal = {
  readonly code:
    | 'sign_on_issuer_down'
    | 'sign_on_cancelled'
    | 'sign_on_code_refused'
    | 'sign_on_nonce_differs'
    | 'sign_on_clock_differs'
    | 'sign_on_token_refused';
};

/** What one attempt sends along and expects back; each is drawn anew. */
export interface Challenge {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** The issuer that people sign in at. */
export interface Issuer {
  /**
   * Gives the address to send a browser to.
   *
   * @param isFresh whether the person has to prove anew who they are
   */
  begin(
    challenge: Challenge,
    asked: { readonly redirectUri: string; readonly isFresh: boolean },
  ): Promise<Outcome<URL, IssuerRefusal>>;
  /**
   * Changes the code in the address that a browser came back at for who somebody is. Tokens are
   * checked, read and forgotten.
   *
   * @param told hears in a word why a refusal came about, never anything of a token
   */
  finish(
    challenge: Challenge,
    back: { readonly url: URL; readonly isFresh: boolean; readonly told?: (why: string) => void },
  ): Promise<Outcome<Identity, IssuerRefusal>>;
  /** Asks the issuer for its description; throws what stands in the way. */
  probe(): Promise<void>;
}

const timeoutSeconds = 5;
const toleranceSeconds = 30;
const freshSeconds = 60;
const metadataMs = 60 * 60 * 1000;

/** Proves the client the way the issuer knows: by the header unless it takes the form alone. */
function proveWith(secret: string | undefined): oidc.ClientAuth {
  if (secret === undefined) return oidc.None();
  const [basic, post] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)];
  return (server, ...rest) => {
    const known = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (known.includes('client_secret_basic') ? basic : post)(server, ...rest);
  };
}

async function discover(settings: SignOnSettings): Promise<oidc.Configuration> {
  const { issuer, clientId, clientSecret } = settings;
  const metadata = { [oidc.clockTolerance]: toleranceSeconds };
  const config = await oidc.discovery(
    new URL(issuer),
    clientId,
    metadata,
    proveWith(clientSecret),
    {
      timeout: timeoutSeconds,
      // Over http only for an issuer on this machine, which the settings see to.
      execute: issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [],
    },
  );
  // The signature is checked as well, not the connection alone.
  oidc.enableNonRepudiationChecks(config);
  return config;
}

/** Finds which claim a check of the library was about, below however many causes. */
function claimOf(error: unknown): unknown {
  for (let at = error, depth = 0; at instanceof Object && depth < 5; depth += 1) {
    if ('claim' in at) return at.claim;
    at = 'cause' in at ? at.cause : undefined;
  }
  return undefined;
}

const downCodes: readonly unknown[] = [
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
];
const cancelledErrors = ['access_denied', 'login_required', 'interaction_required'];
const awayErrors = ['temporarily_unavailable', 'server_error'];

/** What the issuer itself answered in place of a code or a token; undefined when it did not. */
function answeredBy(error: unknown): IssuerRefusal | undefined {
  if (error instanceof oidc.AuthorizationResponseError) {
    if (cancelledErrors.includes(error.error)) return { code: 'sign_on_cancelled' };
    const isAway = awayErrors.includes(error.error);
    return { code: isAway ? 'sign_on_issuer_down' : 'sign_on_token_refused' };
  }
  if (!(error instanceof oidc.ResponseBodyError)) return undefined;
  if (error.status >= 500) return { code: 'sign_on_issuer_down' };
  const isCode = error.error === 'invalid_grant';
  return { code: isCode ? 'sign_on_code_refused' : 'sign_on_token_refused' };
}

function refusalOf(error: unknown): IssuerRefusal {
  const answered = answeredBy(error);
  if (answered !== undefined) return answered;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  // What fetch throws when nobody answers has no code of the library.
  const isUnreached = error instanceof TypeError && code === undefined;
  if (isUnreached || downCodes.includes(code)) return { code: 'sign_on_issuer_down' };
  if (code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED') return { code: 'sign_on_clock_differs' };
  if (claimOf(error) === 'nonce') return { code: 'sign_on_nonce_differs' };
  return { code: 'sign_on_token_refused' };
}

/** Says in words of the protocol alone what came about. */
function wordOf(error: unknown): string {
  if (error instanceof oidc.AuthorizationResponseError) return `answer ${error.error.slice(0, 60)}`;
  if (error instanceof oidc.ResponseBodyError) return `token ${error.error.slice(0, 60)}`;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'not reached';
  const claim = claimOf(error);
  return typeof claim === 'string' ? `${code} ${claim}` : code;
}

async function askUserInfo(
  config: oidc.Configuration,
  { claims, accessToken }: { claims: oidc.IDToken; accessToken: string },
): Promise<oidc.UserInfoResponse | undefined> {
  if (config.serverMetadata().userinfo_endpoint === undefined) return undefined;
  return oidc.fetchUserInfo(config, accessToken, claims.sub);
}

/** Opens the issuer; it is asked for its description when somebody first signs in. */
export function openIssuer(settings: SignOnSettings): Issuer {
  let known: { readonly at: number; readonly config: Promise<oidc.Configuration> } | undefined;
  const configure = (): Promise<oidc.Configuration> => {
    if (known !== undefined && performance.now() - known.at < metadataMs) return known.config;
    const asked = { at: performance.now(), config: discover(settings) };
    known = asked;
    // One that did not answer is asked again by the next who comes.
    asked.config.catch(() => {
      if (known === asked) known = undefined;
    });
    return asked.config;
  };
  const redeem = async (
    { state, nonce, verifier }: Challenge,
    { url, isFresh }: { readonly url: URL; readonly isFresh: boolean },
  ): Promise<Outcome<Identity, IssuerRefusal>> => {
    const config = await configure();
    const tokens = await oidc.authorizationCodeGrant(config, url, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
      ...(isFresh ? { maxAge: freshSeconds } : {}),
    });
    const claims = tokens.claims();
    if (claims === undefined) return refuse({ code: 'sign_on_token_refused' });
    // The library looks at when a token ends, not at whether it is of a time to come.
    if (claims.iat > Date.now() / 1000 + toleranceSeconds) {
      return refuse({ code: 'sign_on_clock_differs' });
    }
    const { groupsClaim } = settings;
    const isWhole = claims.email_verified === true && claims[groupsClaim] !== undefined;
    const asked = { claims, accessToken: tokens.access_token };
    const userInfo = isWhole ? undefined : await askUserInfo(config, asked);
    return accept(readIdentity(claims, { userInfo, groupsClaim }));
  };
  return {
    async begin({ state, nonce, verifier }, { redirectUri, isFresh }) {
      try {
        const config = await configure();
        const url = oidc.buildAuthorizationUrl(config, {
          redirect_uri: redirectUri,
          scope: 'openid email profile',
          ...{ state, nonce, response_type: 'code', code_challenge_method: 'S256' },
          code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
          ...(isFresh ? { prompt: 'login', max_age: String(freshSeconds) } : {}),
        });
        return accept(url);
      } catch {
        return refuse({ code: 'sign_on_issuer_down' });
      }
    },
    async finish(challenge, back) {
      try {
        return await redeem(challenge, back);
      } catch (error) {
        back.told?.(wordOf(error));
        return refuse(refusalOf(error));
      }
    },
    async probe() {
      await discover(settings);
    },
  };
}

/** Draws what an attempt sends along. */
export function drawChallenge(): Challenge {
  return {
    state: oidc.randomState(),
    nonce: oidc.randomNonce(),
    verifier: oidc.randomPKCECodeVerifier(),
  };
}
