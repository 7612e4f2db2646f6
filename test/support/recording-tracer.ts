import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Attributes,
  type Context,
  type ContextManager,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  type SpanOptions,
  type SpanStatus,
  type TextMapPropagator,
  type Tracer,
  trace,
} from '@opentelemetry/api';

/** A span as a tracing backend would receive it. */
export interface RecordedSpan {
  name: string;
  readonly kind: number;
  readonly attributes: Attributes;
  readonly spanContext: SpanContext;
  readonly parent: SpanContext | undefined;
  status: SpanStatus | undefined;
  isEnded: boolean;
}

const hex = (count: number): string =>
  Buffer.from(crypto.getRandomValues(new Uint8Array(count))).toString('hex');

function openSpan(recorded: RecordedSpan): Span {
  const span: Span = {
    spanContext: () => recorded.spanContext,
    setAttribute(key, value) {
      Object.assign(recorded.attributes, { [key]: value });
      return span;
    },
    setAttributes(attributes) {
      Object.assign(recorded.attributes, attributes);
      return span;
    },
    updateName(name) {
      recorded.name = name;
      return span;
    },
    setStatus(status) {
      recorded.status = status;
      return span;
    },
    end() {
      recorded.isEnded = true;
    },
    addEvent: () => span,
    addLink: () => span,
    addLinks: () => span,
    isRecording: () => true,
    recordException: () => undefined,
  };
  return span;
}

function recordingTracer(spans: RecordedSpan[]): Tracer {
  const startSpan = (name: string, options: SpanOptions = {}, at = context.active()): Span => {
    const parent = trace.getSpanContext(at);
    const traceId = parent?.traceId ?? hex(16);
    const recorded: RecordedSpan = {
      name,
      kind: options.kind ?? 0,
      attributes: { ...options.attributes },
      spanContext: { traceId, spanId: hex(8), traceFlags: 1 },
      parent,
      status: undefined,
      isEnded: false,
    };
    spans.push(recorded);
    return openSpan(recorded);
  };
  return {
    startSpan,
    startActiveSpan(name: string, ...rest: readonly unknown[]): never {
      const options = rest.length > 1 ? (rest[0] as SpanOptions) : {};
      const at = rest.length > 2 ? (rest[1] as Context) : context.active();
      const span = startSpan(name, options, at);
      const work = rest.at(-1) as (span: Span) => never;
      return context.with(trace.setSpan(at, span), () => work(span));
    },
  };
}

function asyncContexts(): ContextManager {
  const storage = new AsyncLocalStorage<Context>();
  const manager: ContextManager = {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (at, work, self, ...args) => storage.run(at, () => work.call(self as never, ...args)),
    bind: (at, target) => {
      if (typeof target !== 'function') return target;
      const bound = (...args: unknown[]): unknown => storage.run(at, () => target(...args));
      return bound as typeof target;
    },
    enable: () => manager,
    disable: () => manager,
  };
  return manager;
}

const traceparentPattern = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** W3C Trace Context as an SDK registers it. */
const traceparent: TextMapPropagator = {
  inject: () => undefined,
  fields: () => ['traceparent'],
  extract(at, carrier, getter) {
    const header = getter.get(carrier, 'traceparent');
    const [, traceId, spanId, flags] = traceparentPattern.exec(String(header)) ?? [];
    if (traceId === undefined || spanId === undefined) return at;
    const traceFlags = Number.parseInt(flags ?? '0', 16);
    return trace.setSpanContext(at, { traceId, spanId, traceFlags, isRemote: true });
  },
};

/** Stands where an operator preloads an SDK: gives the list that spans are written to. */
export function recordSpans(): readonly RecordedSpan[] {
  const spans: RecordedSpan[] = [];
  const tracer = recordingTracer(spans);
  trace.setGlobalTracerProvider({ getTracer: () => tracer });
  context.setGlobalContextManager(asyncContexts());
  propagation.setGlobalPropagator(traceparent);
  return spans;
}
