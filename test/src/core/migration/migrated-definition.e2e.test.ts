// What is migrated has to be what the server takes: the emulated Azure DevOps, which shares no code with the migration, validates it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { artifactType } from '../../../../apps/emulator/azure-devops/extensions/artifact-type.ts';
import { taskJson } from '../../../../apps/emulator/azure-devops/extensions/task-definition.ts';
import { definitionInput } from '../../../../apps/emulator/azure-devops/releases/definition.ts';
import {
  type DefinitionContext,
  validateDefinition,
} from '../../../../apps/emulator/azure-devops/releases/validate-definition.ts';
import { connectionId, retiredArtifact, retiredStep } from './support/classic.ts';
import { migrate } from './support/context.ts';

const json = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8'));
const { contributions } = json('artifact-source/artifact-type.contribution.json') as {
  contributions: { properties: unknown }[];
};
const ours = artifactType.parse(contributions[0]?.properties);
const deploy = taskJson.parse(json('tasks/deploy-model/v1/task.json'));

const server: DefinitionContext = {
  artifactType: (name) => (name === ours.name ? ours : undefined),
  connection: (id) =>
    id === connectionId
      ? {
          id,
          name: 'ml',
          type: 'azurerm',
          url: 'https://management.azure.com/',
          description: '',
          data: {},
          scheme: 'ServicePrincipal',
          parameters: {},
        }
      : undefined,
  tasks: [{ json: deploy, folder: '', contentKey: '' }],
};

const exported = {
  name: 'CD',
  artifacts: [
    retiredArtifact('_a'),
    retiredArtifact('_b', {
      defaultVersionType: { id: 'specificVersionType', name: 'A version' },
      defaultVersionSpecific: { id: '7', name: '7' },
    }),
  ],
  triggers: [{ artifactAlias: '_a', triggerConditions: [], triggerType: 'artifactSource' }],
  environments: [
    {
      name: 'QA',
      rank: 1,
      retentionPolicy: { daysToKeep: 30, releasesToKeep: 3, retainBuild: true },
      deployPhases: [
        {
          rank: 1,
          name: 'Agent job',
          phaseType: 'agentBasedDeployment',
          deploymentInput: {
            artifactsDownloadInput: { downloadInputs: [{ alias: '_a', artifactType: 'AzureMLMMS' }] },
          },
          workflowTasks: [
            retiredStep({ modelSourceType: 'manualSpec', modelName: 'fraud', modelVersion: '3' }),
          ],
        },
      ],
    },
  ],
};
const options = {
  subscription: '11111111-1111-1111-1111-111111111111',
  resourceGroup: 'ml',
  workspace: 'prod',
  relayUrl: 'https://relay.contoso.com/events',
};

describe('a migrated release definition, on the emulated Azure DevOps', () => {
  const { text } = migrate(JSON.stringify(exported), options, 'release.json');
  const migrated = JSON.parse(text) as typeof exported;

  it('is refused before it is migrated', () => {
    assert.throws(
      () => validateDefinition(definitionInput.parse(exported), server),
      /'AzureMLMMS'.*not installed/,
    );
  });

  it('is accepted with triggers and specific versions, and its source ids are those that the server computes', () => {
    const saved = validateDefinition(definitionInput.parse(migrated), server);
    assert.deepEqual(
      saved.artifacts.map(({ sourceId }) => sourceId),
      migrated.artifacts.map(({ sourceId }) => sourceId),
    );
  });

  it('gives its deploy step inputs of our task only, every required one among them', () => {
    const inputs = migrated.environments[0]?.deployPhases[0]?.workflowTasks[0]?.inputs ?? {};
    const known = deploy.inputs.map(({ name }) => name);
    assert.deepEqual(
      Object.keys(inputs).filter((name) => !known.includes(name)),
      [],
    );
    for (const { name, required } of deploy.inputs) if (required === true) assert.ok(name in inputs, name);
  });
});
