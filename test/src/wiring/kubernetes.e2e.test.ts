import assert from 'node:assert/strict';
import { createTargets } from '../../../src/wiring/deploy-targets.ts';
import { catalogueError } from '../../support/catalogue-error.ts';
import { startStackWithClusters, type StackWithClusters } from './support/stack-with-clusters.ts';

describe('src/wiring/deploy-targets.ts (a life cycle on Kubernetes in the emulator)', function () {
  // The first run builds the virtual environment from the package registry.
  this.timeout(300_000);
  let stack: StackWithClusters;

  before(async () => {
    stack = await startStackWithClusters();
  });
  after(() => stack.close());

  const config = `computeType: aks
computeTargetName: k8s
namespace: scoring
instanceType: gpu
gpuCores: 1
containerResourceRequirements: { cpu: 0.5, memoryInGB: 1 }
`;
  const wanted = { script: 'online', service: 'weights', config } as const;
  const target = () => createTargets(stack.options)('kubernetes');
  const ref = () => ({ workspace: stack.workspace, service: 'weights' });
  const ask = async (x: number, deployment?: string) => {
    const answer = await (
      await target()
    ).invoke({ ...ref(), ...(deployment === undefined ? {} : { deployment }) }, JSON.stringify({ x }));
    assert.equal(answer.status, 200, answer.body);
    return (JSON.parse(answer.body) as { product: number }).product;
  };

  it('refuses what the cluster does not have, before anything is called', async () => {
    const cases: [change: [string, string], code: Parameters<typeof catalogueError>[0], word: string][] = [
      [['k8s', 'nightly'], 'ComputeUnsuitable', 'AmlCompute'],
      [['k8s', 'other'], 'ComputeNotFound', 'other'],
      [['instanceType: gpu', 'instanceType: fpga'], 'InstanceTypeNotFound', 'defaultinstancetype, gpu'],
      [['namespace: scoring', 'namespace: mine'], 'ConfigurationNotSupported', 'scoring'],
    ];
    for (const [[from, to], code, word] of cases)
      await assert.rejects(
        stack.deploy({ ...wanted, version: '1', config: config.replace(from, to) }),
        catalogueError(code, word),
      );
    assert.equal(await (await target()).service(ref()), undefined);
  });

  it('deploys on an instance type with a GPU, tests, and answers below the path of the cluster', async () => {
    const report = await stack.deploy({ ...wanted, version: '1', test: { x: 1 } });
    assert.match(report.service.scoringUri ?? '', /\/api\/v1\/endpoint\/weights\/score$/);
    assert.equal(await ask(4), 8);
  });

  it('gives a version of aksendpoint its share of the traffic', async () => {
    const ab = `${config.replace('computeType: aks', 'computeType: aksendpoint')}versionName: candidate
trafficPercentile: 20
isDefault: false
type: Treatment
`;
    const sharesAfter = async (text: string): Promise<Readonly<Record<string, number | undefined>>> => {
      await stack.deploy({ ...wanted, version: '2', config: text, test: { x: 1 } });
      const service = await (await target()).service(ref());
      return Object.fromEntries((service?.deployments ?? []).map(({ name, share }) => [name, share]));
    };
    const shares = await sharesAfter(ab);
    assert.deepEqual([shares['candidate'], Object.values(shares).toSorted()], [20, [20, 80]]);
    assert.equal(await ask(4, 'candidate'), 12);
    const more = ab.replace('trafficPercentile: 20', 'trafficPercentile: 50');
    assert.equal((await sharesAfter(more))['candidate'], 50);
  });

  it('deletes everything', async () => {
    await (await target()).delete(ref());
    assert.equal(await (await target()).service(ref()), undefined);
  });
});
