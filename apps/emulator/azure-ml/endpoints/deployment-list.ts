// The deployments of an endpoint, page by page in the order that the call asks for.
import type { Answer, OperationCall } from '../../arm/operation.ts';
import type { Kept } from '../kept.ts';
import { orderFrom, pageAnswer } from '../listing.ts';

export const deploymentListQuery = ['$orderBy', '$top', '$skip'];

export function listDeployments<Deployment extends Kept<unknown>>(
  { deployments }: { readonly deployments: ReadonlyMap<string, Deployment> },
  call: OperationCall,
  view: (deployment: Deployment) => unknown,
): Answer {
  const order = orderFrom(call.query('$orderBy'));
  const items = [...deployments.values()].sort((a, b) => order(a.systemData, b.systemData));
  return pageAnswer(items, call, view);
}
