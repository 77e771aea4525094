// Signing in to Microsoft Entra with what a service connection holds.
import type { TokenCredential } from '@azure/core-auth';
import {
  AzurePipelinesCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
} from '@azure/identity';
import { isWellKnownAuthority } from '../../core/cloud.ts';
import type { ServiceConnection } from '../../core/service-connection.ts';
import { signInFailure } from './sign-in-failure.ts';

/**
 * The credential of a service connection; tokens are cached and renewed by it.
 * Its `getToken` throws AzureUnauthorized, AzureNotReachable or AzureFailed.
 */
export function createCredential(connection: ServiceConnection): TokenCredential {
  let credential: TokenCredential | undefined;
  return {
    async getToken(scopes, options) {
      try {
        credential ??= signInWith(connection);
        return await credential.getToken(scopes, options);
      } catch (error) {
        throw await signInFailure(connection, error);
      }
    },
  };
}

function signInWith({ signIn, tenantId, authorityUrl }: ServiceConnection): TokenCredential {
  const options = {
    authorityHost: authorityUrl,
    disableInstanceDiscovery: !isWellKnownAuthority(authorityUrl),
  };
  switch (signIn.scheme) {
    case 'secret':
      return new ClientSecretCredential(tenantId, signIn.clientId, signIn.secret, options);
    case 'certificate':
      return new ClientCertificateCredential(
        tenantId,
        signIn.clientId,
        { certificate: signIn.certificatePem },
        options,
      );
    case 'federated':
      // AzurePipelinesCredential takes this one value from the environment only.
      process.env['SYSTEM_OIDCREQUESTURI'] = signIn.oidcRequestUri;
      return new AzurePipelinesCredential(
        tenantId,
        signIn.clientId,
        signIn.connectionId,
        signIn.systemAccessToken,
        options,
      );
  }
}
