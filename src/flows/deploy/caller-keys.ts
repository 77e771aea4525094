// The keys that callers of a deployed service present, for whatever comes after its deployment.
import type { DeploymentConfig } from '../../core/config/deployment-config.ts';
import { given } from '../../core/given.ts';
import { isExtensionError } from '../../core/errors/extension-error.ts';
import type { KeyPair } from '../../ports/endpoint-keys.ts';
import type { Log } from '../../ports/log.ts';
import type { DeployTarget, ServiceAddress, ServiceRef } from './deploy-target.ts';

export interface CallerKeysPorts {
  readonly target: Pick<DeployTarget, 'keys'>;
  readonly deployment: Pick<DeploymentConfig, 'settings'>;
  readonly log: Log;
}

/** Errors that say that these keys are not for this connection to read: the deployment is none the worse for it. */
const notForUs = new Set(['AzureForbidden', 'AzureRejected']);

/** Secrets; empty where callers present none, or where they can not be read. */
export async function callerKeys(
  { workspace, service }: Pick<ServiceRef, 'workspace' | 'service'>,
  { authMode }: Pick<ServiceAddress, 'authMode'>,
  { target, deployment, log }: CallerKeysPorts,
): Promise<Partial<KeyPair>> {
  if (target.keys === undefined || authMode?.toLowerCase() !== 'key') return {};
  try {
    return await target.keys.read(workspace, service);
  } catch (error) {
    if (!isExtensionError(error)) throw error;
    // Only the deployment config knows them, and this run has read it.
    if (error.code === 'ServiceKeyUnknown') {
      const { primaryKey: primary, secondaryKey: secondary } = deployment.settings.keys ?? {};
      return given({ primary, secondary });
    }
    if (!notForUs.has(error.code)) throw error;
    log.info(`The keys of '${service}' are no output: ${error.message}`);
    return {};
  }
}
