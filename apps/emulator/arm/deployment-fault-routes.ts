// The control addresses that order failures of deployments, show them and forget them.
import { z } from 'zod';
import type { App } from '../kernel/https-server.ts';
import { type DeploymentFaultList, deploymentFaultShape } from '../scoring/deployment-faults.ts';

export function addDeploymentFaultRoutes(app: App, address: string, faults: DeploymentFaultList): void {
  app.get(address, () => ({ value: faults.pending() }));
  app.post(address, (request, reply) => {
    const parsed = deploymentFaultShape.safeParse(request.body);
    if (!parsed.success) return reply.status(400).send({ error: z.prettifyError(parsed.error) });
    faults.add(parsed.data);
    return reply.status(201).send(parsed.data);
  });
  app.delete(address, (_request, reply) => {
    faults.clear();
    return reply.status(204).send();
  });
}
