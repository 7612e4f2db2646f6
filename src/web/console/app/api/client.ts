import createClient from 'openapi-fetch';
import type { paths } from './schema.generated.ts';

/**
 * The HTTP client, typed by the server's own OpenAPI document.
 *
 * The session travels in a cookie; nothing is kept in the page.
 */
export const api = createClient<paths>({
  baseUrl: typeof location === 'undefined' ? 'http://localhost' : location.origin,
  credentials: 'same-origin',
});
