// Traces what the events tell, if the configuration or OpenTelemetry's own variable says where to.
import type { TraceExporter } from '../../src/adapters/monitoring/trace-exporter.ts';
import { createBoundedMap } from '../../src/core/relay/bounded-map.ts';
import { spanOf } from '../../src/core/watch/spans.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { WatchEvents } from '../../src/ports/watch-events.ts';
import type { WatchConfiguration } from './configuration.ts';
import type { Surroundings } from './secrets.ts';

export interface Tracing {
  /** Traces the events that it hands on. */
  readonly events: WatchEvents;
  close(): Promise<void>;
}

/** How many versions under way are remembered: a firing whose decision was forgotten gets a span without length. */
const remembered = 10_000;

export async function startTracing(
  { tracing }: Pick<WatchConfiguration, 'tracing'>,
  { environment, clock }: Pick<Surroundings, 'environment'> & { readonly clock: Clock },
  events: WatchEvents,
): Promise<Tracing> {
  const isAsked = [
    tracing,
    environment['OTEL_EXPORTER_OTLP_ENDPOINT'],
    environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'],
  ].some((each) => each !== undefined && each !== '');
  if (!isAsked) return { events, close: () => Promise.resolve() };
  // Only here: most watchers trace nothing, and need not load the packages.
  const { createTraceExporter } = await import('../../src/adapters/monitoring/trace-exporter.ts');
  return tracingTo(createTraceExporter(tracing?.endpoint), clock, events);
}

function tracingTo(exporter: TraceExporter, clock: Clock, events: WatchEvents): Tracing {
  const steps = createBoundedMap<number>(remembered);
  return {
    events: {
      emit(event) {
        const now = clock.now().getTime();
        const key = 'traceId' in event ? `${event.traceId} ${event.watch ?? ''}` : '';
        const span = spanOf(event, now, steps.get(key));
        if (span !== undefined) {
          exporter.record(span);
          steps.set(key, now);
        }
        events.emit(event);
      },
    },
    close: () => exporter.close(),
  };
}
