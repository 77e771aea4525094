// The small parts of a release: its name, what shows, which downloads, which releases a list holds.
import assert from 'node:assert/strict';
import { artifactType } from '../../../../../apps/emulator/azure-devops/extensions/artifact-type.ts';
import {
  definitionInput,
  type DeployPhase,
} from '../../../../../apps/emulator/azure-devops/releases/definition.ts';
import { downloadSteps } from '../../../../../apps/emulator/azure-devops/releases/download-step.ts';
import { releaseName } from '../../../../../apps/emulator/azure-devops/releases/release-name.ts';
import { isVisible } from '../../../../../apps/emulator/azure-devops/releases/visible-rule.ts';
import { defaultSwitches } from '../../../../../apps/emulator/azure-devops/switches.ts';
import { modelArtifactType } from '../support/fake-azure.ts';
import { definition } from '../support/release-fixtures.ts';

const named = (id: string): { id: string; name: string } => ({ id, name: id });

describe('apps/emulator/azure-devops/releases/release-name.ts', () => {
  const now = new Date('2026-11-21T03:04:05Z');
  const name = (format: string, taken: readonly string[] = []): string =>
    releaseName(format, { 'Build.BuildNumber': '7' }, now, (candidate) => taken.includes(candidate));

  it('takes the first free revision', () => {
    assert.equal(name('Release-$(rev:r)', ['Release-1', 'Release-2']), 'Release-3');
    assert.equal(name('R$(rev:rrr)'), 'R001');
  });

  it('fills in dates and variables and leaves the unknown', () => {
    assert.equal(name('$(Date:yyyyMMdd)-$(build.buildnumber)-$(nope)'), '20261121-7-$(nope)');
  });
});

describe('apps/emulator/azure-devops/releases/visible-rule.ts', () => {
  const values = { kind: 'specific', other: 'x' };
  const cases: readonly [rule: string | undefined, visible: boolean][] = [
    [undefined, true],
    ['kind == specific', true],
    ['kind = Specific', true],
    ['kind != specific', false],
    ['kind == latest || other == x', true],
    ['kind == specific && other == y', false],
    ['kind == latest && other == x || kind == specific', true],
    ['missing == ', true],
  ];
  for (const [rule, visible] of cases)
    it(`${rule ?? 'no rule'} is ${visible}`, () => assert.equal(isVisible(rule, values), visible));
});

describe('apps/emulator/azure-devops/releases/download-step.ts', () => {
  const artifact = {
    sourceId: 's',
    type: 'FixtureModel',
    alias: '_fraud',
    definitionReference: { connection: named('c1'), definition: named('fraud'), version: named('7') },
    isPrimary: true,
    isRetained: false,
  };
  const taskId = 'aaaaaaaa-0000-4000-8000-000000000001';
  const phase = (deploymentInput: Record<string, unknown> = {}): DeployPhase => {
    const made = definitionInput.parse(definition('D', [{ deploymentInput }])).environments[0]
      ?.deployPhases[0];
    assert.ok(made);
    return made;
  };
  const steps = (
    type: Record<string, unknown> = {},
    deploymentInput: Record<string, unknown> = {},
    more: { toRootFolder?: boolean; customBuildArtifactsTasks?: boolean } = {},
  ) =>
    downloadSteps([artifact], phase(deploymentInput), {
      artifactType: () => artifactType.parse({ ...modelArtifactType(taskId), ...type }),
      switches: { ...defaultSwitches, customBuildArtifactsTasks: more.customBuildArtifactsTasks ?? true },
      toRootFolder: more.toRootFolder ?? false,
    });
  const items = (mode: string): Record<string, unknown> => ({
    artifactsDownloadInput: {
      downloadInputs: [{ alias: '_fraud', artifactDownloadMode: mode, artifactItems: ['a', 'b'] }],
    },
  });

  it('hands over every input of the source, the path and the pattern', () => {
    const [step] = steps();
    assert.equal(step?.displayName, 'Download artifact - _fraud - Fixture model');
    assert.equal(step.task.version, '*');
    assert.deepEqual(step.task.inputs, {
      connection: 'c1',
      definition: 'fraud',
      version: '7',
      downloadPath: '$(System.DefaultWorkingDirectory)/_fraud/',
      itemPattern: '**',
    });
  });

  it('lets the type’s mapping override, over the same inputs', () => {
    const [step] = steps({ taskInputMapping: { model: '{{{definition}}}:{{{version}}}', itemPattern: 'x' } });
    assert.equal(step?.task.inputs['model'], 'fraud:7');
    assert.equal(step.task.inputs['itemPattern'], 'x');
  });

  it('downloads to the root folder when the variable asks for it, and the chosen items', () => {
    const [step] = steps({}, items('Selective'), { toRootFolder: true });
    assert.equal(step?.task.inputs['downloadPath'], '$(System.DefaultWorkingDirectory)/');
    assert.equal(step.task.inputs['itemPattern'], 'a\nb');
  });

  it('injects nothing when the job or the type says so', () => {
    assert.deepEqual(steps({}, { skipArtifactsDownload: true }), []);
    assert.deepEqual(steps({}, items('Skip')), []);
    assert.deepEqual(steps({ downloadTaskId: undefined }), []);
    assert.deepEqual(steps({ artifactType: undefined }), []);
  });

  it('needs the switch for category Build only', () => {
    assert.throws(
      () => steps({}, {}, { customBuildArtifactsTasks: false }),
      /customBuildArtifactsTasks is off/,
    );
    assert.equal(steps({ artifactType: 'Package' }, {}, { customBuildArtifactsTasks: false }).length, 1);
  });
});
