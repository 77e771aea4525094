// The directory of the emulated tenant: applications, what proves that a caller is one of them, and known resources.
import { randomBytes, randomUUID } from 'node:crypto';

export interface ClientSecret {
  readonly value: string;
  readonly expiresAt: Date;
}

export interface FederatedCredential {
  /** The issuer whose tokens are accepted, exactly as in their `iss`. */
  readonly issuer: string;
  readonly audience: string;
  /** Whether `sub` is one that was registered; asked anew each time, as connections come and go. */
  readonly acceptsSubject: (subject: string) => boolean;
}

export interface Application {
  readonly clientId: string;
  readonly objectId: string;
  readonly displayName: string;
  readonly secrets: readonly ClientSecret[];
  /** Certificates in PEM whose keys may sign client assertions. */
  readonly certificates: readonly string[];
}

export class Tenant {
  readonly tenantId: string = randomUUID();
  readonly displayName = 'Emulated Directory';
  readonly #applications = new Map<string, Application>();
  readonly #federated = new Map<string, FederatedCredential[]>();
  readonly #resources = new Set<string>();

  add(application: Application): void {
    this.#applications.set(application.clientId, application);
  }

  application(clientId: string): Application | undefined {
    return this.#applications.get(clientId.toLowerCase());
  }

  federate(clientId: string, credential: FederatedCredential): void {
    this.#federated.set(clientId, [...this.federatedCredentials(clientId), credential]);
  }

  federatedCredentials(clientId: string): readonly FederatedCredential[] {
    return this.#federated.get(clientId) ?? [];
  }

  /** Makes `resource` (an application ID URI) one that tokens can be asked for. */
  addResource(resource: string): void {
    this.#resources.add(resource.replace(/\/+$/, ''));
  }

  hasResource(resource: string): boolean {
    return this.#resources.has(resource.replace(/\/+$/, ''));
  }
}

/** A secret as Entra ID makes them: 40 characters that need no escaping in a form. */
export function newSecret(): string {
  return randomBytes(30).toString('base64url');
}
