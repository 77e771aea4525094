// What a deployment came to, for a person and for a program.
import type { DeployReport } from '../../../src/flows/deploy/deploy-model.ts';
import type { ServiceState } from '../../../src/flows/deploy/deploy-target.ts';
import { statusText } from '../service/status-report.ts';

export function deployedText({ model, version, plan }: DeployReport, service: ServiceState): string {
  const done = plan.steps.length === 0 ? 'served already' : 'is deployed';
  return `${model}:${version} ${done}.\n${statusText(service)}`;
}

/** One JSON object on one line: no body of a request, as bodies may hold secrets. */
export function deployedJson(report: DeployReport, service: ServiceState): string {
  const { model, version, deployment, plan } = report;
  const steps = plan.steps.map(({ kind, why }) => ({ kind, why }));
  return `${JSON.stringify({ model, version, deployment, service, steps, warnings: plan.warnings })}\n`;
}
