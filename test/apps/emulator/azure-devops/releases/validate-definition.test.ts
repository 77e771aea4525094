// What saving a release definition refuses, and the identity it gives to sources.
import assert from 'node:assert/strict';
import { artifactType } from '../../../../../apps/emulator/azure-devops/extensions/artifact-type.ts';
import { taskJson } from '../../../../../apps/emulator/azure-devops/extensions/task-definition.ts';
import {
  definitionInput,
  type DefinitionInput,
} from '../../../../../apps/emulator/azure-devops/releases/definition.ts';
import {
  validateDefinition,
  type DefinitionContext,
} from '../../../../../apps/emulator/azure-devops/releases/validate-definition.ts';
import { modelArtifactType } from '../support/fake-azure.ts';
import { definition, modelArtifact, type StageFixture } from '../support/release-fixtures.ts';

const taskId = 'aaaaaaaa-0000-4000-8000-000000000001';
const connection = {
  id: 'c1',
  name: 'secret',
  type: 'azurerm',
  url: 'https://arm/',
  description: '',
  data: {},
  scheme: 'ServicePrincipal',
  parameters: {},
};
const types = [
  modelArtifactType(taskId),
  {
    ...modelArtifactType(taskId),
    name: 'Triggered',
    artifactTriggerConfiguration: { isTriggerSupported: true },
  },
  { ...modelArtifactType(taskId), name: 'Certificates', endpointTypeId: 'azurerm:Certificate' },
  { ...modelArtifactType(taskId), name: 'NoDetails', dataSourceBindings: [] },
].map((type) => artifactType.parse(type));

const context: DefinitionContext = {
  artifactType: (name) => types.find((type) => type.name === name),
  connection: (id) => (id === 'c1' ? connection : undefined),
  tasks: [
    {
      json: taskJson.parse({ id: taskId, name: 'T', version: { Major: 1, Minor: 0, Patch: 0 } }),
      folder: '',
      contentKey: '',
    },
  ],
};

function input(stages: readonly StageFixture[], more: Record<string, unknown> = {}): DefinitionInput {
  return definitionInput.parse(definition('D', stages, more));
}

function withArtifact(
  change: Record<string, unknown>,
  inputs: Record<string, { id: string; name: string }> = {},
): DefinitionInput {
  return input([{}], { artifacts: [{ ...modelArtifact('c1', inputs), ...change }] });
}

const named = (id: string): { id: string; name: string } => ({ id, name: id });

describe('apps/emulator/azure-devops/releases/validate-definition.ts', () => {
  it('identifies a source by its connection, its inputs and its definition', () => {
    const { artifacts } = validateDefinition(withArtifact({}), context);
    assert.equal(artifacts[0]?.sourceId, 'c1:rg/ws:fraud');
    assert.equal(artifacts[0].isPrimary, true);
  });

  it('makes the first source primary when none is marked', () => {
    const artifacts = [modelArtifact('c1'), { ...modelArtifact('c1'), alias: 'b' }].map((source) => ({
      ...source,
      isPrimary: false,
    }));
    const valid = validateDefinition(input([{}], { artifacts }), context);
    assert.deepEqual(
      valid.artifacts.map(({ isPrimary }) => isPrimary),
      [true, false],
    );
  });

  it('asks for the specific version only where the input shows', () => {
    const specific = { defaultVersionType: named('specificVersionType') };
    assert.throws(
      () => validateDefinition(withArtifact({}, specific), context),
      /'Version' \(defaultVersionSpecific\).*has no value/,
    );
    validateDefinition(withArtifact({}, { ...specific, defaultVersionSpecific: named('3') }), context);
  });

  const trigger = (type: string, alias = '_fraud'): Record<string, unknown> => ({
    triggerType: type,
    artifactAlias: alias,
  });
  const asking = modelArtifact('c1', { defaultVersionType: named('selectDuringReleaseCreationType') });
  const refused: readonly [what: string, input: () => DefinitionInput, why: RegExp][] = [
    ['no stage', () => input([]), /does not contain any stages/],
    ['two stages of one name', () => input([{ name: 'A' }, { name: 'a' }]), /two stages named 'a'/],
    [
      'a stage without retention',
      () => {
        const made = input([{}]);
        return {
          ...made,
          environments: made.environments.map((stage) => ({ ...stage, retentionPolicy: null })),
        };
      },
      /VS402982.*'Production'/,
    ],
    ['a stage without a phase', () => input([{ phases: [] }]), /no deployment phase/],
    [
      'a task that is not installed',
      () => input([{ tasks: [{ taskId, version: '2.*' }] }]),
      new RegExp(`${taskId} version 2`),
    ],
    [
      'a phase that runs elsewhere',
      () => input([{ phases: [{ name: 'p', phaseType: 'runOnServer' }] }]),
      /'runOnServer' are not emulated/,
    ],
    ['an unknown artifact type', () => withArtifact({ type: 'Nope' }), /artifact type 'Nope'/],
    ['an alias with a slash', () => withArtifact({ alias: 'a/b' }), /'a\/b' holds a character/],
    ['an alias that is too long', () => withArtifact({ alias: 'a'.repeat(257) }), /longer than 256/],
    [
      'two aliases that differ in case',
      () => input([{}], { artifacts: [modelArtifact('c1'), { ...modelArtifact('c1'), alias: '_FRAUD' }] }),
      /alias '_FRAUD'/,
    ],
    [
      'an unknown connection',
      () => withArtifact({}, { connection: named('c2') }),
      /connection 'c2' of artifact source '_fraud' does not exist/,
    ],
    [
      'a connection of another scheme',
      () => withArtifact({ type: 'Certificates' }),
      /needs 'azurerm:Certificate'/,
    ],
    [
      'a missing input',
      () => withArtifact({}, { workspace: named('') }),
      /'Workspace' \(workspace\).*has no value/,
    ],
    [
      'an input that is too long',
      () => withArtifact({}, { workspace: named('w'.repeat(301)) }),
      /longer than 300/,
    ],
    [
      'a value that is not offered',
      () => withArtifact({}, { defaultVersionType: named('newest') }),
      /'newest'.*not one of latestType/,
    ],
    [
      'a build type without artifactDetails',
      () => withArtifact({ type: 'NoDetails' }),
      /no data source binding for artifactDetails/,
    ],
    [
      'a source id over 256 characters',
      () => withArtifact({}, { definition: named('d'.repeat(260)) }),
      /longer than 256 characters/,
    ],
    [
      'a trigger of a type without one',
      () => input([{}], { artifacts: [modelArtifact('c1')], triggers: [trigger('artifactSource')] }),
      /does not support triggers/,
    ],
    [
      'a trigger of an unknown source',
      () => input([{}], { artifacts: [modelArtifact('c1')], triggers: [trigger('artifactSource', 'x')] }),
      /names the artifact source 'x'/,
    ],
    [
      'a trigger while another source asks',
      () =>
        input([{}], {
          artifacts: [modelArtifact('c1'), { ...asking, alias: 'b' }],
          triggers: [trigger('artifactSource')],
        }),
      /'b' asks for its version/,
    ],
    [
      'a schedule while a source asks',
      () => input([{}], { artifacts: [asking], triggers: [trigger('schedule')] }),
      /'_fraud' asks for its version/,
    ],
  ];
  it('lets a type with triggers have one, unless the feature is off', () => {
    const made = input([{}], {
      artifacts: [{ ...modelArtifact('c1'), type: 'Triggered' }],
      triggers: [trigger('artifactSource')],
    });
    validateDefinition(made, context);
    assert.throws(
      () => validateDefinition(made, { ...context, customArtifactTrigger: false }),
      /Custom artifact trigger feature is not enabled\./,
    );
  });

  for (const [what, make, why] of refused)
    it(`refuses ${what}`, () => assert.throws(() => validateDefinition(make(), context), why));
});
