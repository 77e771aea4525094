// The inputs of the watch task, typed.
import { fail } from '../../../src/core/errors/catalogue.ts';
import type { ServiceConnection } from '../../../src/core/service-connection.ts';
import {
  type StateAddresses,
  addressesOfAccount,
  names,
  rules,
  usualNames,
} from '../../../src/core/watch-config/state-account.ts';
import type { TaskHost, TaskInputs } from '../../../src/ports/task-host.ts';

export interface WatchInputs {
  readonly connection: ServiceConnection;
  /** A file, or the list itself. */
  readonly watches: { readonly file: string } | { readonly list: string };
  readonly state: StateAddresses & { readonly table: string; readonly container: string };
  readonly organization: { readonly url: string; readonly token: string };
}

/** @throws InputMissing, InputInvalid, and what reading the connection throws */
export function readInputs({ inputs, connections }: TaskHost): WatchInputs {
  const job = connections.azureDevOps();
  const url = inputs.optional('organizationUrl') ?? job?.url;
  if (url === undefined) throw fail('InputMissing', { input: 'organizationUrl' });
  const token = inputs.optional('organizationToken') ?? job?.token;
  if (token === undefined) throw fail('InputMissing', { input: 'organizationToken' });
  return {
    connection: connections.azure('connection'),
    watches: watchesOf(inputs),
    state: {
      ...addressesOf(inputs),
      table: nameOf(inputs, 'table'),
      container: nameOf(inputs, 'container'),
    },
    organization: { url: url.replace(/\/+$/, ''), token },
  };
}

function watchesOf(inputs: TaskInputs): WatchInputs['watches'] {
  const from = inputs.optional('watchesFrom') ?? 'file';
  if (from === 'inline') return { list: inputs.required('watches') };
  if (from !== 'file') {
    throw fail('InputInvalid', { input: 'watchesFrom', value: from, rule: 'it must be file or inline' });
  }
  const file = inputs.path('watchesFile');
  if (file === undefined) throw fail('InputMissing', { input: 'watchesFile' });
  return { file };
}

function addressesOf(inputs: TaskInputs): StateAddresses {
  const [tableUrl, blobUrl] = [inputs.optional('tableUrl'), inputs.optional('blobUrl')];
  if (tableUrl !== undefined && blobUrl !== undefined) return { tableUrl, blobUrl };
  if (tableUrl !== undefined) throw fail('InputMissing', { input: 'blobUrl' });
  if (blobUrl !== undefined) throw fail('InputMissing', { input: 'tableUrl' });
  return addressesOfAccount(checked('storageAccount', inputs.required('storageAccount'), 'account'));
}

function nameOf(inputs: TaskInputs, kind: 'table' | 'container'): string {
  return checked(kind, inputs.optional(kind) ?? usualNames[kind], kind);
}

function checked(input: string, value: string, kind: keyof typeof names): string {
  if (names[kind].test(value)) return value;
  throw fail('InputInvalid', { input, value, rule: `it ${rules[kind]}` });
}
