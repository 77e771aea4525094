import assert from 'node:assert/strict';
import { jobFolders } from '../../../../src/adapters/pipeline-agent/job-folders.ts';

const of = (variables: Readonly<Record<string, string>>) => jobFolders((name) => variables[name]);

describe('src/adapters/pipeline-agent/job-folders.ts', () => {
  it('takes the folder that holds sources and artifacts, and the one of secure files', () => {
    assert.deepEqual(
      of({
        'Agent.BuildDirectory': '/work/1',
        'System.DefaultWorkingDirectory': '/work/1/s',
        'Agent.TempDirectory': '/work/_temp',
      }),
      { root: '/work/1', also: ['/work/_temp'] },
    );
  });

  it('takes the next best where an agent does not say it, and none outside a job', () => {
    assert.deepEqual(of({ 'Agent.BuildDirectory': '', 'System.DefaultWorkingDirectory': '/s' }), {
      root: '/s',
      also: [],
    });
    assert.deepEqual(of({}), { also: [] });
  });
});
