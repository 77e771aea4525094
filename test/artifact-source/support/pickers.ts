// The pickers of the artifact type as the emulated server answers them, without a server: the interpreter over a function.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSourceBinding } from '../../../apps/emulator/azure-devops/data-sources/binding.ts';
import {
  ordered,
  pickedValue,
  type PickedValue,
} from '../../../apps/emulator/azure-devops/data-sources/input-value.ts';
import {
  runAllPages,
  type DataSourceRequest,
  runDataSource,
  type SendRequest,
} from '../../../apps/emulator/azure-devops/data-sources/query.ts';
import {
  artifactType,
  type ArtifactType,
} from '../../../apps/emulator/azure-devops/extensions/artifact-type.ts';

const file = join(import.meta.dirname, '../../../artifact-source/artifact-type.contribution.json');

interface Contributions {
  readonly contributions: readonly { readonly properties: unknown }[];
}

/** The contribution as it is in the repository. */
export function ownArtifactType(): ArtifactType {
  const [contribution] = (JSON.parse(readFileSync(file, 'utf8')) as Contributions).contributions;
  return artifactType.parse(contribution?.properties);
}

export function bindingOf({ dataSourceBindings }: ArtifactType, target: string): DataSourceBinding {
  const found = dataSourceBindings.find((binding) => binding.target === target);
  if (!found) throw new Error(`The artifact type has no binding for '${target}'.`);
  return found;
}

export interface PickerOptions {
  readonly send: SendRequest;
  readonly type?: ArtifactType;
  /** The connection's data, beside its url and subscription. */
  readonly endpoint?: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, string>>;
  /** What the editor does; the server's own calls see the first page. Default: all pages. */
  readonly allPages?: boolean;
}

/** What a binding renders, as text. */
export async function results(target: string, options: PickerOptions): Promise<readonly string[]> {
  const { send, inputs, type = ownArtifactType(), endpoint = {}, allPages = true } = options;
  const query = {
    binding: bindingOf(type, target),
    endpoint: { url: 'https://arm.test/', subscriptionId: 's-1', scopeLevel: 'Subscription', ...endpoint },
    inputs,
    teamProject: 'demo',
    mayPost: true,
  };
  return allPages ? runAllPages(query, send) : (await runDataSource(query, send)).results;
}

/** The values of one picker, in the order in which the server gives them. */
export async function pick(target: string, options: PickerOptions): Promise<readonly PickedValue[]> {
  return ordered(target, (await results(target, options)).map(pickedValue));
}

export const valuesOf = (picked: readonly PickedValue[]): readonly string[] =>
  picked.map(({ value }) => value);

export const resourceGroup = '/subscriptions/s-1/resourceGroups/ml';
export const modelsProvider = `${resourceGroup}/providers/Microsoft.MachineLearningServices`;

/** A server that answers by path and query; what was not foreseen is a 404. */
export function scripted(answers: Readonly<Record<string, unknown>>) {
  const requests: DataSourceRequest[] = [];
  const send: SendRequest = (request) => {
    requests.push(request);
    const path = request.url.replace('https://arm.test', '');
    const body = answers[path];
    const found = body !== undefined;
    return Promise.resolve({
      status: found ? 200 : 404,
      headers: {},
      body: JSON.stringify(found ? body : { error: { code: 'ResourceNotFound', message: `no ${path}` } }),
    });
  };
  return { send, requests };
}

/** A source in a workspace, as a definition holds it. */
export const workspaceSource = {
  connection: 'c-1',
  sourceType: 'workspace',
  subscription: 's-1',
  resourceGroup: 'ml',
  workspace: 'prod',
  definition: 'fraud',
};
