import type { Config } from '../../platform/index.ts';
import { openIssuer } from '../../platform/sign-on/index.ts';
import type { Finding } from './inspect-machine.ts';

/** Looks whether the issuer that people sign in at answers as one; nothing without an issuer. */
export async function inspectIssuer({ signOn }: Pick<Config, 'signOn'>): Promise<Finding[]> {
  if (signOn === undefined) return [];
  const name = 'Issuer';
  try {
    await openIssuer(signOn).probe();
    return [{ name, verdict: 'good', detail: `${signOn.issuer} answers` }];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [
      {
        ...{ name, verdict: 'warning', detail: `${signOn.issuer} does not answer as one: ${why}` },
        mend: `Look at AMENDS_OIDC_ISSUER, and whether this machine reaches ${signOn.issuer}/.well-known/openid-configuration. Passwords work meanwhile.`,
      },
    ];
  }
}
