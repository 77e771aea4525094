// Azure Container Instances by its official package, on this product's pipeline (tokens, retries, log) and clock.
import {
  ContainerInstanceManagementClient,
  type ContainerGroup as GroupModel,
} from '@azure/arm-containerinstance';
import type { TokenCredential } from '@azure/core-auth';
import { createClientPipeline } from '@azure/core-client';
import { isRestError, type Pipeline } from '@azure/core-rest-pipeline';
import { fail } from '../../core/errors/catalogue.ts';
import { isExtensionError } from '../../core/errors/extension-error.ts';
import { given } from '../../core/given.ts';
import { pollPause, type PollRule } from '../../core/pace/poll-pause.ts';
import { retryAfterMilliseconds } from '../../core/retry.ts';
import type { Workspace } from '../../core/workspace.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ContainerGroups, GroupRef } from '../../ports/container-groups.ts';
import type { Log } from '../../ports/log.ts';
import { groupOf, modelOf } from './group-model.ts';

export interface ContainerGroupsOptions {
  readonly connection: { readonly armUrl: string; readonly subscriptionId: string };
  readonly credential: TokenCredential;
  readonly clock: Clock;
  readonly log: Log;
  /** Puts the product's policies on a pipeline of an Azure SDK. */
  readonly addPolicies: (pipeline: Pipeline) => void;
  /** Runs a call and translates how it ends: a value, absent, or a catalogue error. */
  readonly ask: <T>(workspace: Workspace, resource: string, call: () => Promise<T>) => Promise<T | undefined>;
}

/** The part of the package's pollers that is used: when to ask is decided here. */
interface Poller {
  isDone(): boolean;
  poll(): Promise<unknown>;
}

/** Tells the operation's last answer. */
type Watch = (response: { headers: { get(name: string): string | undefined } }) => void;

const polls: PollRule = { firstMs: 1000, longestMs: 10_000 };
/** Pulling a large image takes minutes; the service gives up after half an hour. */
const limitMs = 40 * 60_000;

function clientOf({ connection, credential, addPolicies }: ContainerGroupsOptions) {
  const pipeline = createClientPipeline({});
  addPolicies(pipeline);
  return new ContainerInstanceManagementClient(credential, connection.subscriptionId, {
    endpoint: connection.armUrl,
    $host: connection.armUrl,
    pipeline,
    allowInsecureConnection: connection.armUrl.startsWith('http://'),
  });
}

async function follow(
  resource: string,
  begin: (watch: Watch) => Promise<Poller>,
  { clock, log }: ContainerGroupsOptions,
): Promise<void> {
  const started = clock.now().getTime();
  const elapsed = () => clock.now().getTime() - started;
  let asked: number | undefined;
  try {
    const poller = await begin(({ headers }) => {
      asked = retryAfterMilliseconds(headers.get('retry-after'), clock.now());
    });
    for (let turn = 0; !poller.isDone(); turn++) {
      if (elapsed() > limitMs)
        throw fail('AzureOperationTimedOut', { resource, minutes: Math.round(limitMs / 60_000) });
      await clock.sleep(pollPause(turn, polls, asked));
      await poller.poll();
    }
    log.info(`${resource}: done after ${Math.round(elapsed() / 1000)} s`);
  } catch (error) {
    if (isExtensionError(error) || isRestError(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw fail(
      'AzureOperationFailed',
      {
        resource,
        reason: reason.replace(/^The long-running operation has failed\.\s*/, '').replace(/[\s.]+$/, ''),
      },
      error,
    );
  }
}

const nameOf = ({ group }: GroupRef): string => `containerGroups/${group}`;

export function createContainerGroups(options: ContainerGroupsOptions): ContainerGroups {
  const { containerGroups, containers } = clientOf(options);
  /** @throws AzureResourceNotFound where nothing is there */
  const must = async <T>(ref: GroupRef, call: () => Promise<T>): Promise<T> => {
    const found = await options.ask(ref.workspace, nameOf(ref), async () => ({ value: await call() }));
    if (found) return found.value;
    throw fail('AzureResourceNotFound', { resource: nameOf(ref) });
  };
  return {
    async get({ workspace, group }) {
      let pauseMs: number | undefined;
      const onResponse: Watch = ({ headers }) => {
        pauseMs = retryAfterMilliseconds(headers.get('retry-after'), options.clock.now());
      };
      const found = await options.ask(workspace, `containerGroups/${group}`, () =>
        containerGroups.get(workspace.resourceGroup, group, { onResponse }),
      );
      return found && { ...groupOf(found, group), ...given({ pauseMs }) };
    },

    async put(ref, body) {
      const { workspace, group } = ref;
      const model: GroupModel = modelOf(body);
      await must(ref, () =>
        follow(
          nameOf(ref),
          (onResponse) =>
            containerGroups.beginCreateOrUpdate(workspace.resourceGroup, group, model, { onResponse }),
          options,
        ),
      );
    },

    async tag(ref, tags) {
      await must(ref, () => containerGroups.update(ref.workspace.resourceGroup, ref.group, { tags }));
    },

    async delete(ref) {
      const { workspace, group } = ref;
      await options.ask(workspace, nameOf(ref), () =>
        follow(
          nameOf(ref),
          (onResponse) => containerGroups.beginDelete(workspace.resourceGroup, group, { onResponse }),
          options,
        ),
      );
    },

    async logs(ref, container, tail) {
      const { content } = await must(ref, () =>
        containers.listLogs(ref.workspace.resourceGroup, ref.group, container, { tail }),
      );
      return content ?? '';
    },
  };
}
