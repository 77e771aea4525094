// How the stack starts its Azure DevOps part: passed in, so that tests can do without it.
import type { RunningServer } from './kernel/https-server.ts';
import type { ServerCertificate } from './kernel/certificate-authority.ts';
import type { GapList } from './kernel/gap-list.ts';

export interface DevOpsStartOptions {
  readonly port: number;
  readonly certificate: ServerCertificate;
  readonly caPem: string;
  readonly caFile: string;
  readonly gaps: GapList;
  readonly stateDir: string;
  readonly log: (line: string) => void;
  /** What its service connections shall hold. */
  readonly azure: {
    readonly armUrl: string;
    readonly authority: string;
    readonly tenantId: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly certificatePem: string;
    readonly subscriptionId: string;
    readonly subscriptionName: string;
    readonly resourceGroup: string;
    readonly workspace: string;
    readonly location: string;
  };
}

export interface StartedDevOps extends RunningServer {
  readonly organizationUrl: string;
  readonly project: string;
  readonly personalAccessToken: string;
  /** Issuer of the pipelines' ID tokens; its metadata lies at `${issuer}/.well-known/openid-configuration`. */
  readonly issuer: string;
  /** Subjects of the service connections that use workload identity federation. */
  federatedSubjects(): readonly string[];
}

export type DevOpsStarter = (options: DevOpsStartOptions) => Promise<StartedDevOps>;
