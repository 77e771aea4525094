// An azurerm service connection, parsed: where Azure is and how to sign in.

export type SignIn =
  | { readonly scheme: 'secret'; readonly clientId: string; readonly secret: string }
  | { readonly scheme: 'certificate'; readonly clientId: string; readonly certificatePem: string }
  | {
      readonly scheme: 'federated';
      readonly clientId: string;
      readonly connectionId: string;
      /** The job's own token for Azure DevOps (System.AccessToken). */
      readonly systemAccessToken: string;
      /** Where the job's OIDC token is asked for (System.OidcRequestUri). */
      readonly oidcRequestUri: string;
    };

export interface ServiceConnection {
  readonly name: string;
  /** Azure Resource Manager, without a trailing slash, e.g. https://management.azure.com. */
  readonly armUrl: string;
  /** The Entra authority, without a trailing slash, e.g. https://login.microsoftonline.com. */
  readonly authorityUrl: string;
  /** Audience of ARM tokens, e.g. https://management.core.windows.net/. */
  readonly audience: string;
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly signIn: SignIn;
  /** Set when the connection itself is scoped to one workspace (scope level AzureMLWorkspace). */
  readonly resourceGroup?: string;
  readonly workspace?: string;
}
