// The Azure DevOps of the stack, which knows the stack's Azure and which the stack's identity trusts.
import type { AzureDevOps } from './azure-devops/server.ts';
import type { WorkspaceScope } from './azure-ml/scope.ts';
import type { Ground } from './ground.ts';
import type { Identity } from './identity/server.ts';
import type { Teardown } from './kernel/teardown.ts';
import type { DevOpsStarter } from './stack-options.ts';

export interface DevOpsParts {
  readonly ground: Ground;
  readonly port: number;
  readonly identity: Identity;
  readonly armUrl: string;
  readonly scope: WorkspaceScope;
  readonly log: (line: string) => void;
  readonly teardown: Teardown;
}

export async function startTrustedDevOps(start: DevOpsStarter, parts: DevOpsParts): Promise<AzureDevOps> {
  const { ground, identity, armUrl, scope, log } = parts;
  const { client, tenantId } = identity;
  const devops = await start({
    ...ground,
    port: parts.port,
    stateDir: ground.directories.run,
    log,
    azure: {
      ...{ armUrl, authority: identity.authority, tenantId },
      ...{ clientId: client.clientId, clientSecret: client.clientSecret },
      ...{ certificatePem: client.certificatePem },
      ...{ subscriptionId: scope.subscriptionId, subscriptionName: scope.subscriptionName },
      ...{ resourceGroup: scope.resourceGroup, workspace: scope.workspace, location: scope.location },
    },
  });
  parts.teardown.add('azure-devops', () => devops.close());
  identity.trustIssuer({
    issuer: devops.issuer,
    audience: 'api://AzureADTokenExchange',
    acceptsSubject: (subject) => devops.federatedSubjects().includes(subject),
  });
  return devops;
}
