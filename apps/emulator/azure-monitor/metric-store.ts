// What Azure Monitor measures of online deployments: one row a minute, from the requests and processes that there really were.

export interface Samples {
  readonly count: number;
  readonly total: number;
  readonly minimum: number;
  readonly maximum: number;
}

export interface ObservedRequest {
  readonly endpoint: string;
  readonly deployment: string;
  readonly status: number;
  readonly milliseconds: number;
}

interface Minute {
  /** Milliseconds since 1970 at which the minute begins. */
  readonly start: number;
  readonly latencies: number[];
  readonly statuses: string[];
  readonly gauges: Map<string, Samples>;
}

const minuteMs = 60_000;
/** Azure keeps 93 days; a stack lives for hours. */
const kept = 24 * 60;

const startOf = (time: number): number => Math.floor(time / minuteMs) * minuteMs;

function merge(a: Samples | undefined, value: number): Samples {
  if (a === undefined) return { count: 1, total: value, minimum: value, maximum: value };
  return {
    count: a.count + 1,
    total: a.total + value,
    minimum: Math.min(a.minimum, value),
    maximum: Math.max(a.maximum, value),
  };
}

const samplesOf = (values: readonly number[]): Samples | undefined =>
  values.reduce<Samples | undefined>((sum, value) => merge(sum, value), undefined);

/** The value below which `share` (0 to 1) of the sorted values lie. */
const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

const percentiles: Readonly<Record<string, number>> = {
  requestlatency_p50: 0.5,
  requestlatency_p90: 0.9,
  requestlatency_p95: 0.95,
  requestlatency_p99: 0.99,
};

export class MetricStore {
  readonly #minutes = new Map<string, Minute[]>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  #minute(key: string): Minute {
    const rows = this.#minutes.get(key) ?? [];
    this.#minutes.set(key, rows);
    const start = startOf(this.#now().getTime());
    const last = rows.at(-1);
    if (last?.start === start) return last;
    const row: Minute = { start, latencies: [], statuses: [], gauges: new Map() };
    rows.push(row);
    rows.splice(0, rows.length - kept);
    return row;
  }

  observe({ endpoint, deployment, status, milliseconds }: ObservedRequest): void {
    for (const key of [endpoint, `${endpoint}/${deployment}`]) {
      const row = this.#minute(key.toLowerCase());
      row.latencies.push(milliseconds);
      row.statuses.push(String(status));
    }
  }

  /** A value at this moment, such as the load of a deployment's processes. */
  gauge(key: string, metric: string, value: number): void {
    const { gauges } = this.#minute(key.toLowerCase());
    gauges.set(metric.toLowerCase(), merge(gauges.get(metric.toLowerCase()), value));
  }

  /** @param statusCode counts only answers with that status */
  samples(key: string, metric: string, minute: number, statusCode?: string): Samples | undefined {
    const row = this.#minutes.get(key.toLowerCase())?.find(({ start }) => start === minute);
    if (row === undefined) return undefined;
    const name = metric.toLowerCase();
    const { latencies, statuses, gauges } = row;
    if (name === 'requestsperminute') {
      const counted = statusCode === undefined ? statuses : statuses.filter((one) => one === statusCode);
      return counted.length === 0 ? undefined : samplesOf([counted.length]);
    }
    if (name === 'requestlatency') return samplesOf(latencies);
    const share = percentiles[name];
    if (share !== undefined)
      return latencies.length === 0 ? undefined : samplesOf([quantile(latencies, share)]);
    return gauges.get(name);
  }

  /** Statuses that were answered in the minutes from `from` up to, not including, `to`. */
  statuses(key: string, from: number, to: number): readonly string[] {
    const rows = (this.#minutes.get(key.toLowerCase()) ?? []).filter(
      ({ start }) => start >= from && start < to,
    );
    return [...new Set(rows.flatMap(({ statuses }) => statuses))].toSorted();
  }
}
