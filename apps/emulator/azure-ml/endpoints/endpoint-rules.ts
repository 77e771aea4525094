// What holds for the names, places and numbers of online and batch endpoints and deployments alike.
import { mlErrors } from '../ml-error.ts';

const maxDeployments = 20;

/**
 * Endpoint and deployment names: a letter first, 3 to 32 letters, digits and single dashes, no dash at the end.
 *
 * @throws ArmError 400
 */
export function checkName(kind: 'endpoint' | 'deployment', name: string): void {
  if (
    /^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/.test(name) &&
    name.length >= 3 &&
    name.length <= 32 &&
    !name.includes('--')
  )
    return;
  throw mlErrors.badRequest(
    `The ${kind} name '${name}' is invalid. It must begin with a letter, be 3 to 32 characters long, and consist of letters, digits and single dashes.`,
  );
}

/** @throws ArmError 400 for another location than the workspace's */
export function checkLocation(given: string, location: string): void {
  if (given.toLowerCase().replaceAll(' ', '') !== location.toLowerCase())
    throw mlErrors.badRequest(`The location '${given}' is not the workspace's location '${location}'.`);
}

/** @throws ArmError 400 when an endpoint with so many deployments takes no other */
export function checkRoom(deployments: number): void {
  if (deployments >= maxDeployments)
    throw mlErrors.badRequest(`An endpoint holds at most ${maxDeployments} deployments.`);
}
