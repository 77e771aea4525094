// An emulated Azure DevOps with the triggered artifact type, and the moves of a test: save, post an event, look.
import { createHmac } from 'node:crypto';
import type { IReleaseApi } from 'azure-devops-node-api/ReleaseApi.js';
import type { Release, ReleaseDefinition } from 'azure-devops-node-api/interfaces/ReleaseInterfaces.js';
import { httpsCall, type HttpAnswer } from '../../../../../apps/emulator/kernel/https-client.ts';
import type { Switches } from '../../../../../apps/emulator/azure-devops/switches.ts';
import type { CrashPoint } from '../../../../../apps/emulator/azure-devops/webhooks/crash-points.ts';
import { definition, modelArtifact } from './release-fixtures.ts';
import { connectionId, startRunning, type RunningAzureDevOps } from './running-azure-devops.ts';
import { signatureHeader, triggeredType } from './triggered-type.ts';

export const taskId = 'aaaaaaaa-0000-4000-8000-000000000001';
export const project = 'AzureML';

/** A row of the hook store, as the control endpoint shows it. */
export interface ShownHook {
  readonly id: string;
  readonly name: string;
  readonly payloadUrl: string;
  readonly subscriptions: readonly { readonly definitionId: number; readonly alias: string }[];
}

export interface ShownJob {
  readonly status: string;
  readonly message: string;
}

export class Triggering {
  readonly running: RunningAzureDevOps;
  readonly releases: IReleaseApi;
  readonly connection: string;

  /** What the one task does; take effect with the next `install`. */
  taskScript = '';

  constructor(running: RunningAzureDevOps, releases: IReleaseApi, connection: string) {
    this.running = running;
    this.releases = releases;
    this.connection = connection;
  }

  static async start(): Promise<Triggering> {
    const running = await startRunning();
    const made = new Triggering(
      running,
      await running.api.getReleaseApi(),
      await connectionId(running, 'azureml-secret'),
    );
    await made.install();
    return made;
  }

  async install(
    configuration: Record<string, unknown> = {},
    bindings: readonly Record<string, unknown>[] = [],
  ): Promise<void> {
    await this.running.install({
      tasks: [
        {
          name: 'T',
          id: taskId,
          script: this.taskScript,
          inputs: [{ name: 'connection', type: 'connectedService:AzureRM' }],
        },
      ],
      artifactTypes: [triggeredType(taskId, configuration, bindings)],
    });
  }

  async #control<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.running.call(method, `/emulator/_emulator/${path}`, body);
    if (answer.status >= 400) throw new Error(answer.body.toString());
    return (answer.status === 204 ? undefined : JSON.parse(answer.body.toString())) as T;
  }

  async turn(switches: Partial<Switches>): Promise<void> {
    await this.#control('PATCH', 'switches', switches);
  }

  async crashAt(point: CrashPoint): Promise<void> {
    await this.#control('POST', 'crash', { point });
  }

  async hooks(): Promise<readonly ShownHook[]> {
    return (await this.#control<{ value: ShownHook[] }>('GET', 'webhooks')).value;
  }

  /** Waits until the queued ones have ended. */
  async jobs(): Promise<readonly ShownJob[]> {
    return (await this.#control<{ value: ShownJob[] }>('GET', 'jobs')).value;
  }

  /** A definition whose stage waits for a person, with a trigger on the model; `inputs` replace the source's. */
  definition(
    name: string,
    options: {
      readonly model?: string;
      readonly inputs?: Record<string, { id: string; name: string }>;
      readonly triggers?: readonly Record<string, unknown>[];
      readonly more?: Record<string, unknown>;
    } = {},
  ): ReleaseDefinition {
    const model = options.model ?? 'fraud';
    return definition(name, [{ conditions: [] }], {
      artifacts: [
        modelArtifact(this.connection, { definition: { id: model, name: model }, ...options.inputs }),
      ],
      triggers: options.triggers ?? [{ triggerType: 'artifactSource', artifactAlias: '_fraud' }],
      ...options.more,
    });
  }

  async save(made: ReleaseDefinition): Promise<ReleaseDefinition & { id: number }> {
    const saved =
      made.id === undefined
        ? await this.releases.createReleaseDefinition(made, project)
        : await this.releases.updateReleaseDefinition(made, project);
    return { ...saved, id: saved.id ?? 0 };
  }

  /** Makes or replaces a YAML pipeline and gives its id. */
  async pipeline(name: string, yaml: string): Promise<number> {
    return (await this.#control<{ id: number }>('PUT', 'pipelines', { name, yaml })).id;
  }

  async deletePipeline(id: number): Promise<void> {
    await this.#control('DELETE', `pipelines/${id}`);
  }

  /** What the artifact service was handed for the hook of this name. */
  handed(name: string): { payloadUrl: string; secret: string; webHookId: string } {
    const body = this.running.azure.subscriptions.get(name);
    if (!body) throw new Error(`no subscription ${name}`);
    return body as { payloadUrl: string; secret: string; webHookId: string };
  }

  /** Posts as a relay would, signed with the secret unless `headers` say otherwise. */
  async post(
    payloadUrl: string,
    secret: string,
    payload: unknown,
    headers?: Record<string, string>,
  ): Promise<HttpAnswer> {
    const body = Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload));
    const signature = createHmac('sha1', secret).update(body).digest('hex');
    return httpsCall({
      method: 'POST',
      url: payloadUrl,
      headers: {
        'Content-Type': 'application/json',
        ...(headers ?? { [signatureHeader]: `sha1=${signature}` }),
      },
      body,
      caPem: this.running.caPem,
      timeoutMs: 10_000,
      maxBytes: 1024 * 1024,
    });
  }

  async releasesOf(definitionId: number): Promise<readonly Release[]> {
    await this.jobs();
    const path = `/emulator/${project}/_apis/release/releases?definitionId=${definitionId}`;
    const listed = JSON.parse((await this.running.call('GET', path)).body.toString()) as {
      value: { id: number }[];
    };
    return Promise.all(listed.value.map(({ id }) => this.releases.getRelease(project, id)));
  }

  close(): Promise<void> {
    return this.running.close();
  }
}

/** The flat payload that a relay forwards. */
export function modelEvent(definitionName: string, version: string): Record<string, string> {
  return { definition: definitionName, version, resourceGroup: 'rg', workspace: 'ws' };
}
