// A project in memory, a workspace in memory, and the deploy flow between them.
import { fail } from '../../../../../src/core/errors/catalogue.ts';
import {
  deployModel,
  type DeployModelRequest,
  type DeployPorts,
} from '../../../../../src/flows/deploy/deploy-model.ts';
import { deletingAutoscale } from '../../../../../src/flows/deploy/without-autoscale.ts';
import { FakeAutoscale } from '../../../../support/fake-autoscale.ts';
import { createOnlineTarget } from '../../../../../src/flows/deploy/targets/online.ts';
import type { Clock } from '../../../../../src/ports/clock.ts';
import type { Log } from '../../../../../src/ports/log.ts';
import type { ProjectFiles } from '../../../../../src/ports/project-files.ts';
import { createFakeAzureMl, type FakeAzureMl } from '../../../../support/fake-azure-ml.ts';
import { createAutoClock } from '../../../../support/auto-clock.ts';
import { createMemoryRegistry } from '../../../../support/memory-registry.ts';
import { createMemoryLog } from '../../../../support/memory-log.ts';
import { request as planned } from '../../../core/deploy/fixture.ts';

const script = 'def init():\n    pass\n\ndef run(data):\n    return data\n';

export const goodFiles: Record<string, string> = {
  'repo/inferenceconfig.yml': 'entryScript: score.py\nsourceDirectory: src\ncondaFile: conda.yml\n',
  'repo/deploymentconfig.yml': 'computeType: managed\ninstanceType: Standard_DS3_v2\n',
  'repo/src/score.py': script,
  'repo/src/conda.yml': 'dependencies: []\n',
  'repo/request.json': '{"data": [1]}',
};

export function filesOf(contents: Record<string, string>): ProjectFiles {
  return {
    readText: (path, what) => {
      const text = contents[path];
      return text === undefined
        ? Promise.reject(fail('FileNotFound', { what, path }))
        : Promise.resolve(text);
    },
    listTree: (root) =>
      Promise.resolve(
        Object.entries(contents)
          .filter(([path]) => path.startsWith(`${root}/`))
          .map(([path, text]) => ({
            path: path.slice(root.length + 1),
            absolutePath: path,
            size: text.length,
            sha256: text,
          })),
      ),
  };
}

export const request: DeployModelRequest = {
  workspace: planned.workspace,
  service: 'fraud',
  model: 'fraud',
  version: 'latest',
  inferenceConfig: 'repo/inferenceconfig.yml',
  deploymentConfig: 'repo/deploymentconfig.yml',
  testRequest: 'repo/request.json',
  overwrite: true,
  rolloutInputs: {},
  lineage: {},
};

export function omit<T extends object, K extends keyof T>(value: T, key: K): Omit<T, K> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)) as Omit<T, K>;
}

export function twoVersions() {
  const registry = createMemoryRegistry(planned.workspace);
  registry.register('fraud', '6');
  registry.register('fraud', '7');
  return registry;
}

interface Around {
  readonly contents: Record<string, string>;
  readonly autoscale?: FakeAutoscale;
  readonly clock: Clock;
  readonly log: Log;
}

export function portsOf(
  azure: FakeAzureMl,
  { contents, clock, log, autoscale = new FakeAutoscale() }: Around,
): DeployPorts {
  return {
    registry: azure.registry,
    files: filesOf(contents),
    target: () =>
      Promise.resolve(createOnlineTarget({ ...deletingAutoscale(azure, autoscale, log), autoscale, log })),
    newKeys: () => ({ primaryKey: 'one', secondaryKey: 'two' }),
    clock,
    log,
  };
}

export function setUp(
  contents: Record<string, string> = goodFiles,
  azure: FakeAzureMl = createFakeAzureMl(twoVersions()),
) {
  const log = createMemoryLog();
  const clock = createAutoClock();
  const autoscale = new FakeAutoscale();
  const run = (changes: Partial<DeployModelRequest> = {}) =>
    deployModel({ ...request, ...changes }, portsOf(azure, { contents, clock, log, autoscale }));
  return { azure, autoscale, log, clock, run };
}
