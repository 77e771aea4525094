// Whether a service, or one deployment of it, may be deleted. Pure.

export interface Deletable {
  readonly name: string;
  readonly deployments: readonly {
    readonly name: string;
    /** Percent of the requests, where they are split. */
    readonly share?: number;
  }[];
}

export type DeletionDecision =
  | { readonly kind: 'nothing'; readonly reason: string }
  /** Requests go there. */
  | { readonly kind: 'serves'; readonly deployment: string; readonly share: number; readonly reason: string }
  | { readonly kind: 'delete'; readonly reason: string };

const counted = (count: number): string => `${count} ${count === 1 ? 'deployment' : 'deployments'}`;

/**
 * @param found absent if there is no such service
 * @param deployment absent: the whole service
 */
export function decideDeletion(
  found: Deletable | undefined,
  { service, deployment }: { readonly service: string; readonly deployment?: string },
): DeletionDecision {
  if (found === undefined) return { kind: 'nothing', reason: `there is no service '${service}'` };
  const { deployments } = found;
  if (deployment === undefined) {
    const serving = deployments.filter(({ share = 0 }) => share > 0).map(({ name }) => name);
    const requests = serving.length === 0 ? '' : `; requests go to ${serving.join(', ')} now`;
    return {
      kind: 'delete',
      reason: `service '${service}' with its ${counted(deployments.length)}${requests}`,
    };
  }
  const one = deployments.find(({ name }) => name === deployment);
  if (one === undefined)
    return { kind: 'nothing', reason: `service '${service}' has no deployment '${deployment}'` };
  const { share = 0 } = one;
  if (share > 0) {
    const reason = `deployment '${deployment}' of service '${service}' gets ${share} % of its requests`;
    return { kind: 'serves', deployment, share, reason };
  }
  return {
    kind: 'delete',
    reason: `deployment '${deployment}' of service '${service}', which gets no requests`,
  };
}
