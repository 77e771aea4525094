// The metrics of online endpoints and of their deployments, as far as the stack measures them.

export interface MetricDefinition {
  readonly name: string;
  readonly unit: 'Count' | 'Percent' | 'MilliSeconds';
  readonly primary: 'Average' | 'Total' | 'Maximum' | 'Minimum';
  readonly dimensions: readonly string[];
}

const latencies = [
  'RequestLatency_P50',
  'RequestLatency_P90',
  'RequestLatency_P95',
  'RequestLatency_P99',
].map((name): MetricDefinition => ({ name, unit: 'MilliSeconds', primary: 'Average', dimensions: [] }));

export const endpointMetrics: readonly MetricDefinition[] = [
  { name: 'RequestsPerMinute', unit: 'Count', primary: 'Average', dimensions: ['statusCode'] },
  { name: 'RequestLatency', unit: 'MilliSeconds', primary: 'Average', dimensions: [] },
  ...latencies,
];

export const deploymentMetrics: readonly MetricDefinition[] = [
  { name: 'RequestsPerMinute', unit: 'Count', primary: 'Average', dimensions: ['statusCode'] },
  ...latencies,
  { name: 'CpuUtilizationPercentage', unit: 'Percent', primary: 'Average', dimensions: [] },
  { name: 'DeploymentCapacity', unit: 'Count', primary: 'Average', dimensions: [] },
];

export const metricAggregations = ['Average', 'Minimum', 'Maximum', 'Total', 'Count'] as const;
export const metricIntervals: Readonly<Record<string, number>> = {
  PT1M: 1,
  PT5M: 5,
  PT15M: 15,
  PT30M: 30,
  PT1H: 60,
};
