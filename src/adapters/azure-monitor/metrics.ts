// Metrics of Azure Monitor, a value a minute.
import * as z from 'zod';
import { fail } from '../../core/errors/catalogue.ts';
import { given } from '../../core/given.ts';
import type { Metrics } from '../../ports/azure-monitor.ts';
import type { MonitorCalls } from './monitor-client.ts';

const value = z.number().nullish();
const point = z.looseObject({
  timeStamp: z.string(),
  ...{ average: value, total: value, count: value, minimum: value, maximum: value },
});
const answer = z.looseObject({
  value: z.array(
    z.looseObject({ timeseries: z.array(z.looseObject({ data: z.array(point).default([]) })).default([]) }),
  ),
});

/** @param calls with the api-version of metrics */
export function createMetrics(calls: MonitorCalls): Metrics {
  return {
    async read({ resource, metric, from, to, aggregation, filter }) {
      const path = `${resource}/providers/Microsoft.Insights/metrics`;
      const found = await calls.get(path, answer, {
        ...{ metricnames: metric, aggregation, interval: 'PT1M' },
        timespan: `${from.toISOString()}/${to.toISOString()}`,
        ...given({ $filter: filter }),
      });
      if (found === undefined) throw fail('AzureResourceNotFound', { resource });
      const points = found.value.flatMap(({ timeseries }) => timeseries.flatMap(({ data }) => data));
      return points.flatMap((one) => {
        const measured = one[aggregation];
        // A minute in which nothing happened has a row without a value.
        return typeof measured === 'number' ? [{ at: new Date(one.timeStamp), value: measured }] : [];
      });
    },
  };
}
