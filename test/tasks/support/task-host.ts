// The pipeline around a task's inputs, in memory, and what a task.json declares.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { fail } from '../../../src/core/errors/catalogue.ts';
import type { ServiceConnection } from '../../../src/core/service-connection.ts';
import type { TaskHost } from '../../../src/ports/task-host.ts';
import { createMemoryLog } from '../../support/memory-log.ts';

const named = z.array(z.object({ name: z.string(), aliases: z.array(z.string()).default([]) }));
const declaration = z.object({ inputs: named, outputVariables: named.default([]) });

/** What the task.json of a task (`deploy-model/v1`) declares. */
export const declaredBy = (task: string): z.infer<typeof declaration> =>
  declaration.parse(
    JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', '..', 'tasks', task, 'task.json'), 'utf8')),
  );

const connection: ServiceConnection = {
  name: 'azure',
  armUrl: 'https://management.azure.com',
  authorityUrl: 'https://login.microsoftonline.com',
  audience: 'https://management.core.windows.net/',
  tenantId: 't',
  subscriptionId: 's',
  signIn: { scheme: 'secret', clientId: 'c', secret: 'x' },
};

export interface HostAround {
  readonly variables?: Readonly<Record<string, string>>;
  /** What the connection says beside the usual. */
  readonly scope?: Partial<ServiceConnection>;
  /** The organization that the job runs in, with its token. */
  readonly organization?: { readonly url: string; readonly token: string };
}

/** A host with these inputs; remembers which were asked for. */
export function hostWith(values: Readonly<Record<string, string>>, around: HostAround = {}) {
  const asked = new Set<string>();
  const optional = (name: string) => {
    asked.add(name);
    return values[name];
  };
  const host: TaskHost = {
    inputs: {
      optional,
      required: (name) => {
        const value = optional(name);
        if (value === undefined) throw fail('InputMissing', { input: name });
        return value;
      },
      flag: (name) => optional(name) === 'true',
      path: optional,
      lines: (name) => optional(name)?.split('\n') ?? [],
    },
    connections: {
      azure: (name) => {
        optional(name);
        return { ...connection, ...around.scope };
      },
      azureDevOps: () => around.organization,
    },
    variables: {
      get: (name) => around.variables?.[name],
      setOutput: () => undefined,
      setSecretOutput: () => undefined,
    },
    progress: { show: () => undefined },
    log: createMemoryLog(),
    match: (paths) => paths,
  };
  return { host, asked };
}
