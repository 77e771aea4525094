// Autoscale settings of Azure Monitor.
import * as z from 'zod';
import type { AutoscaleSettings } from '../../ports/azure-monitor.ts';
import type { MonitorCalls } from './monitor-client.ts';

const setting = z.looseObject({ id: z.string(), tags: z.record(z.string(), z.string()).nullish() });

/** @param calls with the api-version of autoscale settings */
export function createAutoscaleSettings(calls: MonitorCalls): AutoscaleSettings {
  return {
    async get(id) {
      const found = await calls.get(id, setting);
      return found && { id: found.id, tags: found.tags ?? {} };
    },
    async put(id, body) {
      await calls.put(id, body, setting);
    },
    delete: (id) => calls.delete(id),
  };
}
