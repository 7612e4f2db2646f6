import { createRoute, type RouteConfig } from '@hono/zod-openapi';
import { problemResponses } from '../platform/index.ts';

/** What a route that only reads says of itself. */
interface ReadRoute<P extends string, R, G> {
  readonly tags: string[];
  readonly path: P;
  readonly summary: string;
  readonly request: R;
  /** What it gives when it can. */
  readonly gives: G;
}

/** Describes a route that only reads: it gives one thing, or a problem. */
export function readRoute<
  P extends string,
  R extends NonNullable<RouteConfig['request']>,
  G extends RouteConfig['responses'][string],
>({ gives, ...route }: ReadRoute<P, R, G>) {
  return createRoute({ ...route, method: 'get', responses: { 200: gives, ...problemResponses } });
}
