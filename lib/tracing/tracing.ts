import type { Attributes, Context, Span, SpanKind, TextMapPropagator, Tracer } from "@opentelemetry/api";

interface Running {
  api: typeof import("@opentelemetry/api");
  tracer: Tracer;
  propagator: TextMapPropagator;
  stop: () => Promise<void>;
}

// Next.js bundles instrumentation and routes apart, so a module variable would not be one per process.
const slot = Symbol.for("portico.tracing");
const holder = globalThis as { [slot]?: Running };

/** What a span is about: a request from outside, something that the portal asks another server for, or work of its own. */
export type SpanSide = "server" | "client" | "internal";

export interface SpanOptions {
  side: SpanSide;
  /** no secret, and nothing that a person sent; of what a client named, only the host of a fetch */
  attributes?: Attributes;
}

/**
 * Starts to send spans to the collector that OpenTelemetry's standard variables name. Until then, every function here only
 * calls what it is given, and none of OpenTelemetry's packages is loaded.
 * @param role what this process does
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export async function startTracing(role: string): Promise<void> {
  if (holder[slot]) return;
  const [
    api,
    sdk,
    { OTLPTraceExporter },
    resources,
    { AsyncLocalStorageContextManager },
    { W3CTraceContextPropagator },
  ] = await Promise.all([
    import("@opentelemetry/api"),
    import("@opentelemetry/sdk-trace-base"),
    import("@opentelemetry/exporter-trace-otlp-http"),
    import("@opentelemetry/resources"),
    import("@opentelemetry/context-async-hooks"),
    import("@opentelemetry/core"),
  ]);
  api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const named = resources.resourceFromAttributes({ "service.name": "portico", "portico.role": role });
  const told = resources.detectResources({ detectors: [resources.envDetector, resources.hostDetector] });
  const provider = new sdk.BasicTracerProvider({
    // The variables override the default name.
    resource: resources.defaultResource().merge(named).merge(told),
    spanProcessors: [new sdk.BatchSpanProcessor(new OTLPTraceExporter())],
  });
  holder[slot] = {
    api,
    tracer: provider.getTracer("portico"),
    propagator: new W3CTraceContextPropagator(),
    stop: () => provider.shutdown(),
  };
}

/** Whether spans are made. */
export const hasTracing = (): boolean => holder[slot] !== undefined;

/** Sends what waits, and stops. */
export async function stopTracing(): Promise<void> {
  const running = holder[slot];
  delete holder[slot];
  running?.api.context.disable();
  await running?.stop();
}

function toKind({ api }: Running, side: SpanSide): SpanKind {
  return api.SpanKind[side === "server" ? "SERVER" : side === "client" ? "CLIENT" : "INTERNAL"];
}

function fail({ api }: Running, span: Span, error: unknown): void {
  // Its message may hold values; the log has it, without secrets.
  span.setAttribute("error.type", error instanceof Error ? error.name : "unknown");
  span.setStatus({ code: api.SpanStatusCode.ERROR });
}

/**
 * Does some work within a span, which becomes the parent of all spans that the work makes.
 * @param name a name of a closed set
 */
export function inSpan<Result>(name: string, options: SpanOptions, work: () => Promise<Result>): Promise<Result> {
  const running = holder[slot];
  if (running === undefined) return work();
  const { side, attributes = {} } = options;
  return running.tracer.startActiveSpan(name, { kind: toKind(running, side), attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      fail(running, span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** The headers of HTTP as Node.js has them. */
type HeaderValues = Record<string, string | string[] | undefined>;

/** A request from outside, or the part of it that another process of the portal answers. */
export interface RequestSpan {
  /** Calls `work` so that the spans it makes are within this one. */
  run: <Result>(work: () => Result) => Result;
  /** The header by which another process makes its spans within this one. */
  headers: Record<string, string>;
  end: (status: number) => void;
}

/**
 * Begins the span of a request; null where no spans are made. A trace that the sender began is continued.
 * @param name the endpoint's, of a closed set
 * @see https://www.w3.org/TR/trace-context/
 */
export function beginRequestSpan(name: string, method: string, sent: HeaderValues): RequestSpan | null {
  const running = holder[slot];
  if (running === undefined) return null;
  const { api, tracer, propagator } = running;
  const getter = { keys: Object.keys, get: (headers: HeaderValues, header: string) => headers[header] };
  const parent = propagator.extract(api.ROOT_CONTEXT, sent, getter);
  const attributes = { "http.request.method": method, "http.route": name };
  const span = tracer.startSpan(`${method} ${name}`, { kind: api.SpanKind.SERVER, attributes }, parent);
  const within: Context = api.trace.setSpan(parent, span);
  const headers: Record<string, string> = {};
  const setter = {
    set: (to: Record<string, string>, header: string, value: string) => Object.assign(to, { [header]: value }),
  };
  propagator.inject(within, headers, setter);
  return {
    run: (work) => api.context.with(within, work),
    headers,
    end: (status) => {
      span.setAttribute("http.response.status_code", status);
      if (status >= 500) span.setStatus({ code: api.SpanStatusCode.ERROR });
      span.end();
    },
  };
}
