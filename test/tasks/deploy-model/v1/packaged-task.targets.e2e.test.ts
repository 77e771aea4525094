// The packaged deploy task, as a retired task's step or a new one calls it, on every target that is not this machine.
import assert from 'node:assert/strict';
import { batchConda, batchScript } from '../../../apps/emulator/support/batch-job.ts';
import { condaFile, echoScript } from '../../../apps/emulator/support/deploy.ts';
import {
  startStackWithClusters,
  type StackWithClusters,
} from '../../../src/wiring/support/stack-with-clusters.ts';
import { unpackExtension, type TaskResult } from '../../support/packaged-task.ts';
import { runOnStack, workspaceInputs } from '../../support/task-on-stack.ts';
import { projectInputs, writeProject } from '../../support/scoring-project.ts';

interface Case {
  /** Files over those of the usual project. */
  readonly files: Readonly<Record<string, string>>;
  /** Inputs beside the usual ones. */
  readonly inputs: Readonly<Record<string, string>>;
  /** What the log of the first run says. */
  readonly says: RegExp;
}

const online = { 'score.py': echoScript, 'conda.yml': condaFile };
// The script alone is code: what else lies beside it changes no image.
const alone = { '.amlignore': '*.yml\n*.json\n' };

const cases: Readonly<Record<string, Case>> = {
  'AKS, as the retired task named it': {
    files: { ...online, 'deploymentconfig.yml': 'computeType: aks\nnamespace: scoring\nnumReplicas: 1\n' },
    inputs: { deploymentTarget: 'AKS', aksCluster: 'k8s', endpointName: 'cluster-weights' },
    says: /answered the test request in \d+ ms/,
  },
  'ACI, as the retired task named it': {
    files: {
      ...online,
      ...alone,
      'deploymentconfig.yml':
        'computeType: aci\ncontainerResourceRequirements: { cpu: 1, memoryInGB: 1 }\nauthEnabled: true\n',
    },
    inputs: { deploymentTarget: 'ACI', endpointName: 'group-weights' },
    says: /build group-weights:[0-9a-f]+, because there is no image of this content/,
  },
  'a batch endpoint': {
    files: {
      'score.py': batchScript,
      'conda.yml': batchConda,
      'deploymentconfig.yml': 'computeType: batch\ncomputeTargetName: nightly\nminiBatchSize: 2\n',
      'request.json': '{"files": {"a.txt": "4"}}',
    },
    inputs: { endpointName: 'batch-weights' },
    says: /scored the test request in job/,
  },
  'IoT Edge devices': {
    files: {
      ...online,
      ...alone,
      'inferenceconfig.yml': 'entryScript: score.py\ncondaFile: conda.yml\nbaseImage: base:1\n',
      'deploymentconfig.yml':
        "computeType: iotedge\niotHub: {iotHub}\ntargetCondition: tags.environment = 'production'\nlivenessProbeRequirements: { initialDelaySeconds: 4 }\n",
    },
    inputs: { deploymentTarget: 'iotedge', endpointName: 'edge-weights' },
    says: /edge-weights/,
  },
};

describe('tasks/deploy-model/v1 (packaged), to every other target', function () {
  // The first run builds the virtual environments from the package registry.
  this.timeout(300_000);
  let scene: StackWithClusters;
  let extension = '';

  before(async () => {
    scene = await startStackWithClusters();
    extension = await unpackExtension(scene.folder);
  });
  after(() => scene.close());

  async function deploy(name: string, { files, inputs }: Case): Promise<TaskResult> {
    const { folder, stack } = scene;
    const { iotHub } = stack.addresses;
    const project = await writeProject(
      folder,
      `task-${name.replace(/\W+/g, '-')}`,
      Object.fromEntries(
        Object.entries(files).map(([file, text]) => [file, text.replace('{iotHub}', iotHub.hostName)]),
      ),
    );
    return runOnStack({ stack, folder, extension }, 'deploy-model', {
      ...{ ...workspaceInputs(stack), modelName: 'weight', ...projectInputs(project), ...inputs },
    });
  }

  for (const [name, one] of Object.entries(cases))
    it(`deploys to ${name}, and changes nothing the second time`, async () => {
      const first = await deploy(name, one);
      assert.equal(first.result, 'Succeeded', first.output);
      assert.match(first.output, one.says);
      assert.equal(first.outputs['modelVersion'], '2');
      assert.notEqual(first.outputs['endpointName'], '');
      const again = await deploy(name, one);
      assert.equal(again.result, 'Succeeded', again.output);
      assert.match(again.output, /Nothing to do/);
    });
});
