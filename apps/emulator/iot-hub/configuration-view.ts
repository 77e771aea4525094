// A configuration as the hub shows it: with its metrics, each a query and what it finds.
import type { Configuration } from './configuration.ts';
import type { Hub } from './hub.ts';

function systemQueries({ id, targetCondition }: Configuration): Readonly<Record<string, string>> {
  const condition = targetCondition === '*' ? '' : ` AND (${targetCondition})`;
  const applied = `SELECT deviceId FROM devices.modules WHERE moduleId = '$edgeAgent' AND configurations.[[${id}]].status = 'Applied'`;
  const reported = `${applied} AND properties.desired.$version = properties.reported.lastDesiredVersion AND properties.reported.lastDesiredStatus.code`;
  return {
    targetedCount: `SELECT deviceId FROM devices WHERE capabilities.iotEdge = true${targetCondition.trim() === '' ? ' AND deviceId = null' : condition}`,
    appliedCount: applied,
    reportedSuccessfulCount: `${reported} = 200`,
    reportedFailedCount: `${reported} != 200`,
  };
}

/** A query that counts says how many itself; of any other the answers are counted. */
function resultOf(hub: Hub, query: string): number {
  const found = hub.query(query);
  const values = Object.values(found[0] ?? {});
  return /^\s*select\s+count/i.test(query) && typeof values[0] === 'number' ? values[0] : found.length;
}

function metricsOf(hub: Hub, queries: Readonly<Record<string, string>>): object {
  const results = Object.entries(queries).map(([name, query]) => [name, resultOf(hub, query)]);
  return { results: Object.fromEntries(results) as object, queries };
}

export function configurationView(hub: Hub, configuration: Configuration): object {
  const { id, schemaVersion, labels, content, targetCondition, priority, queries, etag } = configuration;
  return {
    id,
    schemaVersion,
    labels,
    content: { modulesContent: content },
    targetCondition,
    createdTimeUtc: configuration.createdAt.toISOString(),
    lastUpdatedTimeUtc: configuration.updatedAt.toISOString(),
    priority,
    systemMetrics: metricsOf(hub, systemQueries(configuration)),
    metrics: metricsOf(hub, queries),
    etag,
  };
}
