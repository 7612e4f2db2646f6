import type { Context as HonoContext } from 'hono';
import type { AppEnv } from '../../platform/index.ts';
import type { AttachedDocument } from './attachment-store.ts';

/**
 * Sends a document so that nothing in it can act: the type is the one its content has, nothing in it
 * runs or loads, and what is not a picture or a PDF is saved and not opened.
 *
 * @source RFC 6266, section 5 (`filename*`); WHATWG Fetch, "X-Content-Type-Options"
 */
export function sendDocument(c: HonoContext<AppEnv>, document: AttachedDocument): Response {
  const { filename, mediaType, bytes, isPublic } = document;
  const isShown = mediaType.startsWith('image/') || mediaType === 'application/pdf';
  const name = encodeURIComponent(filename).replaceAll("'", '%27');
  return c.body(new Uint8Array(bytes), 200, {
    'content-type': mediaType === 'text/csv' ? 'text/csv; charset=utf-8' : mediaType,
    'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': isPublic ? 'public, max-age=31536000, immutable' : 'private, no-store',
  });
}
