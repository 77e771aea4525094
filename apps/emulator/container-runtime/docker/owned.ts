// Takes containers and images of stacks away: a stack's own at its end, and those of killed stacks at the next start.
import type Docker from 'dockerode';
import { statusOf } from './engine-error.ts';
import { ownerLabel } from './owner.ts';

/** Somebody else was faster, or it is still in use and will be removed with what uses it. */
const mayBeGone = (error: unknown): undefined => {
  if ([404, 409].includes(statusOf(error) ?? 0)) return undefined;
  throw error;
};

export interface Removed {
  readonly containers: number;
  readonly images: number;
}

/** @param isWanted told the owner of each, says whether it goes */
export async function removeOwned(docker: Docker, isWanted: (owner: string) => boolean): Promise<Removed> {
  const filters = { label: [ownerLabel] };
  const wanted = ({ Labels }: { Labels?: Record<string, string> | null }) =>
    isWanted(Labels?.[ownerLabel] ?? '');
  const containers = (await docker.listContainers({ all: true, filters })).filter(wanted);
  await Promise.all(
    containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true }).catch(mayBeGone)),
  );
  const images = (await docker.listImages({ filters })).filter(wanted);
  // One after another: they share layers, and the engine removes those without a name along with them.
  for (const { Id } of images) await docker.getImage(Id).remove({ force: true }).catch(mayBeGone);
  return { containers: containers.length, images: images.length };
}
