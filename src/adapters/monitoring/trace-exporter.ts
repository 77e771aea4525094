// Sends spans to an OpenTelemetry collector over OTLP/HTTP, by the official packages.
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { given } from '../../core/given.ts';
import type { WatchSpan } from '../../core/watch/spans.ts';

export interface TraceExporter {
  record(span: WatchSpan): void;
  /** Sends what is left. */
  close(): Promise<void>;
}

/** How long the end of the program waits for what is left, in milliseconds. */
const patience = 5000;

/** @param endpoint of the collector, without `/v1/traces`; absent: what OpenTelemetry's own variables say */
export function createTraceExporter(endpoint?: string): TraceExporter {
  // The ids of a span come from what it is about, so that every process gives the same ones.
  let next = { traceId: '', spanId: '' };
  const exporter = new OTLPTraceExporter({
    ...given({ url: endpoint === undefined ? undefined : `${endpoint}/v1/traces` }),
    timeoutMillis: patience,
  });
  const provider = new BasicTracerProvider({
    idGenerator: { generateTraceId: () => next.traceId, generateSpanId: () => next.spanId },
    spanProcessors: [new BatchSpanProcessor(exporter, { scheduledDelayMillis: 1000 })],
  });
  const tracer = provider.getTracer('azureml-release-watch');
  return {
    record({ traceId, spanId, parentSpanId, name, start, end, attributes, problem }) {
      next = { traceId, spanId };
      const parent =
        parentSpanId === undefined
          ? ROOT_CONTEXT
          : trace.setSpanContext(ROOT_CONTEXT, {
              traceId,
              spanId: parentSpanId,
              traceFlags: TraceFlags.SAMPLED,
              isRemote: true,
            });
      const options = {
        kind: SpanKind.INTERNAL,
        startTime: start,
        attributes,
        root: parentSpanId === undefined,
      };
      const span = tracer.startSpan(name, options, parent);
      if (problem !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: problem });
      span.end(end);
    },
    async close() {
      // A collector that cannot be reached must not keep the watcher from ending.
      await provider.shutdown().catch(() => undefined);
    },
  };
}
