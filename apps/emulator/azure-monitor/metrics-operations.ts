// The operations that read metrics: their definitions and their values, for an endpoint or one deployment of it.
import { param, type Answer, type Operation, type OperationCall } from '../arm/operation.ts';
import { workspaceId, workspaceRoute, type WorkspaceScope } from '../azure-ml/scope.ts';
import { insightsErrors } from './insights-error.ts';
import {
  deploymentMetrics,
  endpointMetrics,
  metricAggregations,
  metricIntervals,
  type MetricDefinition,
} from './metric-definitions.ts';
import type { MetricStore, Samples } from './metric-store.ts';

export interface MeasuredResource {
  /** e.g. fraud or fraud/blue */
  readonly key: string;
  /** ARM id. */
  readonly id: string;
  readonly namespace: string;
  readonly metrics: readonly MetricDefinition[];
}

export interface MetricsOptions {
  readonly scope: WorkspaceScope;
  readonly store: MetricStore;
  /** Whether there is such an endpoint, or such a deployment of it. */
  readonly exists: (endpoint: string, deployment: string | undefined) => boolean;
}

const minuteMs = 60_000;
const base = 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints';

function resourceOf(call: OperationCall, { scope, exists }: MetricsOptions): MeasuredResource {
  const endpoint = param(call, 'endpoint');
  const { deployment } = call.params;
  const id = `${workspaceId(scope)}/onlineEndpoints/${endpoint}`;
  if (!exists(endpoint, deployment)) throw insightsErrors.resourceNotFound(call.path);
  return deployment === undefined
    ? { key: endpoint, id, namespace: base, metrics: endpointMetrics }
    : {
        key: `${endpoint}/${deployment}`,
        id: `${id}/deployments/${deployment}`,
        namespace: `${base}/deployments`,
        metrics: deploymentMetrics,
      };
}

const localized = (value: string) => ({ value, localizedValue: value });

function definitions(resource: MeasuredResource): Answer {
  const value = resource.metrics.map(({ name, unit, primary, dimensions }) => ({
    id: `${resource.id}/providers/microsoft.insights/metricdefinitions/${name}`,
    resourceId: resource.id,
    namespace: resource.namespace,
    name: localized(name),
    isDimensionRequired: false,
    unit,
    primaryAggregationType: primary,
    supportedAggregationTypes: metricAggregations,
    metricAvailabilities: Object.keys(metricIntervals).map((timeGrain) => ({ timeGrain, retention: 'P93D' })),
    dimensions: dimensions.map(localized),
  }));
  return { status: 200, body: { value } };
}

function spanOf(text: string | undefined, now: Date): { from: number; to: number } {
  if (text === undefined) return { from: now.getTime() - 60 * minuteMs, to: now.getTime() };
  const [from = Number.NaN, to = Number.NaN] = text.split('/').map((part) => Date.parse(part));
  if (!(from < to)) throw insightsErrors.invalid(`The timespan '${text}' is not '<start>/<end>'.`);
  return { from, to };
}

function aggregationsOf(text: string | undefined, { primary }: MetricDefinition): readonly string[] {
  const asked = (text ?? primary).split(',').map((one) => one.trim());
  return asked.map((one) => {
    const known = metricAggregations.find((name) => name.toLowerCase() === one.toLowerCase());
    if (known === undefined) throw insightsErrors.invalid(`The aggregation '${one}' is not known.`);
    return known;
  });
}

/** `statusCode eq '200'`, or `statusCode eq '*'` for a series each. */
function filterOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const value = /^statusCode eq '([^']+)'$/i.exec(text.trim())?.[1];
  if (value === undefined) throw insightsErrors.invalid(`The filter '${text}' is not understood.`);
  return value;
}

function pointOf(parts: readonly Samples[], names: readonly string[]): Record<string, number> {
  if (parts.length === 0) return {};
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const total = parts.reduce((sum, part) => sum + part.total, 0);
  const all: Readonly<Record<string, number>> = {
    Count: count,
    Total: total,
    Average: total / count,
    Minimum: Math.min(...parts.map(({ minimum }) => minimum)),
    Maximum: Math.max(...parts.map(({ maximum }) => maximum)),
  };
  return Object.fromEntries(names.map((name) => [name.toLowerCase(), all[name] ?? 0]));
}

interface Window {
  readonly from: number;
  readonly to: number;
  readonly grainMs: number;
}

interface Series {
  readonly resource: MeasuredResource;
  readonly metric: MetricDefinition;
  readonly names: readonly string[];
  readonly statusCode: string | undefined;
}

function seriesOf(
  store: MetricStore,
  { resource, metric, names, statusCode }: Series,
  window: Window,
): object {
  const data: object[] = [];
  const first = Math.floor(window.from / window.grainMs) * window.grainMs;
  for (let start = first; start < window.to; start += window.grainMs) {
    const parts: Samples[] = [];
    for (let minute = start; minute < start + window.grainMs; minute += minuteMs) {
      const found = store.samples(resource.key, metric.name, minute, statusCode);
      if (found) parts.push(found);
    }
    data.push({ timeStamp: new Date(start).toISOString(), ...pointOf(parts, names) });
  }
  const metadatavalues =
    statusCode === undefined ? [] : [{ name: localized('statuscode'), value: statusCode }];
  return { metadatavalues, data };
}

function values(call: OperationCall, resource: MeasuredResource, options: MetricsOptions): Answer {
  const { store, scope } = options;
  const namespace = call.query('metricnamespace');
  if (namespace !== undefined && namespace.toLowerCase() !== resource.namespace.toLowerCase())
    throw insightsErrors.invalid(`There is no metric namespace '${namespace}'.`);
  const interval = call.query('interval') ?? 'PT1M';
  const grain = metricIntervals[interval.toUpperCase()];
  if (grain === undefined) throw insightsErrors.invalid(`The interval '${interval}' is not supported.`);
  const { from, to } = spanOf(call.query('timespan'), call.now);
  const filter = filterOf(call.query('$filter'));
  const asked = (call.query('metricnames') ?? resource.metrics[0]?.name ?? '').split(',');
  const window = { from, to, grainMs: grain * minuteMs };
  const value = asked.map((name) => {
    const metric = resource.metrics.find((one) => one.name.toLowerCase() === name.trim().toLowerCase());
    if (metric === undefined)
      throw insightsErrors.invalid(
        `Failed to find metric configuration for provider: Microsoft.MachineLearningServices, metric: ${name}. Valid metrics: ${resource.metrics.map((one) => one.name).join(',')}`,
      );
    if (filter !== undefined && metric.dimensions.length === 0)
      throw insightsErrors.invalid(`The metric '${metric.name}' has no dimension.`);
    const codes = filter === '*' ? store.statuses(resource.key, from - window.grainMs, to) : [filter];
    const names = aggregationsOf(call.query('aggregation'), metric);
    return {
      id: `${resource.id}/providers/Microsoft.Insights/metrics/${metric.name}`,
      type: 'Microsoft.Insights/metrics',
      name: localized(metric.name),
      unit: metric.unit,
      timeseries: codes.map((statusCode) => seriesOf(store, { resource, metric, names, statusCode }, window)),
      errorCode: 'Success',
    };
  });
  const timespan = `${new Date(from).toISOString()}/${new Date(to).toISOString()}`;
  const body = {
    cost: grain,
    timespan,
    interval,
    namespace: resource.namespace,
    resourceregion: scope.location,
    value,
  };
  return { status: 200, body };
}

export function metricsOperations(options: MetricsOptions): readonly Operation[] {
  const endpoint = `${workspaceRoute}/onlineEndpoints/:endpoint`;
  return [endpoint, `${endpoint}/deployments/:deployment`].flatMap((path): Operation[] => [
    {
      method: 'GET',
      path: `${path}/providers/Microsoft.Insights/metricDefinitions`,
      query: ['metricnamespace'],
      handle: (call) => definitions(resourceOf(call, options)),
    },
    {
      method: 'GET',
      path: `${path}/providers/Microsoft.Insights/metrics`,
      query: ['timespan', 'interval', 'metricnames', 'aggregation', 'metricnamespace', '$filter'],
      handle: (call) => values(call, resourceOf(call, options), options),
    },
  ]);
}
