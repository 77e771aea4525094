// The control address of the emulator, which Azure does not have: tests order faults and take rights away with it.
import { z } from 'zod';
import type { GapList } from '../kernel/gap-list.ts';
import type { App } from '../kernel/https-server.ts';
import { FaultList, type FaultRule } from './faults.ts';
import { Rights } from './rights.ts';

/** Everything under it skips authentication; no path of Azure begins so. */
export const controlPrefix = '/_emulator/';

export interface Control {
  readonly faults: FaultList;
  readonly rights: Rights;
}

export function createControl(): Control {
  return { faults: new FaultList(), rights: new Rights() };
}

const faultShape = z.strictObject({
  method: z.string().optional(),
  path: z.string().optional(),
  times: z.int().min(1).default(1),
  status: z.int().min(0).max(599).optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  retryAfterSeconds: z.int().min(0).optional(),
  delayMs: z.int().min(0).optional(),
});

const rightsShape = z.strictObject({
  objectId: z.string().min(1),
  revoke: z.string().min(1).optional(),
  grant: z.boolean().optional(),
});

function defined(rule: z.infer<typeof faultShape>): FaultRule {
  return Object.fromEntries(
    Object.entries(rule).filter(([, value]) => value !== undefined),
  ) as unknown as FaultRule;
}

export function addControlRoutes(app: App, control: Control, gaps: GapList): void {
  const address = `${controlPrefix}faults`;
  app.get(address, () => ({ value: control.faults.pending() }));
  app.post(address, (request, reply) => {
    const parsed = faultShape.safeParse(request.body);
    if (!parsed.success) return reply.status(400).send({ error: z.prettifyError(parsed.error) });
    control.faults.add(defined(parsed.data));
    return reply.status(201).send(parsed.data);
  });
  app.delete(address, (_request, reply) => {
    control.faults.clear();
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
