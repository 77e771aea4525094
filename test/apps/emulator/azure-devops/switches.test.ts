// Every switch under both settings: what the emulator does differently. A switch without an observation does not compile.
import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { EnvironmentStatus } from 'azure-devops-node-api/interfaces/ReleaseInterfaces.js';
import {
  defaultSwitches,
  switchNames,
  type Switches,
} from '../../../../apps/emulator/azure-devops/switches.ts';
import { type Jobs, run, stageStatus, startJobs } from './support/jobs.ts';
import { modelArtifact } from './support/release-fixtures.ts';
import { connectionId } from './support/running-azure-devops.ts';
import { modelEvent, project, Triggering } from './support/triggering.ts';
import { buildResource, endedRuns } from './support/yaml-runs.ts';

type Name = keyof Switches;

/** What is seen with the switch off, and with it on. */
type Observation<World> = readonly [off: unknown, on: unknown, look: (world: World) => Promise<unknown>];

const ofAgent = {
  customBuildArtifactsTasks: [
    EnvironmentStatus.Rejected,
    EnvironmentStatus.Succeeded,
    async (jobs) => {
      const connection = await connectionId(jobs.running, 'azureml-secret');
      return stageStatus(await jobs.play([{ tasks: [run('')] }], { artifacts: [modelArtifact(connection)] }));
    },
  ],
  readOnlyVariablesEnforced: [
    EnvironmentStatus.Succeeded,
    EnvironmentStatus.Rejected,
    async (jobs) => {
      const set = run(`console.log('##vso[task.setvariable variable=once;isreadonly=true]1')`);
      return stageStatus(await jobs.play([{ tasks: [set, set] }]));
    },
  ],
  preferNode24: [
    basename(process.execPath),
    'node24',
    async (jobs) => {
      const { logs } = await jobs.play([{ tasks: [run(`console.log('runs on ' + process.argv0)`)] }]);
      return /runs on .*\/(\w+)/.exec(logs.join('\n'))?.[1];
    },
  ],
  refuseLoopback: [
    false,
    true,
    async ({ running, releases }) => {
      const source = modelArtifact(await connectionId(running, 'azureml-secret'));
      const { artifactVersions } = await releases.getArtifactVersionsForSources([source], project);
      return (artifactVersions?.[0]?.errorMessage ?? '').includes('special-purpose address');
    },
  ],
} as const satisfies Partial<Record<Name, Observation<Jobs>>>;

const orRefusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'saved',
    (error: unknown) => (error instanceof Error ? error.message : ''),
  );

const postTo = async (world: Triggering, ...versions: readonly string[]): Promise<void> => {
  const [hook] = await world.hooks();
  const { payloadUrl, secret } = world.handed(hook?.name ?? '');
  for (const version of versions) await world.post(payloadUrl, secret, modelEvent('fraud', version));
};

/** How many hooks stay with the service when the last listener has gone and the list gives no address. */
const leftWithoutAddress = async (world: Triggering, value: string): Promise<number> => {
  await world.install({}, [
    {
      target: 'listwebhook',
      endpointUrl: '{{{endpoint.url}}}eventSubscriptions',
      resultSelector: 'jsonpath:$.value[*]',
      resultTemplate: value,
    },
  ]);
  const { id } = await world.save(world.definition('One'));
  await world.releases.deleteReleaseDefinition(project, id);
  return world.running.azure.subscriptions.size;
};

const ofTrigger = {
  customArtifactTrigger: [
    'Custom artifact trigger feature is not enabled.',
    'saved',
    (world) => orRefusal(world.save(world.definition('One'))),
  ],
  mappedWebhookValuesOnly: [
    1,
    0,
    async (world) => {
      const webhookPayloadMapping = { definition: '{{{definition}}}', version: '{{{version}}}' };
      await world.install({ webhookPayloadMapping });
      const { id } = await world.save(world.definition('One'));
      await postTo(world, '7');
      return (await world.releasesOf(id)).length;
    },
  ],
  deleteWebhookById: [1, 0, (world) => leftWithoutAddress(world, '{{{webHookId}}}')],
  deleteWebhookWithoutMatch: [1, 0, (world) => leftWithoutAddress(world, 'none')],
  webhookSavesInTurn: [
    2,
    1,
    async (world) => {
      // Long enough for the second save to come by, if nothing makes it wait.
      world.running.azure.intercept = async (method) => {
        if (method === 'PUT') await new Promise((next) => setTimeout(next, 500));
        return undefined;
      };
      await Promise.all(['One', 'Two'].map((name) => world.save(world.definition(name))));
      return world.running.azure.subscriptions.size;
    },
  ],
  yamlBuildTriggers: [
    0,
    1,
    async (world) => {
      await world.pipeline('CD', `${buildResource}\n      trigger: true\nsteps: [{ script: echo }]`);
      return (await world.hooks()).length;
    },
  ],
  buildListHasParameters: [
    undefined,
    { size: 'small' },
    async (world) => {
      const parameters = 'parameters: [{ name: size, type: string, default: small }]';
      const id = await world.pipeline('CD', `${parameters}\nsteps: [{ script: echo }]`);
      await (await world.running.api.getPipelinesApi()).runPipeline({}, project, id);
      await endedRuns(world, id);
      const { body } = await world.running.call('GET', `/emulator/${project}/_apis/build/builds`);
      return (JSON.parse(body.toString()) as { value: { templateParameters?: unknown }[] }).value[0]
        ?.templateParameters;
    },
  ],
  oneReleasePerVersion: [
    2,
    1,
    async (world) => {
      const { id } = await world.save(world.definition('One'));
      await postTo(world, '7', '7');
      return (await world.releasesOf(id)).length;
    },
  ],
} as const satisfies Partial<Record<Name, Observation<Triggering>>>;

/** The compiler's own enumeration: a name that is in neither is an error here. */
const observed: Record<Name, Observation<never>> = { ...ofAgent, ...ofTrigger };

describe('apps/emulator/azure-devops/switches.ts', function () {
  this.timeout(60_000);

  it('observes every switch, and sees two different things', () => {
    assert.deepEqual(Object.keys(observed).toSorted(), switchNames.toSorted());
    for (const [name, [off, on]] of Object.entries(observed)) assert.notDeepEqual(off, on, name);
  });

  describe('of the agent and its connections', () => {
    let folder: string;
    let jobs: Jobs;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'two-runtimes-'));
      const Node24 = join(folder, 'node24');
      symlinkSync(process.execPath, Node24);
      jobs = await startJobs({ Node20_1: process.execPath, Node24 });
    });
    after(async () => {
      await jobs.running.close();
      await rm(folder, { recursive: true, force: true });
    });
    const turn = (name: Name, isOn: boolean) =>
      jobs.running.call('PATCH', '/emulator/_emulator/switches', { [name]: isOn });

    for (const [name, [off, on, look]] of Object.entries(ofAgent) as [
      keyof typeof ofAgent,
      Observation<Jobs>,
    ][])
      for (const isOn of [false, true])
        it(`${name} ${isOn ? 'on' : 'off'}`, async () => {
          await turn(name, isOn);
          assert.deepEqual(await look(jobs), isOn ? on : off);
          await turn(name, defaultSwitches[name]);
        });
  });

  describe('of the triggers', () => {
    let world: Triggering;
    beforeEach(async () => {
      world = await Triggering.start();
    });
    afterEach(() => world.close());

    for (const [name, [off, on, look]] of Object.entries(ofTrigger) as [
      keyof typeof ofTrigger,
      Observation<Triggering>,
    ][])
      for (const isOn of [false, true])
        it(`${name} ${isOn ? 'on' : 'off'}`, async () => {
          await world.turn({ [name]: isOn });
          assert.deepEqual(await look(world), isOn ? on : off);
        });
  });
});
