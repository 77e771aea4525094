// Names of endpoints and deployments: the service's rules, and the names we derive.
import { fail } from '../errors/catalogue.ts';

// Letters, digits and single dashes, beginning with a letter, ending with a letter or digit; 3 to 32 characters
// (how-to-manage-quotas; the same pattern as in the Python SDK).
const onlineName = /^[a-zA-Z](?:-?[a-zA-Z0-9])*$/;
const rule =
  'it must have 3 to 32 letters, digits and single dashes, begin with a letter and end with a letter or digit';

/** @throws NameInvalid */
export function checkEndpointName(name: string): string {
  if (name.length < 3 || name.length > 32 || !onlineName.test(name))
    throw fail('NameInvalid', { what: 'endpoint name', name, rule });
  return name;
}

/** On Kubernetes both names together become one of the cluster's (how-to-manage-quotas). */
const maxTogether = 62;

/** @throws NameInvalid */
export function checkDeploymentName(
  name: string,
  { endpoint, onKubernetes }: { readonly endpoint: string; readonly onKubernetes: boolean },
): string {
  if (name.length < 3 || name.length > 32 || !onlineName.test(name))
    throw fail('NameInvalid', { what: 'deployment name', name, rule });
  if (onKubernetes && endpoint.length + name.length > maxTogether)
    throw fail('NameInvalid', {
      what: 'deployment name',
      name,
      rule: `on Kubernetes it may have at most ${maxTogether} characters together with the endpoint '${endpoint}'`,
    });
  return name;
}

/**
 * The name of the deployment that serves `version` with the content `hash`: the same inputs give the same name, so a
 * second run finds the first one's work, and a changed script or setting gives a new deployment beside the old one.
 */
export function deploymentName(version: string, hash: string): string {
  const slug = version
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 20)
    .replace(/-+$/, '');
  return `v${slug}-${hash.slice(0, 6)}`;
}
