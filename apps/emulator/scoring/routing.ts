// Decides which deployment answers a request to an endpoint. Pure: the die is passed in.
import type { EndpointView, RoutedDeployment } from '../azure-ml/online/scoring-host.ts';

export type Route =
  | { readonly kind: 'deployment'; readonly deployment: RoutedDeployment; readonly reason: string }
  | { readonly kind: 'refused'; readonly status: number; readonly reason: string };

const find = (view: EndpointView, name: string): RoutedDeployment | undefined =>
  view.deployments.find((deployment) => deployment.name.toLowerCase() === name.toLowerCase());

/**
 * @param header the value of azureml-model-deployment, which overrides the traffic
 * @param die a number from 0 up to, not including, 1
 */
export function chooseDeployment(view: EndpointView, header: string | undefined, die: number): Route {
  if (header !== undefined) {
    const deployment = find(view, header);
    return deployment
      ? { kind: 'deployment', deployment, reason: 'named by the request header' }
      : { kind: 'refused', status: 404, reason: `there is no deployment '${header}'` };
  }
  const weighted = Object.entries(view.traffic).filter(([, percent]) => percent > 0);
  const total = weighted.reduce((sum, [, percent]) => sum + percent, 0);
  let left = die * total;
  for (const [name, percent] of weighted) {
    left -= percent;
    const deployment = find(view, name);
    if (left < 0 && deployment)
      return { kind: 'deployment', deployment, reason: `it has ${percent} percent of the traffic` };
  }
  return { kind: 'refused', status: 404, reason: 'no deployment has positive traffic' };
}

/** The deployment that gets a copy of this request; undefined for none. */
export function chooseMirror(view: EndpointView, die: number): RoutedDeployment | undefined {
  const [name, percent] = Object.entries(view.mirrorTraffic)[0] ?? [];
  if (name === undefined || percent === undefined || die * 100 >= percent) return undefined;
  return find(view, name);
}
