// Deletes a service, or one deployment of it that nobody's requests go to.
import { fail } from '../../core/errors/catalogue.ts';
import { lineageInWords } from '../../core/lineage/lineage-tags.ts';
import { decideDeletion } from '../../core/service/deletion.ts';
import type { DeployTarget, ServiceRef } from '../deploy/deploy-target.ts';

export interface Deletion {
  readonly kind: 'nothing' | 'would delete' | 'deleted';
  /** What it is about, or why there is nothing to do. */
  readonly reason: string;
}

/**
 * @param isSure false only says what would be deleted
 * @throws DeploymentServes for one deployment that gets requests
 */
export async function deleteService(
  target: Pick<DeployTarget, 'service' | 'delete'>,
  ref: ServiceRef,
  isSure: boolean,
): Promise<Deletion> {
  const found = await target.service(ref);
  const decision = decideDeletion(found, ref);
  switch (decision.kind) {
    case 'nothing':
      return { kind: 'nothing', reason: decision.reason };
    case 'serves': {
      const { deployment, share } = decision;
      const there = found?.deployments.find(({ name }) => name === deployment);
      const by = lineageInWords(there?.tags ?? {}) ?? 'nobody who left a tag';
      throw fail('DeploymentServes', { service: ref.service, deployment, share, by });
    }
    case 'delete':
      if (!isSure) return { kind: 'would delete', reason: decision.reason };
      await target.delete(ref);
      return { kind: 'deleted', reason: decision.reason };
  }
}
