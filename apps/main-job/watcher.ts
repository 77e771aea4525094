// The watcher beside the main job: its configuration, and the events it tells.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import type { Addresses } from './addresses.ts';
import { MainJobFailure } from './failure.ts';
import { ServiceProcess } from './service-process.ts';

const eventSchema = z.looseObject({
  time: z.iso.datetime(),
  event: z.string(),
  version: z.string().optional(),
  reason: z.string().optional(),
  /** Of the release, in `fired`. */
  id: z.number().optional(),
  name: z.string().optional(),
  url: z.string().optional(),
});

export type WatchEvent = z.infer<typeof eventSchema>;

export interface WatcherOptions {
  readonly addresses: Addresses;
  readonly program: string;
  readonly folder: string;
  readonly model: string;
  readonly definition: string;
  readonly alias: string;
}

/** Seconds between two looks at the registry: short, so that a newcomer does not wait. */
const intervalSeconds = 2;

/** How long the main job waits for one event, in milliseconds. */
const eventLimitMs = 60_000;

function configuration({ addresses, model, definition, alias }: WatcherOptions): object {
  const { identity, arm, devops } = addresses;
  return {
    azure: {
      armUrl: arm.url,
      authorityUrl: identity.authority,
      tenantId: identity.tenantId,
      clientId: identity.clientId,
      clientSecretFrom: 'AZURE_CLIENT_SECRET',
    },
    organization: { url: devops.organizationUrl, tokenFrom: 'AZURE_DEVOPS_TOKEN' },
    intervalSeconds,
    watches: [
      {
        name: `${model}-to-production`,
        workspace: {
          subscriptionId: arm.subscriptionId,
          resourceGroup: arm.resourceGroup,
          name: arm.workspace,
        },
        model,
        mode: 'latest',
        release: { project: devops.project, definition, artifact: alias },
      },
    ],
  };
}

export class Watcher {
  readonly process: ServiceProcess;
  readonly #events: WatchEvent[] = [];
  readonly #listeners = new Set<() => void>();

  private constructor(options: WatcherOptions, configFile: string) {
    const { identity, devops, caFile } = options.addresses;
    this.process = new ServiceProcess({
      name: 'watcher',
      command: process.execPath,
      args: [
        options.program,
        '--config',
        configFile,
        '--state',
        join(options.folder, 'watch.db'),
        '--log',
        'json',
      ],
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        NODE_EXTRA_CA_CERTS: caFile,
        AZURE_CLIENT_SECRET: identity.clientSecret,
        AZURE_DEVOPS_TOKEN: devops.personalAccessToken,
      },
      logFile: join(options.folder, 'watcher.log'),
      onLine: (line) => {
        this.#events.push(eventSchema.parse(JSON.parse(line)));
        for (const listener of this.#listeners) listener();
      },
    });
  }

  static async start(options: WatcherOptions): Promise<Watcher> {
    const configFile = join(options.folder, 'watch.yml');
    await writeFile(configFile, stringify(configuration(options)));
    return new Watcher(options, configFile);
  }

  /** The first event of this kind (about this version), already told or still to come. */
  async event(kind: string, version?: string): Promise<WatchEvent> {
    const find = () =>
      this.#events.find((one) => one.event === kind && (version === undefined || one.version === version));
    return new Promise((resolve, reject) => {
      const settle = () => {
        const found = find();
        const failed = this.#events.find((one) => one.event === 'failed');
        if (!found && !failed) return;
        clearTimeout(limit);
        this.#listeners.delete(settle);
        if (found) resolve(found);
        else
          reject(
            new MainJobFailure(`The watcher failed: ${failed?.reason ?? ''}`, 'Look at the reason above.'),
          );
      };
      const limit = setTimeout(() => {
        this.#listeners.delete(settle);
        const seconds = eventLimitMs / 1000;
        reject(
          new MainJobFailure(`The watcher told no '${kind}' within ${seconds} s.`, 'Look at watcher.log.'),
        );
      }, eventLimitMs);
      this.#listeners.add(settle);
      settle();
    });
  }
}
