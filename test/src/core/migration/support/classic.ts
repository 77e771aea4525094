// Release definitions as they are exported, with parts of the retired extension among unrelated ones.
import fc from 'fast-check';

export const connectionId = '3f0c1f52-8a3e-4d5c-9a7e-0d4f2f9f1c11';

export const retiredArtifact = (alias: string, more: object = {}) => ({
  sourceId: `${connectionId}:fraud`,
  type: 'AzureMLMMS',
  alias,
  definitionReference: {
    connection: { id: connectionId, name: 'ml' },
    definition: { id: 'fraud', name: 'fraud' },
    defaultVersionType: { id: 'latestType', name: 'Latest version for the specified models' },
    ...more,
  },
  isPrimary: true,
});

export const retiredStep = (inputs: object = {}) => ({
  environment: {},
  taskId: '9b1c2d3e-0000-4000-8000-000000000002',
  version: '0.*',
  name: 'Deploy',
  definitionType: 'task',
  inputs: {
    azureSubscription: connectionId,
    modelSourceType: 'modelArtifact',
    modelName: '',
    modelVersion: '',
    inferencePath: 'score/inference.yml',
    deploymentTarget: 'ACI',
    aksCluster: '',
    deploymentName: 'fraud',
    deployConfig: 'score/aci.yml',
    overwriteExistingDeployment: 'true',
    ...inputs,
  },
});

export interface ClassicParts {
  readonly artifacts: readonly unknown[];
  readonly steps: readonly unknown[];
  readonly downloads: readonly unknown[];
  readonly more: unknown;
}

const anything = fc.jsonValue({ maxDepth: 2 });
const strangeStep = fc.record({
  taskId: fc.uuid(),
  version: fc.constantFrom('0.*', '1.*', '2.*'),
  name: fc.string(),
  inputs: fc.dictionary(fc.string({ minLength: 1 }), fc.string()),
  anything,
});

export const classicParts: fc.Arbitrary<ClassicParts> = fc.record({
  artifacts: fc.array(
    fc.oneof(
      fc.constantFrom(retiredArtifact('_a'), retiredArtifact('b c', { resourceGroup: { id: '', name: '' } })),
      fc.record({ type: fc.constantFrom('Git', 'Build'), alias: fc.string(), anything }),
      anything,
    ),
    { maxLength: 3 },
  ),
  steps: fc.array(
    fc.oneof(
      fc.constantFrom(retiredStep(), retiredStep({ modelSourceType: 'manualSpec', modelName: 'm' })),
      strangeStep,
      anything,
    ),
    { maxLength: 4 },
  ),
  downloads: fc.array(
    fc.oneof(fc.constant({ alias: '_a', artifactType: 'AzureMLMMS', artifactItems: [] }), anything),
    { maxLength: 3 },
  ),
  more: anything,
});

export const classicDefinition = ({ artifacts, steps, downloads, more }: ClassicParts) => ({
  id: 3,
  name: 'CD',
  more,
  artifacts,
  triggers: [{ artifactAlias: '_a', triggerConditions: [], triggerType: 1 }],
  environments: [
    {
      name: 'QA',
      more,
      deployPhases: [
        {
          phaseType: 1,
          deploymentInput: { artifactsDownloadInput: { downloadInputs: downloads } },
          workflowTasks: steps,
        },
      ],
    },
  ],
});
