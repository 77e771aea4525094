// Which workspace a command means: its flags, or the file that v1's `az ml folder attach` and the studio write.
import { given } from '../../../src/core/given.ts';
import type { FlagValues } from '../../../src/core/command-line/flag.ts';
import { readDocument } from '../../../src/core/config/document.ts';
import { isExtensionError } from '../../../src/core/errors/extension-error.ts';
import type { Workspace } from '../../../src/core/workspace.ts';
import type { ProjectFiles } from '../../../src/ports/project-files.ts';
import type { Surroundings } from '../host.ts';
import type { workspaceFlags } from './flags/workspace-flags.ts';
import { invalidFor, type VerbGroup } from './verb.ts';

type Values = Pick<
  FlagValues<typeof workspaceFlags>,
  'resource-group' | 'workspace-name' | 'subscription-id'
>;

/** In the order of v1. */
const configFiles = ['.azureml/config.json', 'config.json', 'aml_config/config.json'];

async function fromFile(files: ProjectFiles): Promise<Partial<Workspace>> {
  for (const path of configFiles) {
    try {
      const { value } = readDocument(await files.readText(path, 'workspace config'), path);
      const read = (key: string): string | undefined => {
        const text: unknown =
          typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
        return typeof text === 'string' && text !== '' ? text : undefined;
      };
      return given({
        subscriptionId: read('subscription_id'),
        resourceGroup: read('resource_group'),
        name: read('workspace_name'),
      });
    } catch (error) {
      if (!isExtensionError(error) || error.code !== 'FileNotFound') throw error;
    }
  }
  return {};
}

/** What is needed without a call to Azure: ids of a plan are right but for this part. */
const noSubscription = '00000000-0000-0000-0000-000000000000';

export interface WorkspaceQuestion {
  /** Default: `model`. */
  readonly group?: VerbGroup;
  readonly verb: string;
  readonly values: Values;
  readonly files: ProjectFiles;
  readonly from: Pick<Surroundings, 'environment'>;
  /** True when nobody is called, so that the subscription hardly matters. */
  readonly offline?: boolean;
}

/** @throws CommandArgumentsInvalid naming what neither flags nor file say */
export async function workspaceOf(question: WorkspaceQuestion): Promise<Workspace> {
  const { verb, group, values, files, from, offline = false } = question;
  const { 'resource-group': resourceGroup, 'workspace-name': name } = values;
  const variable = from.environment['AZURE_SUBSCRIPTION_ID']?.trim();
  const flags = given({ resourceGroup, name, subscriptionId: values['subscription-id'] });
  const isComplete = Object.keys(flags).length === 3;
  const found: Partial<Workspace> = { ...(isComplete ? {} : await fromFile(files)), ...flags };
  const required = (value: string | undefined, flag: string): string => {
    if (value !== undefined && value !== '') return value;
    throw invalidFor(
      verb,
      group,
    )(`${flag} is missing, and no ${configFiles.slice(0, 2).join(' or ')} names it`);
  };
  return {
    resourceGroup: required(found.resourceGroup, '--resource-group (-g)'),
    name: required(found.name, '--workspace-name (-w)'),
    subscriptionId: required(
      found.subscriptionId ?? variable ?? (offline ? noSubscription : undefined),
      '--subscription-id',
    ),
  };
}
