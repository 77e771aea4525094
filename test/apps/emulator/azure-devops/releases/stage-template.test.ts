// What the server's own stage template "Machine Learning Model" reads of an artifact: <DefinitionName>:<BuildId>.
import assert from 'node:assert/strict';
import { type Jobs, run, startJobs } from '../support/jobs.ts';
import { modelArtifact } from '../support/release-fixtures.ts';
import { connectionId } from '../support/running-azure-devops.ts';

describe('apps/emulator/azure-devops/releases/release-variables.ts (stage template)', function () {
  this.timeout(60_000);
  let jobs: Jobs;
  before(async () => {
    jobs = await startJobs();
  });
  after(() => jobs.running.close());

  it('gives model and version under the names that the template takes', async () => {
    const connection = await connectionId(jobs.running, 'azureml-secret');
    const variable = (name: string) => `$(Release.Artifacts._fraud.${name})`;
    const task = run(
      `console.log('template: ' + process.env.INPUT_WITHDEFAULT)`,
      {},
      { withDefault: `${variable('DefinitionName')}:${variable('BuildId')} ${variable('Type')}` },
    );
    const { logs } = await jobs.play([{ tasks: [task] }], { artifacts: [modelArtifact(connection)] });
    assert.match(logs.join('\n'), /template: fraud:2 FixtureModel/);
  });
});
