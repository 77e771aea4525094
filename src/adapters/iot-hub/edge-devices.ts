// What the devices of an IoT Hub report, and what their modules print.
import * as z from 'zod';
import type { EdgeDeviceState } from '../../core/edge/device-state.ts';
import { fail } from '../../core/errors/catalogue.ts';
import type { EdgeDevices } from '../../ports/edge-configurations.ts';
import { agentTwin, deviceState } from './device-state.ts';
import { type HubRequest, resourceOf, type SendToHub } from './hub-client.ts';
import { read } from './read.ts';

const methodAnswer = z.object({ status: z.number(), payload: z.unknown() });
const moduleLogs = z.array(z.looseObject({ id: z.string(), payload: z.string().nullish() }));

export function createEdgeDevices(send: SendToHub): EdgeDevices {
  return {
    async targeted(hub, id) {
      const query = `SELECT * FROM devices.modules WHERE moduleId = '$edgeAgent' AND is_defined(configurations.[[${id}]].status)`;
      const states: EdgeDeviceState[] = [];
      let next: string | undefined;
      do {
        const request: HubRequest = {
          ...{ method: 'POST', hub, path: '/devices/query', body: { query } },
          headers: { 'x-ms-max-item-count': '100', ...(next !== undefined && { 'x-ms-continuation': next }) },
        };
        const answer = await send(request);
        const page = read(request, answer, z.array(agentTwin));
        states.push(...page.map((twin) => deviceState(twin, id)));
        next = answer.header('x-ms-continuation');
      } while (next !== undefined && next !== '');
      return states;
    },

    async logs(hub, { device, module, tail }) {
      const request: HubRequest = {
        method: 'POST',
        hub,
        path: `/twins/${encodeURIComponent(device)}/modules/$edgeAgent/methods`,
        body: {
          methodName: 'GetModuleLogs',
          responseTimeoutInSeconds: 30,
          payload: {
            schemaVersion: '1.0',
            items: [{ id: `^${module}$`, filter: { tail } }],
            encoding: 'none',
            contentType: 'text',
          },
        },
      };
      const { status, payload } = read(request, await send(request), methodAnswer);
      const logs = moduleLogs.safeParse(payload);
      if (status !== 200 || !logs.success)
        throw fail('AzureRejected', {
          resource: resourceOf(request),
          status,
          reason: 'the agent gives no logs',
        });
      return logs.data.map((one) => one.payload ?? '').join('');
    },
  };
}
