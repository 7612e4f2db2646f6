import { createHash } from 'node:crypto';
import { getCookie, setCookie } from 'hono/cookie';
import type { PortalRequest } from '../request.tsx';

const name = 'amends_browser';
const markBytes = 16;

/** As long as a season of claims; after that the browser is another one. */
const keptSeconds = 90 * 24 * 60 * 60;

const isMark = (text: string): boolean => /^[\w-]{22}$/.test(text);

/**
 * Gives what claims of one incident written in one browser share: a digest of a mark of chance that
 * this site keeps in the browser and nothing else. Nothing is read out of the device, the mark says
 * nothing about a person, and in another incident, or once cookies are cleared, it is another one.
 *
 * Claims that share it are shown to a reviewer as alike; a family or an internet café share one too,
 * so it never decides.
 */
export function deviceOf(c: PortalRequest, incidentId: string): string {
  const known = getCookie(c, name) ?? '';
  const mark = isMark(known)
    ? known
    : Buffer.from(c.get('ctx').randomBytes(markBytes)).toString('base64url');
  const secure =
    new URL(c.req.url).protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https';
  const kept = { path: '/', httpOnly: true, sameSite: 'Lax', secure, maxAge: keptSeconds } as const;
  setCookie(c, name, mark, kept);
  const digest = createHash('sha256').update(`amends browser 1\n${mark}\n${incidentId}`).digest();
  return digest.subarray(0, markBytes).toString('base64url');
}
