// The emulated Azure DevOps through the unmodified azure-devops-node-api, over HTTPS that trusts the stack's authority.
import assert from 'node:assert/strict';
import {
  connectionId,
  endedRelease,
  startRunning,
  type RunningAzureDevOps,
} from './support/running-azure-devops.ts';
import { modelArtifactType } from './support/fake-azure.ts';
import { definition, modelArtifact } from './support/release-fixtures.ts';

const downloadId = 'aaaaaaaa-0000-4000-8000-000000000001';
const printId = 'aaaaaaaa-0000-4000-8000-000000000002';

const connectionInput = { name: 'connection', type: 'connectedService:AzureRM', label: 'c' };
const downloadScript = `
const fs = require('node:fs');
fs.mkdirSync(process.env.INPUT_DOWNLOADPATH, { recursive: true });
fs.writeFileSync(process.env.INPUT_DOWNLOADPATH + 'model.txt', process.env.INPUT_DEFINITION + ':' + process.env.INPUT_VERSION);
console.log('##vso[task.setvariable variable=downloaded;isOutput=true]yes');
`;
const printScript = `
const fs = require('node:fs');
console.log('cwd ' + process.cwd());
console.log('model ' + fs.readFileSync('_fraud/model.txt', 'utf8'));
console.log('input ' + process.env.INPUT_TEXT);
console.log('##vso[task.logissue type=warning]mind the gap');
`;

describe('apps/emulator/azure-devops/server.ts', () => {
  let running: RunningAzureDevOps;
  before(async () => {
    running = await startRunning();
    const answer = await running.install({
      tasks: [
        { name: 'Download', id: downloadId, script: downloadScript, inputs: [connectionInput] },
        { name: 'Print', id: printId, script: printScript, inputs: [{ name: 'text', type: 'string' }] },
      ],
      artifactTypes: [modelArtifactType(downloadId)],
    });
    assert.equal(answer.status, 200, answer.body.toString());
  });
  after(() => running.close());

  it('runs a release of the latest version: downloads it, then runs the tasks, and keeps their logs', async () => {
    const { api, devops } = running;
    const releases = await api.getReleaseApi();
    const connection = await connectionId(running, 'azureml-secret');
    const created = await releases.createReleaseDefinition(
      definition(
        'Whole road',
        [
          {
            tasks: [
              {
                taskId: printId,
                version: '1.*',
                inputs: { text: '$(Release.Artifacts._fraud.BuildNumber) $(Download.downloaded)' },
              },
            ],
          },
        ],
        { artifacts: [modelArtifact(connection)] },
      ),
      devops.project,
    );
    assert.equal(created.artifacts?.[0]?.sourceId, `${connection}:rg/ws:fraud`);
    const release = await releases.createRelease(
      { definitionId: created.id ?? 0, description: 'by test' },
      devops.project,
    );
    assert.equal(release.name, 'Release-1');
    const ended = await endedRelease(releases, devops.project, release.id ?? 0);
    const environment = ended.environments?.[0];
    const tasks = environment?.deploySteps?.[0]?.releaseDeployPhases?.[0]?.deploymentJobs?.[0]?.tasks ?? [];
    const phase = environment?.deploySteps?.[0]?.releaseDeployPhases?.[0]?.id ?? 0;
    const logs = await Promise.all(
      tasks.map(async ({ id }) => {
        const stream = await releases.getTaskLog(
          devops.project,
          ended.id ?? 0,
          environment?.id ?? 0,
          phase,
          id ?? 0,
        );
        const chunks: Buffer[] = [];
        for await (const chunk of stream) chunks.push(Buffer.from(chunk));
        return Buffer.concat(chunks).toString();
      }),
    );
    assert.equal(environment?.status, 4, logs.join('\n'));
    assert.deepEqual(
      tasks.map(({ name, status }) => [name, status]),
      [
        ['Download artifact - _fraud - Fixture model', 7],
        ['Run Print', 7],
      ],
    );
    assert.match(logs[1] ?? '', /model fraud:2/);
    assert.match(logs[1] ?? '', /input 2 yes/);
    assert.match(logs[1] ?? '', /cwd .*_work\/r1\/a\n/);
    assert.deepEqual(
      tasks[1]?.issues?.map(({ issueType, message }) => [issueType, message]),
      [['Warning', 'mind the gap']],
    );
  });
});
