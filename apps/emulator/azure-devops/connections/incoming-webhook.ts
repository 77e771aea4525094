// Connections of type incomingwebhook: the name of an address that starts pipelines, and the secret that signs what it gets.
import { VssError } from '../rest/vss-error.ts';
import type { ServiceConnection } from './service-connection.ts';

export function isIncomingWebhook({ type }: { readonly type: string }): boolean {
  return type.toLowerCase() === 'incomingwebhook';
}

function parameter({ parameters }: ServiceConnection, name: string): string {
  return Object.entries(parameters).find(([key]) => key.toLowerCase() === name)?.[1] ?? '';
}

export interface IncomingWebhook {
  readonly name: string;
  /** Empty: what arrives is not checked. */
  readonly secret: string;
  readonly header: string;
}

export function incomingWebhookOf(connection: ServiceConnection): IncomingWebhook {
  return {
    name: parameter(connection, 'webhookname'),
    secret: parameter(connection, 'secret'),
    header: parameter(connection, 'header'),
  };
}

/** Throws VssError 400 for a name that the service does not accept, or a secret without a header to find it in. */
export function checkIncomingWebhook(connection: ServiceConnection): void {
  if (!isIncomingWebhook(connection)) return;
  const { name, secret, header } = incomingWebhookOf(connection);
  const refuse = (message: string): never => {
    throw new VssError(400, 'ArgumentException', message);
  };
  if (!/^[-_A-Za-z0-9]+$/.test(name))
    refuse(`The web hook name '${name}' may have letters, digits, '-' and '_' only.`);
  if (secret !== '' && header === '')
    refuse(
      'An incoming web hook with a secret needs the name of the HTTP header that carries the signature.',
    );
}
