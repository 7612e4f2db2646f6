import {
  type Attributes,
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TextMapGetter,
  trace,
} from '@opentelemetry/api';

/**
 * Spans through the OpenTelemetry API alone: without an SDK every call here does nothing. No
 * attribute holds personal data; docs/operating/telemetry.md lists them all.
 */
const tracer = trace.getTracer('amends');

/** What a span is, and what is known of it when it begins. */
export interface SpanOptions {
  readonly kind?: 'internal' | 'server' | 'client' | 'consumer';
  readonly attributes?: Attributes;
}

const kinds: Readonly<Record<NonNullable<SpanOptions['kind']>, SpanKind>> = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  consumer: SpanKind.CONSUMER,
};

/** The stable name of an error: its code (PostgreSQL's SQLSTATE too), else its class. */
function errorType(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && code !== '') return code;
  return error instanceof Error ? error.name : 'error';
}

/**
 * Runs the work in a span of its own, below the span that is active.
 *
 * An error marks the span with its code or class and is thrown on; its message stays out of the
 * span, because it may quote what somebody typed.
 */
export function withSpan<T>(
  name: string,
  options: SpanOptions,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const { kind = 'internal', attributes = {} } = options;
  return tracer.startActiveSpan(name, { kind: kinds[kind], attributes }, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.setAttribute('error.type', errorType(error));
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

const headersGetter: TextMapGetter<Headers> = {
  keys: (headers) => [...headers.keys()],
  get: (headers, key) => headers.get(key) ?? undefined,
};

/** Runs the work below the span that a request's `traceparent` names (W3C Trace Context). */
export function withRemoteParent<T>(headers: Headers, work: () => T): T {
  return context.with(propagation.extract(context.active(), headers, headersGetter), work);
}

/** The ids of the active span for a log line; empty when nothing is traced. */
export function traceFields(): { readonly traceId?: string; readonly spanId?: string } {
  const span = trace.getActiveSpan();
  if (span === undefined) return {};
  const { traceId, spanId } = span.spanContext();
  return { traceId, spanId };
}
