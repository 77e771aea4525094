// What deployments need from Azure Monitor: the setting that scales one, and the metrics that tell how it does.

/** An autoscale setting, as far as a plan depends on it. */
export interface AutoscaleSetting {
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** `id` is the ARM id of a setting. Every call throws catalogue errors only. */
export interface AutoscaleSettings {
  get(id: string): Promise<AutoscaleSetting | undefined>;
  put(id: string, body: object): Promise<void>;
  /** One that is not there is no error. */
  delete(id: string): Promise<void>;
}

export interface MetricQuery {
  /** ARM id of what is measured. */
  readonly resource: string;
  readonly metric: string;
  readonly from: Date;
  readonly to: Date;
  /** `total` and `count` add up, the others do not. */
  readonly aggregation: 'average' | 'total' | 'count' | 'minimum' | 'maximum';
  /** As in `statusCode eq '200'`; absent: all together. */
  readonly filter?: string;
}

export interface MetricPoint {
  readonly at: Date;
  readonly value: number;
}

export interface Metrics {
  /** One point a minute, where something was measured. @throws AzureResourceNotFound, AzureRejected for an unknown metric */
  read(query: MetricQuery): Promise<readonly MetricPoint[]>;
}
