// The inputs that the code reads and the inputs that task.json declares are the same; the retired task's names keep their meaning.
import assert from 'node:assert/strict';
import { readInputs } from '../../../../tasks/deploy-model/v1/inputs.ts';
import { given } from '../../../../src/core/given.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { declaredBy, hostWith } from '../../support/task-host.ts';

const declared = declaredBy('deploy-model/v1');

const needed = {
  connection: 'c-1',
  resourceGroup: 'ml',
  workspace: 'prod',
  modelName: 'fraud',
  endpointName: 'fraud',
  deploymentConfig: '/job/dc.yml',
};

const requestOf = (values: Readonly<Record<string, string>>, variables?: Readonly<Record<string, string>>) =>
  readInputs(hostWith({ ...needed, ...values }, given({ variables })).host).request;

describe('tasks/deploy-model/v1/inputs.ts', () => {
  it('reads exactly what task.json declares', () => {
    const byHand = hostWith(needed);
    readInputs(byHand.host);
    const release = {
      'Release.Artifacts._f.DefinitionName': 'fraud',
      'Release.Artifacts._f.BuildNumber': '7',
    };
    const byArtifact = hostWith(
      {
        ...needed,
        modelSourceType: 'modelArtifact',
        modelArtifact: '_f',
        overwriteExistingDeployment: 'true',
      },
      { variables: release },
    );
    readInputs(byArtifact.host);
    const asked = new Set([...byHand.asked, ...byArtifact.asked]);
    assert.deepEqual([...asked].toSorted(), declared.inputs.map(({ name }) => name).toSorted());
  });

  it('has every input of the retired task, under its name or as an alias', () => {
    const names = new Set(declared.inputs.flatMap(({ name, aliases }) => [name, ...aliases]));
    const retired = ['azureSubscription', 'modelSourceType', 'modelName', 'modelVersion', 'inferencePath'];
    const more = [
      'deploymentTarget',
      'aksCluster',
      'deploymentName',
      'deployConfig',
      'overwriteExistingDeployment',
    ];
    for (const name of [...retired, ...more]) assert.ok(names.has(name), name);
  });

  it('deploys the latest version over what serves, where the deployment config says, unless told otherwise', () => {
    const { version, overwrite, target, cluster } = requestOf({});
    assert.deepEqual([version, overwrite, target, cluster], ['latest', true, undefined, undefined]);
  });

  for (const [given, target] of [
    ['ACI', 'aci'],
    ['AKS', 'kubernetes'],
    ['managed', 'managed'],
    ['IoTEdge', 'iotedge'],
  ] as const)
    it(`takes deploymentTarget ${given} for ${target}`, () => {
      const request = requestOf({
        deploymentTarget: given,
        aksCluster: 'k8s',
        overwriteExistingDeployment: 'false',
      });
      assert.deepEqual([request.target, request.cluster, request.overwrite], [target, 'k8s', false]);
    });

  it('names a target that there is not', () => {
    assert.throws(
      () => requestOf({ deploymentTarget: 'ACS' }),
      catalogueError('InputInvalid', 'deploymentTarget', 'ACS'),
    );
  });

  it('takes a model with its version or as the latest one, and says that there is no other label', () => {
    for (const [modelName, modelVersion, version] of [
      ['fraud', 'latest', 'latest'],
      ['fraud:7', 'latest', '7'],
      ['fraud@latest', 'latest', 'latest'],
      ['azureml:fraud', '@latest', 'latest'],
    ] as const) {
      const request = requestOf({ modelName, modelVersion });
      assert.deepEqual([request.model, request.version], ['fraud', version]);
    }
    assert.throws(
      () => requestOf({ modelName: 'fraud@champion' }),
      catalogueError('InputInvalid', "'modelName'", 'fraud@champion', "knows the label 'latest' only"),
    );
    assert.throws(
      () => requestOf({ modelName: 'fraud:7', modelVersion: '8' }),
      catalogueError('InputInvalid', "'modelVersion'", "'modelName' asks for 'fraud:7'"),
    );
  });

  it('takes the model of the primary artifact, or of the one that is named', () => {
    const release = {
      'Release.PrimaryArtifactSourceAlias': '_fraud',
      'Release.Artifacts._fraud.DefinitionName': 'fraud',
      'Release.Artifacts._fraud.BuildNumber': '7',
      'Release.Artifacts._churn.DefinitionName': 'churn',
      'Release.Artifacts._churn.BuildNumber': '3',
    };
    const first = requestOf({ modelSourceType: 'modelArtifact', modelName: 'left-over' }, release);
    assert.deepEqual([first.model, first.version], ['fraud', '7']);
    const named = requestOf({ modelSourceType: 'modelArtifact', modelArtifact: '_churn' }, release);
    assert.deepEqual([named.model, named.version], ['churn', '3']);
    assert.throws(
      () => requestOf({ modelSourceType: 'modelArtifact', modelArtifact: '_x' }, release),
      catalogueError('ModelArtifactMissing', '_x'),
    );
    assert.throws(
      () => requestOf({ modelSourceType: 'modelArtifact' }),
      catalogueError('ModelArtifactMissing'),
    );
    assert.throws(
      () => requestOf({ modelSourceType: 'x' }),
      catalogueError('InputInvalid', 'modelSourceType'),
    );
  });

  it('says who deploys in tags, and takes an empty file input for none', () => {
    const request = requestOf(
      { inferenceConfig: '/job' },
      {
        'System.DefaultWorkingDirectory': '/job',
        'Release.ReleaseName': 'Release-7',
        'Build.SourceVersion': 'a'.repeat(300),
      },
    );
    assert.equal(request.inferenceConfig, undefined);
    assert.deepEqual(request.lineage, {
      'azureml-release.release': 'Release-7',
      'azureml-release.commit': 'a'.repeat(256),
    });
  });
});
