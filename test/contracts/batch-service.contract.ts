// What the flows rely on from batch endpoints and computes, for the fake and for the service alike.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasEnded, type BatchJob } from '../../src/core/batch/batch-state.ts';
import { isExtensionError } from '../../src/core/errors/extension-error.ts';
import type { Workspace } from '../../src/core/workspace.ts';
import type { BatchDeployments, BatchEndpoints, BatchJobs } from '../../src/ports/batch-endpoints.ts';

export interface BatchServiceUnderTest {
  readonly workspace: Workspace;
  readonly endpoints: BatchEndpoints;
  readonly deployments: BatchDeployments;
  readonly jobs: BatchJobs;
  /** Properties of a deployment whose assets are there. */
  readonly properties: object;
  /** An address with files that its script scores. */
  readonly input: string;
  /** Names of the files below a folder of the default datastore. */
  outputOf(folder: string): Promise<readonly string[]>;
}

const refused = (error: unknown): true => {
  assert.ok(isExtensionError(error), String(error));
  assert.ok(['AzureRejected', 'AzureConflict', 'AzureResourceNotFound'].includes(error.code), error.message);
  return true;
};

export function batchServiceContract(setUp: () => Promise<BatchServiceUnderTest>): void {
  let subject: BatchServiceUnderTest;
  const endpoint = 'contract';
  const ref = (deployment: string) => ({ workspace: subject.workspace, endpoint, deployment });
  const body = (tags: Record<string, string>) => ({
    ...{ location: 'westeurope', tags, properties: subject.properties },
  });
  const folder = 'contract/output';
  const request = (deployment?: string) => ({
    scoringUri: '',
    input: { uri: subject.input, isFile: false },
    output: `azureml://datastores/workspaceblobstore/paths/${folder}/`,
    ...(deployment !== undefined && { deployment }),
  });
  const start = async (deployment?: string): Promise<BatchJob> => {
    const { scoringUri = '' } = (await subject.endpoints.get(subject.workspace, endpoint)) ?? {};
    return subject.jobs.start({ ...request(deployment), scoringUri });
  };

  before(async () => {
    subject = await setUp();
  });

  it('has nothing before anything was created', async () => {
    const { endpoints, jobs, workspace } = subject;
    assert.equal(await endpoints.get(workspace, endpoint), undefined);
    assert.equal(await jobs.get(workspace, 'none'), undefined);
  });

  it('creates an endpoint with its address and without a default', async () => {
    const properties = { authMode: 'AADToken' };
    const identity = { type: 'SystemAssigned' };
    await subject.endpoints.create(subject.workspace, endpoint, {
      ...{ location: 'westeurope', identity, properties },
    });
    const made = await subject.endpoints.get(subject.workspace, endpoint);
    assert.equal(made?.provisioningState, 'Succeeded');
    assert.match(made.scoringUri ?? '', /^https:.*\/jobs$/);
    assert.equal(made.defaultDeployment, undefined);
    await assert.rejects(start(), refused);
  });

  it('keeps deployments with their tags, and makes one the default that is there', async () => {
    const { endpoints, deployments, workspace } = subject;
    for (const name of ['blue', 'green']) await deployments.create(ref(name), body({ who: name }));
    assert.equal((await deployments.get(ref('blue')))?.tags['who'], 'blue');
    const names = (await deployments.list(workspace, endpoint)).map(({ name }) => name);
    assert.deepEqual(names.toSorted(), ['blue', 'green']);
    await assert.rejects(endpoints.setDefault(workspace, endpoint, 'none'), refused);
    await endpoints.setDefault(workspace, endpoint, 'blue', { 'azureml-release.release': 'R1' });
    const first = await endpoints.get(workspace, endpoint);
    assert.deepEqual([first?.defaultDeployment, first?.tags?.['azureml-release.release']], ['blue', 'R1']);
  });

  it('says on the endpoint who decided the default, in place of the one before', async () => {
    const { endpoints, workspace } = subject;
    const by = async (lineage: Readonly<Record<string, string>>) => {
      await endpoints.setDefault(workspace, endpoint, 'blue', lineage);
      return (await endpoints.get(workspace, endpoint))?.tags;
    };
    const second = await by({ 'azureml-release.run': '5' });
    assert.deepEqual(
      [second?.['azureml-release.release'], second?.['azureml-release.run']],
      [undefined, '5'],
    );
    assert.deepEqual(await by({}), second);
  });

  it('runs a job to its end and writes where it was told', async () => {
    await assert.rejects(start('none'), refused);
    let job: BatchJob | undefined = await start('green');
    while (job && !hasEnded(job)) {
      await sleep(20);
      job = await subject.jobs.get(subject.workspace, job.name);
    }
    assert.equal(job?.status, 'Completed', job?.reason);
    assert.ok((await subject.outputOf(folder)).includes('predictions.csv'));
  });

  it('deletes no default, and everything with the endpoint', async () => {
    const { endpoints, deployments, workspace } = subject;
    await assert.rejects(deployments.delete(ref('blue')), refused);
    await deployments.delete(ref('green'));
    assert.equal(await deployments.get(ref('green')), undefined);
    await endpoints.delete(workspace, endpoint);
    assert.equal(await endpoints.get(workspace, endpoint), undefined);
  });
}
