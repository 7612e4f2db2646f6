import { type Span, SpanStatusCode } from '@opentelemetry/api';
import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import { withRemoteParent, withSpan } from './spans.ts';

const hidden = 'REDACTED'; // the word of the HTTP semantic conventions

const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/**
 * Gives the path of a request without what may name a person: each part that the route takes as a
 * parameter, and the whole path of a request that no route knows.
 */
export function renderSafePath(path: string, route: string): string {
  if (route.includes('*')) return hidden;
  const patterns = route.split('/');
  return path
    .split('/')
    .map((part, index) => (patterns[index]?.startsWith(':') === false ? part : hidden))
    .join('/');
}

function recordAnswer(
  span: Span,
  about: { method: string; path: string; route: string; status: number },
): void {
  const { method, path, route, status } = about;
  span.updateName(route.includes('*') ? method : `${method} ${route}`);
  span.setAttribute('url.path', renderSafePath(path, route));
  if (!route.includes('*')) span.setAttribute('http.route', route);
  span.setAttribute('http.response.status_code', status);
  if (status < 500) return;
  span.setAttribute('error.type', String(status));
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/**
 * Puts every request into a span named by method and route, below the caller's `traceparent`.
 *
 * @source OpenTelemetry semantic conventions 1.37, HTTP server spans
 */
export function httpSpans(): MiddlewareHandler {
  return (c, next) =>
    withRemoteParent(c.req.raw.headers, () => {
      const { method, path } = c.req;
      const attributes = { 'http.request.method': knownMethods.has(method) ? method : '_OTHER' };
      return withSpan(method, { kind: 'server', attributes }, async (span) => {
        await next();
        recordAnswer(span, { method, path, route: routePath(c), status: c.res.status });
      });
    });
}
