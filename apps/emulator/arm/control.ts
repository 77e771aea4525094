// The control address of the emulator, which Azure does not have: tests order faults and take rights away with it.
import { z } from 'zod';
import { TelemetryLog } from '../azure-monitor/telemetry-log.ts';
import type { GapList } from '../kernel/gap-list.ts';
import type { App } from '../kernel/https-server.ts';
import { EventFaultList, eventFaultShape } from '../event-grid/event-faults.ts';
import { asFaultRule, FaultList, faultShape } from '../kernel/fault-list.ts';
import { DeploymentFaultList } from '../scoring/deployment-faults.ts';
import { addDeploymentFaultRoutes } from './deployment-fault-routes.ts';
import { Rights } from './rights.ts';

/** Everything under it skips authentication; no path of Azure begins so. */
export const controlPrefix = '/_emulator/';

export interface Control {
  readonly faults: FaultList;
  /** Of the IoT Hub. */
  readonly hubFaults: FaultList;
  readonly eventFaults: EventFaultList;
  readonly rights: Rights;
  readonly deploymentFaults: DeploymentFaultList;
  /** What reached the stack's Application Insights. */
  readonly telemetry: TelemetryLog;
}

export function createControl(): Control {
  return {
    faults: new FaultList(),
    hubFaults: new FaultList(),
    eventFaults: new EventFaultList(),
    rights: new Rights(),
    deploymentFaults: new DeploymentFaultList(),
    telemetry: new TelemetryLog(),
  };
}

const rightsShape = z.strictObject({
  objectId: z.string().min(1),
  revoke: z.string().min(1).optional(),
  grant: z.boolean().optional(),
});

export function addControlRoutes(app: App, control: Control, gaps: GapList): void {
  const address = `${controlPrefix}faults`;
  app.get(address, () => ({ value: control.faults.pending() }));
  app.post(address, (request, reply) => {
    const parsed = faultShape.safeParse(request.body);
    if (!parsed.success) return reply.status(400).send({ error: z.prettifyError(parsed.error) });
    control.faults.add(asFaultRule(parsed.data));
    return reply.status(201).send(parsed.data);
  });
  app.delete(address, (_request, reply) => {
    control.faults.clear();
    return reply.status(204).send();
  });
  app.get(`${controlPrefix}telemetry`, () => ({ value: control.telemetry.items() }));
  addDeploymentFaultRoutes(app, `${controlPrefix}deployment-faults`, control.deploymentFaults);
  app.post(`${controlPrefix}event-faults`, (request, reply) => {
    const parsed = eventFaultShape.safeParse(request.body);
    if (!parsed.success) return reply.status(400).send({ error: z.prettifyError(parsed.error) });
    control.eventFaults.add(parsed.data);
    return reply.status(201).send(parsed.data);
  });
  app.delete(`${controlPrefix}event-faults`, (_request, reply) => {
    control.eventFaults.clear();
    return reply.status(204).send();
  });
  app.post(`${controlPrefix}rights`, (request, reply) => {
    const parsed = rightsShape.safeParse(request.body);
    if (!parsed.success) return reply.status(400).send({ error: z.prettifyError(parsed.error) });
    const { objectId, revoke, grant } = parsed.data;
    if (grant) control.rights.grant(objectId);
    if (revoke) control.rights.revoke(objectId, revoke);
    return reply.status(204).send();
  });
  app.get(`${controlPrefix}gaps`, () => ({ value: gaps.entries() }));
}
