import { expect, it } from 'vitest';
import { signOnSettings } from '../../../test/support/sign-on-bench.ts';
import { openTrialIssuer } from '../../../test/support/trial-issuer.ts';
import { inspectIssuer } from './inspect-issuer.ts';

it('tells whether the issuer answers, and says nothing where there is none', async () => {
  const issuer = await openTrialIssuer();
  const signOn = signOnSettings(issuer.url);
  expect(await inspectIssuer({ signOn })).toMatchObject([{ name: 'Issuer', verdict: 'good' }]);
  // The same server under another name is not the issuer that it says it is.
  const other = { signOn: signOnSettings(issuer.url.replace('127.0.0.1', 'localhost')) };
  expect(await inspectIssuer(other)).toMatchObject([{ verdict: 'warning' }]);
  await issuer.close();
  const [finding] = await inspectIssuer({ signOn });
  expect(finding).toMatchObject({ verdict: 'warning' });
  expect(finding?.mend).toContain(`${issuer.url}/.well-known/openid-configuration`);
  expect(await inspectIssuer({})).toEqual([]);
});
