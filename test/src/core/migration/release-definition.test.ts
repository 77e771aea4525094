import assert from 'node:assert/strict';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { deployTask } from '../../../../src/core/migration/deploy-input.ts';
import type { MigrationOptions } from '../../../../src/core/migration/options.ts';
import { retiredArtifact, retiredStep } from './support/classic.ts';
import { migrate, questions, short } from './support/context.ts';
import { artifactType, given, place, run } from './support/run-classic.ts';

describe('src/core/migration/release-definition.ts', () => {
  it('keeps triggers and rewrites what each job downloads', () => {
    const downloads = [
      { alias: '_a', artifactType: 'AzureMLMMS', artifactDownloadMode: 'All', artifactItems: [] },
      { alias: '_git', artifactType: 'Git' },
    ];
    const { after, entries } = run(given([retiredArtifact('_a')], [], downloads));
    assert.deepEqual(after.triggers, [{ artifactAlias: '_a', triggerConditions: [], triggerType: 1 }]);
    assert.deepEqual(after.environments[0]?.deployPhases?.[0]?.deploymentInput, {
      artifactsDownloadInput: {
        downloadInputs: [{ ...downloads[0], artifactType: artifactType.name }, downloads[1]],
      },
    });
    assert.ok(short(entries).includes("kept /triggers/0 the trigger on '_a'"));
  });

  it('keeps a published pipeline in a gate, and mentions scripts of the first generation', () => {
    const gate = {
      tasks: [
        {
          taskId: 'x',
          version: '0.*',
          inputs: { PipelineId: '', ExperimentName: '', PipelineParameters: '' },
        },
      ],
    };
    const script = {
      taskId: 'y',
      version: '2.*',
      inputs: { inlineScript: 'az extension add -n azure-cli-ml' },
    };
    const definition = given([], [script]);
    const [stage] = definition.environments;
    const { before, text, entries } = run({
      ...definition,
      environments: [{ ...stage, preDeploymentGates: { gates: [gate] } }],
    });
    assert.equal(text, before);
    assert.deepEqual(short(entries), [
      'question /environments/0/preDeploymentGates/gates/0/tasks/0 MLPublishedPipelineRestAPITask is left in place',
      'kept /environments/0/deployPhases/0/workflowTasks/0 a script uses azure-cli-ml, the first generation of the command line',
    ]);
  });

  it('rewrites the steps of a stage from before there were jobs', () => {
    const definition = {
      artifacts: [retiredArtifact('_f')],
      environments: [{ deployStep: { tasks: [retiredStep()] } }],
    };
    const { text } = run(definition);
    assert.ok(text.includes(deployTask.id));
  });

  it('asks about names of the retired extension elsewhere, but not about past releases', () => {
    const definition = {
      ...given([]),
      lastRelease: { artifacts: [{ type: 'AzureMLMMS' }] },
      description: 'uses AzureMLMMS',
    };
    const { entries } = run(definition);
    assert.deepEqual(short(entries), ['question /description a text names the retired extension']);
  });

  it('takes a connection that the definition has by its name, any by its id, and asks for another name', () => {
    const other = '11111111-2222-4333-8444-555555555555';
    const definition = given([
      retiredArtifact('_f', { connection: { id: other, name: 'other' } }),
      retiredArtifact('_g'),
    ]);
    const connectionOf = (options: MigrationOptions) =>
      run(definition, { ...place, ...options }).after.artifacts.map(
        ({ definitionReference: { connection } }) => connection,
      );
    assert.deepEqual(connectionOf({ connection: 'other' }), Array(2).fill({ id: other, name: 'other' }));
    const third = '99999999-2222-4333-8444-555555555555';
    assert.deepEqual(connectionOf({ connection: third }), Array(2).fill({ id: third, name: third }));
    const unknown = run(definition, { ...place, connection: 'nobody' });
    assert.deepEqual(questions(unknown.entries), ["connection 'nobody' is not set"]);
    assert.equal(unknown.artifact?.definitionReference['connection']?.id, other);
  });

  it('asks whether one workspace is right for artifacts of two connections', () => {
    const { entries } = run(
      given([retiredArtifact('_f'), retiredArtifact('_g', { connection: { id: 'x', name: 'x' } })]),
    );
    assert.deepEqual(questions(entries), ["workspace 'prod' was assumed"]);
    assert.equal(entries.find(({ action }) => action === 'question')?.where, '/artifacts/1');
  });

  it('rewrites each definition of a list and of an answer of the REST API', () => {
    const definition = given([retiredArtifact('_f')]);
    for (const [document, where] of [
      [[{}, definition], '/1/artifacts/0'],
      [{ count: 1, value: [definition] }, '/value/0/artifacts/0'],
    ] as const) {
      const { text, entries } = migrate(JSON.stringify(document), place, 'list.json');
      assert.ok(text.includes(artifactType.name));
      assert.equal(entries[0]?.where, where);
    }
  });

  it('keeps indentation, line ends and numbers of the file', () => {
    const before = JSON.stringify({ ...given([retiredArtifact('_f')]), big: 1 }, undefined, '\t')
      .replace('"big": 1', '"big": 12345678901234567890.0')
      .replaceAll('\n', '\r\n');
    const { text } = migrate(before, place, 'release.json');
    assert.ok(text.includes('12345678901234567890.0'));
    assert.equal(text.replaceAll('\r\n', '').includes('\n'), false);
    assert.ok(text.includes('\r\n\t\t\t\t"workspace": {\r\n\t\t\t\t\t"id": "prod"'));
  });

  it('refuses JSON that is no release definition, and a release', () => {
    assert.throws(
      () => run({ a: 1 }),
      catalogueError('MigrationFileUnknown', 'release.json', 'no release definition'),
    );
    assert.throws(
      () => run({ ...given([]), releaseDefinition: { id: 3 } }),
      catalogueError('MigrationFileUnknown', 'it is a release'),
    );
  });

  it('refuses a definition with a key that is there twice, rather than writing the wrong one', () => {
    const text = JSON.stringify(given([retiredArtifact('_f')])).replace(
      '"type":"AzureMLMMS"',
      '"type":"Git","type":"AzureMLMMS"',
    );
    assert.throws(
      () => migrate(text, place, 'release.json'),
      catalogueError('MigrationUnsafe', '/artifacts/0/type'),
    );
  });
});
