import { z } from 'zod';
import { accept, type Instant, type JsonValue, type Outcome, refuse } from '../../kernel/index.ts';
import type { AppTrust } from '../../platform/index.ts';

/** What the company's own app says about a signed-in person, so that nobody proves it again. */
export interface Assertion {
  readonly tokenId: string;
  readonly expiresAtMs: number;
  /** the account by which the company knows them; the claim's party */
  readonly account: string;
  readonly partyClass?: string;
  readonly plan?: string;
  readonly usage?: string;
  readonly name?: string;
  readonly contact?: string;
  /** answers to questions of the questionnaire, by their codes */
  readonly answers: Readonly<Record<string, JsonValue>>;
}

export type AssertionRefusal =
  | { readonly code: 'assertion_not_set_up' }
  | { readonly code: 'assertion_refused'; readonly why: string };

/** The longest an assertion may be good for: it is made when the person presses the button. */
const lifeSecondsMax = 600;

const payloadSchema = z.object({
  jti: z.string().min(16).max(200),
  iat: z.number(),
  exp: z.number(),
  sub: z.string().min(1).max(200),
  party_class: z.string().max(64).optional(),
  plan: z.string().max(200).optional(),
  usage: z.string().max(200).optional(),
  name: z.string().max(200).optional(),
  contact: z.string().max(200).optional(),
  answers: z.record(z.string().max(64), z.union([z.string().max(2000), z.boolean()])).default({}),
});

function toAssertion(payload: z.output<typeof payloadSchema>): Assertion {
  const { jti, exp, sub, party_class: partyClass, answers, iat: _iat, ...rest } = payload;
  const said = Object.fromEntries(
    Object.entries({ ...rest, partyClass }).filter(([, value]) => value !== undefined),
  );
  return { tokenId: jti, expiresAtMs: exp * 1000, account: sub, answers, ...said };
}

/**
 * Reads an assertion (a JWT, RFC 7519) and checks all that can be checked without memory: a
 * signature by a key of the set, the issuer, the audience, and a life of at most ten minutes. That
 * it is used once is for whoever keeps the token ids.
 */
export async function readAssertion(
  token: string,
  { trust, now }: { readonly trust: AppTrust | undefined; readonly now: Instant },
): Promise<Outcome<Assertion, AssertionRefusal>> {
  if (trust === undefined) return refuse({ code: 'assertion_not_set_up' });
  const refused = (why: string) => refuse({ code: 'assertion_refused', why } as const);
  const verified = await trust.verify(token, now);
  if ('why' in verified) return refused(verified.why);
  const read = payloadSchema.safeParse(verified.payload);
  if (!read.success) return refused(read.error.issues.map(({ path }) => path.join('.')).join(', '));
  const { iat, exp } = read.data;
  return exp - iat > lifeSecondsMax ? refused('exp') : accept(toAssertion(read.data));
}
