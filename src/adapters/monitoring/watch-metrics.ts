// The watcher's figures in Prometheus' format, by the official client.
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { createBoundedMap } from '../../core/relay/bounded-map.ts';
import type { WatchEvent } from '../../core/watch/event.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CheckMeasure, WatchMetrics } from '../../ports/watch-metrics.ts';

export interface PrometheusMetrics extends WatchMetrics {
  readonly contentType: string;
  text(): Promise<string>;
}

/** As many sources have a label of their own; the others share one. */
const labelledSources = 200;

/** How many versions that were seen and have not fired yet are remembered, to measure how long that takes. */
const rememberedVersions = 10_000;

/** Upper bounds in seconds: from what events reach to a day. */
const latencyBuckets = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900, 3600, 86_400];

export function createPrometheusMetrics(clock: Clock): PrometheusMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = <T extends string>(name: string, help: string, labelNames: readonly T[] = []) =>
    new Counter({ name: `azureml_watch_${name}`, help, labelNames: [...labelNames], registers });
  const histogram = (name: string, help: string) =>
    new Histogram({ name: `azureml_watch_${name}`, help, buckets: latencyBuckets, registers });

  const checks = counter('checks_total', 'Checks of a source.', ['cause', 'outcome']);
  const versions = counter('versions_total', 'New versions, counted once for each watch that saw them.');
  const firings = counter('firings_total', 'Firings that were written down as done.', ['found']);
  const suppressed = counter('suppressed_total', 'Decisions not to fire a version, or not yet.', ['reason']);
  const failures = counter('failures_total', 'Steps that failed and were told of.', ['code']);
  const calls = counter('calls_total', 'Calls of the services, by the status of the answer.', [
    'service',
    'status',
  ]);
  const throttles = counter('throttled_total', 'Calls that were throttled (429).', ['service']);
  const checkTime = histogram('check_duration_seconds', 'How long a check took, with all it led to.');
  const detection = histogram(
    'detection_latency_seconds',
    'From the registration of a version, by the clock of Azure, to its being seen.',
  );
  const firing = histogram(
    'firing_latency_seconds',
    'From the registration of a version, by the clock of Azure, to its firing being done.',
  );
  const watches = new Gauge({ name: 'azureml_watch_watches', help: 'Watches.', registers });
  const leading = new Gauge({
    name: 'azureml_watch_leading',
    help: '1 while this watcher acts, 0 while another one does.',
    registers,
  });
  leading.set(1);
  const lastGood = new Map<string, number>();
  new Gauge({
    name: 'azureml_watch_last_good_check_age_seconds',
    help: 'Time since the last good check of a source, or since it is watched; of the oldest where a label is shared.',
    labelNames: ['source'],
    registers,
    collect() {
      this.reset();
      const ages = new Map<string, number>();
      for (const [source, at] of lastGood) {
        const label = labelOf(source);
        ages.set(label, Math.max(ages.get(label) ?? 0, (clock.now().getTime() - at) / 1000));
      }
      for (const [source, age] of ages) this.set({ source }, age);
    },
  });
  const labelled = new Set<string>();
  const labelOf = (source: string): string => {
    if (labelled.size < labelledSources) labelled.add(source);
    return labelled.has(source) ? source : 'other';
  };
  const registeredAt = createBoundedMap<number>(rememberedVersions);

  const secondsSince = (time: number): number => Math.max(0, (clock.now().getTime() - time) / 1000);

  const count: Counting = {
    started: (event) => watches.set(event.watches),
    watches: (event) => watches.set(event.total),
    seen({ watch, version, createdAt }) {
      const time = Date.parse(createdAt);
      versions.inc();
      detection.observe(secondsSince(time));
      registeredAt.set(JSON.stringify([watch, version]), time);
    },
    decided({ action }) {
      if (action !== 'fire') suppressed.inc({ reason: action });
    },
    held: () => suppressed.inc({ reason: 'hold' }),
    leading: () => leading.set(1),
    standby: () => leading.set(0),
    fired({ watch, version, found }) {
      firings.inc({ found: String(found) });
      const time = registeredAt.get(JSON.stringify([watch, version]));
      if (time !== undefined) firing.observe(secondsSince(time));
    },
    failed: ({ code }) => failures.inc({ code }),
  };

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),

    checked({ source, cause, outcome, seconds }: CheckMeasure) {
      checks.inc({ cause, outcome });
      checkTime.observe(seconds);
      if (outcome === 'good' && lastGood.has(source)) lastGood.set(source, clock.now().getTime());
    },

    sources(names) {
      for (const known of lastGood.keys()) if (!names.includes(known)) lastGood.delete(known);
      for (const name of names) if (!lastGood.has(name)) lastGood.set(name, clock.now().getTime());
    },

    call(service, status) {
      calls.inc({ service, status: String(status) });
      if (status === 429) throttles.inc({ service });
    },

    event(event: WatchEvent) {
      (count[event.event] as ((event: WatchEvent) => void) | undefined)?.(event);
    },
  };
}

/** What to do with some kinds of events; the others are not counted. */
type Counting = { readonly [K in WatchEvent['event']]?: (event: Extract<WatchEvent, { event: K }>) => void };
