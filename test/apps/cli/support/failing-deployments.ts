// Deployments to every target that fail in every way in which they can, each with what a user has to be told.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../../src/adapters/local/clock.ts';
import type { Clock } from '../../../../src/ports/clock.ts';
import {
  startStackWithClusters,
  type StackWithClusters,
} from '../../../src/wiring/support/stack-with-clusters.ts';
import { writeProject } from '../../../tasks/support/scoring-project.ts';
import { batchConda, batchScript } from '../../emulator/support/batch-job.ts';
import { condaFile, echoScript } from '../../emulator/support/deploy.ts';
import { cliOnStack } from './cli-on-stack.ts';
import type { Ran } from './run-program.ts';

export interface Expected {
  /** The last line: what happened, what to do, and where it is explained. */
  readonly error: RegExp;
  /** What else has to be there. */
  readonly log?: readonly RegExp[];
}

/** In words. */
export const failing: Readonly<Record<string, string>> = {
  image: 'whose image can not be built',
  probes: 'whose container never answers its probes',
  quota: 'for which there is no quota',
  stuck: 'whose operation does not end',
  init: 'whose script does not start',
  run: 'whose script fails at the test request',
  role: 'by an identity that lacks a role',
};

const raised = /ModuleNotFoundError: No module named 'pandaz'/;
const online = (resource: RegExp) => ({
  image: {
    error:
      /did not start: ImageBuildFailure: .*last words: ResolvePackageNotFound: .* mend what the build log names.*DeploymentFailed/,
    log: [/Logs of deployment .*\n--- InferenceServer\nImage build of environment/],
  },
  probes: {
    error: /did not start: ResourceNotReady: .*raise initialDelaySeconds/,
    log: [/Its probes: Readiness probe failed: HTTP probe failed with statuscode: 502/],
  },
  quota: {
    error: /did not start: OutOfQuota: .*Current usage\/limit: 96\/100.* ask for more; 20 % are reserved/,
  },
  init: {
    error: /last words: ModuleNotFoundError: No module named 'pandaz'\. .*what its log says about init\(\)/,
    log: [/--- StorageInitializer\n/, /--- InferenceServer\n/, raised],
  },
  run: {
    error:
      /answered the test request with 424: .* Its script raised: ValueError: no such column: amount\. .*SmokeTestFailed/,
    log: [/--- StorageInitializer\n/, /--- InferenceServer\n/],
  },
  role: {
    error: new RegExp(
      `may not perform '.*${resource.source}.*role 'AzureML Data Scientist' on the workspace`,
    ),
    log: [/403 in \d+ ms \(request id /],
  },
  stuck: {
    error: /did not end within 120 minutes\. .*the run continues from there.*AzureOperationTimedOut/,
    log: [/deployments\/v1-\w+: still InProgress \(\d+ s\)/],
  },
});

const role = (action: string, name: string): Expected => ({
  error: new RegExp(
    `may not perform '.*${action}' on '[^']*'\\. Give its identity the role '${name}' on the `,
  ),
});

const pick = <T extends object, K extends keyof T>(all: T, ...names: readonly K[]): Pick<T, K> =>
  Object.fromEntries(names.map((name) => [name, all[name]])) as Pick<T, K>;

/** By target and failure; what a target does not have is missing, and a machine's own servers are tried in memory. */
export const failures: Readonly<Record<string, Readonly<Record<string, Expected>>>> = {
  managed: online(/onlineEndpoints\/deployments\/write/),
  // The same code as above, on a cluster: what the service itself says is enough.
  kubernetes: pick(online(/onlineEndpoints\/deployments\/write/), 'probes', 'quota', 'role'),
  aci: {
    quota: {
      error:
        /not enough quota left for 'Microsoft\.ContainerInstance\/containerGroups\/.*StandardCores.*ask for more quota.*AzureQuotaReached/,
    },
    init: {
      error:
        /its container 'scoring' ended \d+ times.*last words: ModuleNotFoundError: No module named 'pandaz'\./,
      log: [/Log of container 'scoring' of '/, raised],
    },
    run: {
      error: /answered the test request with 500: .* Its script raised: ValueError: no such column: amount\./,
      log: [/Log of container 'scoring' of '/],
    },
    role: role('containerGroups/write', 'Azure Container Instances Contributor Role'),
  },
  batch: {
    init: {
      error:
        /ended as Failed: .*What failed: init\(\) of process 0: ModuleNotFoundError: No module named 'pandaz'\. .*all of its logs are at https/,
    },
    run: {
      error:
        /What failed: mini batch 0 \(request\.json\): ValueError: no such column: amount\. Mend what run\(\) met/,
      log: [/Errors of job '/],
    },
    role: role('batchEndpoints/deployments/write', 'AzureML Data Scientist'),
  },
  iotedge: {
    init: {
      error:
        /does not run: device edge-\d: .*backoff after exit code 3.*last words: ModuleNotFoundError: No module named 'pandaz'\. /,
      log: [/Log of module '.*' on 'edge-\d':/],
    },
    role: role('configurations/write', 'IoT Hub Data Contributor'),
  },
};

const configs = (hub: string): Readonly<Record<string, string>> => ({
  managed: 'computeType: managed\ninstanceType: Standard_DS3_v2\n',
  kubernetes: 'computeType: kubernetes\ncomputeTargetName: k8s\ninstanceType: gpu\n',
  aci: 'computeType: aci\ncontainerResourceRequirements: { cpu: 1, memoryInGB: 1 }\n',
  batch: 'computeType: batch\ncomputeTargetName: nightly\n',
  iotedge: `computeType: iotedge\niotHub: ${hub}\ntargetCondition: "tags.environment = 'production'"\n`,
});

const rights: Readonly<Record<string, string>> = {
  managed: '*/onlineEndpoints/deployments/write',
  kubernetes: '*/onlineEndpoints/deployments/write',
  aci: '*/containerGroups/write',
  batch: '*/batchEndpoints/deployments/write',
  iotedge: '*/configurations/write',
};

const scripts: Readonly<Record<string, string>> = {
  init: 'import pandaz\ndef init():\n    pass\ndef run(data):\n    return 1\n',
  run: 'def init():\n    pass\ndef run(data):\n    raise ValueError("no such column: amount")\n',
};

const startFaults = {
  image: 'image-build-fails',
  probes: 'never-ready',
  quota: 'out-of-quota',
  stuck: 'stuck',
} as const;

export interface Failures {
  deploy(target: string, failure: string): Promise<Ran>;
  close(): Promise<void>;
}

/** Orders the failure; the answer takes the order back. */
function order({ stack }: StackWithClusters, target: string, failure: string): () => void {
  const { control, addresses } = stack;
  const { objectId } = addresses.identity;
  if (failure === 'role') {
    control.rights.revoke(objectId, rights[target] ?? '');
    return () => {
      control.rights.grant(objectId);
    };
  }
  if (target === 'aci' && failure === 'quota')
    return control.faults.add({
      ...{
        method: 'PUT',
        path: '/containerGroups/',
        times: 1,
        status: 409,
        code: 'ContainerGroupQuotaReached',
      },
      message:
        "container group quota 'StandardCores' exceeded in region 'westeurope'. Limit: '10', Usage: '10'",
    });
  const kind = Object.entries(startFaults).find(([name]) => name === failure)?.[1];
  return kind === undefined ? () => undefined : control.deploymentFaults.add({ kind });
}

/** Hours pass in seconds, or nobody could wait until a stuck operation has timed out. */
function hurriedClock(): Clock {
  let ahead = 0;
  return {
    now: () => new Date(systemClock.now().getTime() + ahead),
    async sleep(milliseconds, signal) {
      ahead += 100 * milliseconds;
      await systemClock.sleep(Math.min(milliseconds, 20), signal);
    },
  };
}

export async function startFailures(): Promise<Failures> {
  const world = await startStackWithClusters();
  const folder = await mkdtemp(join(tmpdir(), 'failing-'));
  const { stack } = world;
  const usual = cliOnStack(stack, folder);
  const hurried = cliOnStack(stack, folder, {}, hurriedClock());
  return {
    async deploy(target, failure) {
      const isBatch = target === 'batch';
      await writeProject(folder, 'project', {
        'score.py': scripts[failure] ?? (isBatch ? batchScript : echoScript),
        'conda.yml': isBatch ? batchConda : condaFile,
        'inferenceconfig.yml': 'entryScript: score.py\ncondaFile: conda.yml\nbaseImage: base:1\n',
        'deploymentconfig.yml': configs(stack.addresses.iotHub.hostName)[target] ?? '',
        'request.json': isBatch ? '[{"x": 1}]' : '{"x": 2}',
      });
      const forget = order(world, target, failure);
      const test = target === 'iotedge' ? [] : ['--test-request', 'request.json'];
      try {
        return await (failure === 'stuck' ? hurried : usual).run(
          ...['model', 'deploy', '-n', `${target.slice(0, 4)}-${failure}`, '-m', 'weight:1'],
          ...[
            '--path',
            join(folder, 'project'),
            '--ic',
            'inferenceconfig.yml',
            '--dc',
            'deploymentconfig.yml',
            ...test,
          ],
        );
      } finally {
        forget();
      }
    },
    async close() {
      await world.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
