// The three azurerm connections that are there at start: one for each way to sign in, all to the stack's own Azure.
import type { ConnectionInput } from './service-connection.ts';

export interface EmulatedAzure {
  readonly armUrl: string;
  readonly authority: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Certificate and private key in one PEM, as an azurerm connection holds them. */
  readonly certificatePem: string;
  readonly subscriptionId: string;
  readonly subscriptionName: string;
  readonly resourceGroup: string;
  readonly workspace: string;
  readonly location: string;
}

const seededConnectionNames = {
  secret: 'azureml-secret',
  certificate: 'azureml-certificate',
  federated: 'azureml-federated',
} as const;

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}

/** Data as the Azure Stack form of the connection has it: the one environment whose addresses the user gives. */
function dataOf(azure: EmulatedAzure): Record<string, string> {
  return {
    subscriptionId: azure.subscriptionId,
    subscriptionName: azure.subscriptionName,
    environment: 'AzureStack',
    scopeLevel: 'Subscription',
    creationMode: 'Manual',
    environmentUrl: withSlash(azure.armUrl),
    environmentAuthorityUrl: withSlash(azure.authority),
    activeDirectoryAuthority: withSlash(azure.authority),
    activeDirectoryServiceEndpointResourceId: 'https://management.core.windows.net/',
  };
}

/** `issuer` and `subjectOf` describe the tokens the emulated organization signs for the federated connection. */
export function seededConnections(
  azure: EmulatedAzure,
  issuer: string,
  subjectOf: (connectionName: string) => string,
): readonly ConnectionInput[] {
  const common = { type: 'azurerm', url: withSlash(azure.armUrl), data: dataOf(azure) };
  const principal = { tenantid: azure.tenantId, serviceprincipalid: azure.clientId };
  return [
    {
      ...common,
      name: seededConnectionNames.secret,
      authorization: {
        scheme: 'ServicePrincipal',
        parameters: { ...principal, authenticationType: 'spnKey', serviceprincipalkey: azure.clientSecret },
      },
    },
    {
      ...common,
      name: seededConnectionNames.certificate,
      authorization: {
        scheme: 'ServicePrincipal',
        parameters: {
          ...principal,
          authenticationType: 'spnCertificate',
          servicePrincipalCertificate: azure.certificatePem,
        },
      },
    },
    {
      ...common,
      name: seededConnectionNames.federated,
      authorization: {
        scheme: 'WorkloadIdentityFederation',
        parameters: {
          ...principal,
          workloadIdentityFederationIssuer: issuer,
          workloadIdentityFederationSubject: subjectOf(seededConnectionNames.federated),
        },
      },
    },
  ];
}
