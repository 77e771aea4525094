// A resource as the emulator keeps it, and its states while operations work on it.
import type { OperationCall } from '../arm/operation.ts';
import { mlErrors } from './ml-error.ts';
import { created, type SystemData } from './system-data.ts';

export type ProvisioningState =
  'Creating' | 'Updating' | 'Scaling' | 'Deleting' | 'Succeeded' | 'Failed' | 'Canceled';

export interface Kept<Request> {
  readonly name: string;
  request: Request;
  systemData: SystemData;
  provisioningState: ProvisioningState;
  /** True while a long-running operation works on it. */
  busy: boolean;
  /** Where the state of its last PUT's operation is to be had; '' before there is one. */
  lastOperationUrl: string;
}

/** @param at when its PUT came, by the stamps of the service */
export function newlyKept<Request>(
  name: string,
  request: Request,
  { at, call }: { readonly at: string; readonly call: OperationCall },
): Kept<Request> {
  return {
    ...{ name, request, systemData: created(at, call.caller) },
    ...{ provisioningState: 'Creating', busy: true, lastOperationUrl: '' },
  };
}

/**
 * @param what the kind of the resource in words
 * @throws ArmError 409 while an operation runs on it
 */
export function refuseBusy(what: string, resource: Kept<unknown> | undefined): void {
  if (!resource?.busy) return;
  const { name, provisioningState } = resource;
  throw mlErrors.conflict(
    `An operation on ${what} '${name}' is already in progress (${provisioningState}). Wait until it has ended.`,
  );
}
