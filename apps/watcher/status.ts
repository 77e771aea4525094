// Shows health and figures, if the configuration says where.
import type { CheckedSource, SchedulerOptions } from '../../artifact-source/scheduler.ts';
import type { Watcher } from '../../artifact-source/watch.ts';
import { type StatusServer, startStatusServer } from '../../src/adapters/monitoring/status-server.ts';
import { createPrometheusMetrics } from '../../src/adapters/monitoring/watch-metrics.ts';
import { type ModelSource, kindOf } from '../../src/core/model/source.ts';
import { type WatchHealth, decideReadiness } from '../../src/core/watch/health.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { WatchEvents } from '../../src/ports/watch-events.ts';
import type { CallObserver } from '../../artifact-source/quotas.ts';

export interface Status {
  /** Counts the events that it hands on. */
  readonly events: WatchEvents;
  readonly observeCall: CallObserver;
  readonly onChecked: NonNullable<SchedulerOptions['onChecked']>;
  /** @throws WatchCannotListen */
  show(watcher: Watcher, options: ShowOptions): Promise<StatusServer>;
}

export interface ShowOptions {
  readonly host: string;
  readonly port: number;
  readonly role: () => WatchHealth['role'];
  readonly onFault: (error: unknown) => void;
}

export function createStatus(clock: Clock, events: WatchEvents): Status {
  const metrics = createPrometheusMetrics(clock);
  const good = new Set<string>();
  return {
    events: {
      emit(event) {
        metrics.event(event);
        events.emit(event);
      },
    },
    observeCall: (service, status) => metrics.call(service, status),
    onChecked({ source, cause, report, took }: CheckedSource) {
      if (report.checked === 'not') return;
      if (report.checked === 'good') good.add(source.id);
      const outcome = report.checked;
      metrics.checked({ source: labelOf(source.source), cause, outcome, seconds: took / 1000 });
    },
    async show(watcher, { host, port, role, onFault }) {
      const refresh = (): void => metrics.sources(watcher.sources().map(({ source }) => labelOf(source)));
      refresh();
      watcher.onReplaced(refresh);
      const readiness = () => {
        const sources = watcher.sources();
        const watches = sources.reduce((sum, each) => sum + each.watches.length, 0);
        const goodSources = sources.filter(({ id }) => good.has(id)).length;
        return decideReadiness({ watches, goodSources, role: role() });
      };
      const server = await startStatusServer({ host, port, readiness, metrics, onFault });
      events.emit({ event: 'shown', address: server.origin });
      return server;
    },
  };
}

/** Unlike any other source's, and of names that nobody takes for secrets. */
function labelOf(source: ModelSource): string {
  const { subscriptionId, resourceGroup, name } = source;
  return `${kindOf(source)}/${subscriptionId}/${resourceGroup}/${name}`;
}
