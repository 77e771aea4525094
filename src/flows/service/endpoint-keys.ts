// The keys that callers of a service present, and how they are changed without a request being refused.
import { fail } from '../../core/errors/catalogue.ts';
import type { KeyName, KeyPair } from '../../ports/endpoint-keys.ts';
import type { CallerKeys, ServiceRef, ServiceState } from '../deploy/deploy-target.ts';

/** @throws KeysNotUsed telling how callers of this service get in */
export function requireKeys({ name, authMode }: ServiceState): void {
  if (authMode?.toLowerCase() === 'key') return;
  throw fail('KeysNotUsed', { service: name, mode: authMode ?? 'nothing at all' });
}

export interface RotatedKey {
  readonly key: KeyName;
  /** The other one, which callers can go on using. */
  readonly stays: KeyName;
  /** What a person does next. */
  readonly next: string;
  /** Secrets: both as they are now. */
  readonly keys: KeyPair;
}

const nextStep: Readonly<Record<KeyName, string>> = {
  secondary:
    'Let every caller take the new secondary key; when all have, run the same with --key primary, which ends the key they used until then.',
  primary:
    'The key that callers used before is refused from now on. They can go on with the secondary key, or take the new primary one.',
};

/**
 * Makes a new key in place of one, and leaves the other as it is: callers that use that one notice nothing.
 *
 * @throws KeysNotUsed; KeysNotRotated where only a deployment can change them; AzureConflict if somebody changed the other key meanwhile
 */
export async function rotateKey(
  keys: CallerKeys,
  { workspace, service }: ServiceRef,
  state: ServiceState,
  key: KeyName,
): Promise<RotatedKey> {
  requireKeys(state);
  if (keys.regenerate === undefined) throw fail('KeysNotRotated', { service });
  const stays = key === 'primary' ? 'secondary' : 'primary';
  const before = await keys.read(workspace, service);
  await keys.regenerate(workspace, service, key);
  const after = await keys.read(workspace, service);
  if (after[key] === before[key])
    throw fail('AzureConflict', { resource: service, reason: `the ${key} key is the same as before` });
  if (after[stays] !== before[stays])
    throw fail('AzureConflict', { resource: service, reason: `the ${stays} key was changed, too` });
  return { key, stays, next: nextStep[key], keys: after };
}
