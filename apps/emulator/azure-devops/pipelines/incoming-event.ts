// What becomes of a payload that a pipeline's address received: the runs of the pipelines that wait for it.
import { textOf } from '../data-sources/template-helpers.ts';
import { selectResults } from '../data-sources/result-selector.ts';
import type { Json } from '../data-sources/template-path.ts';
import type { ServiceConnection } from '../connections/service-connection.ts';
import type { Organization } from '../organization.ts';
import type { Hook } from '../webhooks/hook-store.ts';
import { mappedValues } from '../webhooks/payload.ts';
import { expandPipeline } from './create-run.ts';
import type { PipelineRunner } from './pipeline-runner.ts';
import type { WebhookResource } from './pipeline-yaml.ts';

type Payload = Readonly<Record<string, Json>>;

/** The body is read behind the answer: whatever is no object is lost there. */
function payloadObject(body: Buffer): Payload {
  const payload: unknown = JSON.parse(body.toString('utf8'));
  if (typeof payload === 'object' && payload !== null && !Array.isArray(payload)) return payload as Payload;
  throw new Error('The payload cannot be deserialized into an object: its root is not a JSON object.');
}

/** All filters must hold; each looks at the values its path selects. */
function passesFilters({ filters }: WebhookResource, payload: Payload): boolean {
  const text = JSON.stringify(payload);
  return filters.every(({ path, value }) =>
    selectResults(`jsonpath:${path}`, text).some((found) => textOf(found) === value),
  );
}

async function startAll(starts: readonly (() => Promise<string>)[]): Promise<string> {
  const done: string[] = [];
  const failed: string[] = [];
  for (const start of starts)
    try {
      done.push(await start());
    } catch (error) {
      failed.push(error instanceof Error ? error.message : String(error));
    }
  if (failed.length > 0) throw new Error([...failed, ...done].join('; '));
  return done.length === 0 ? 'no pipeline waits for this event' : done.join('; ');
}

/** Every pipeline with a web hook resource on the connection, whose filters let the payload through, runs. */
export async function runForIncomingWebhook(
  organization: Organization,
  runner: PipelineRunner,
  connection: ServiceConnection,
  body: Buffer,
): Promise<string> {
  const payload = payloadObject(body);
  const starts = organization.pipelines.all().flatMap((pipeline) => {
    const { resources } = expandPipeline(organization, pipeline.yaml, undefined).yaml;
    const hook = resources.webhooks.find(
      (each) =>
        each.connection.toLowerCase() === connection.name.toLowerCase() && passesFilters(each, payload),
    );
    if (!hook) return [];
    return [
      async () => {
        const trigger = { alias: hook.webhook, category: 'webhook', info: payload } as const;
        const run = await runner.start({
          pipeline,
          versions: {},
          templateParameters: {},
          variables: {},
          trigger,
        });
        return `run ${run.name} of ${pipeline.name} queued`;
      },
    ];
  });
  return startAll(starts);
}

/** Every pipeline on the hook runs: no name is compared. The mapped version becomes the resource's. */
export async function runForBuildHook(
  organization: Organization,
  runner: PipelineRunner,
  hook: Hook,
  body: Buffer,
): Promise<string> {
  const type = organization.extensions.artifactType(hook.key.artifactType);
  if (!type) throw new Error(`The artifact type '${hook.key.artifactType}' is not installed.`);
  const mapped = mappedValues(type, payloadObject(body));
  const aliased = Object.entries(type.yamlInputMapping ?? {}).flatMap(([key, input]): [string, string][] =>
    mapped[input] === undefined ? [] : [[key, mapped[input]]],
  );
  const info = { ...mapped, ...Object.fromEntries(aliased) };
  const version = info['version'] ?? '';
  const starts = organization.hooks.subscriptionsOf(hook.id).map(({ definitionId, alias }) => async () => {
    const pipeline = organization.pipelines.get(definitionId);
    const run = await runner.start({
      pipeline,
      versions: version === '' ? {} : { [alias]: version },
      templateParameters: {},
      variables: {},
      trigger: { alias, category: 'build', info },
    });
    return `run ${run.name} of ${pipeline.name} queued`;
  });
  return startAll(starts);
}
