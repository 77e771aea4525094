import assert from 'node:assert/strict';
import { exceptionIn, lastBuildWords, lastWords } from '../../../../src/core/deploy/last-words.ts';

describe('src/core/deploy/last-words.ts', () => {
  it('finds the exception in a log that goes on after it', () => {
    const log =
      'Traceback (most recent call last):\n  File "score.py"\nModuleNotFoundError: No module named \'x\'\n\nWorker exiting\n';
    assert.equal(lastWords(log), "ModuleNotFoundError: No module named 'x'");
  });

  it('finds the cause below the exceptions that only wrap it', () => {
    const log = [
      'ImportError: an earlier start',
      'Traceback (most recent call last):',
      'RuntimeError: no such weight',
      '',
      'The above exception was the direct cause of the following exception:',
      '',
      'Traceback (most recent call last):',
      'server.user_script.UserScriptException: Caught an unhandled exception from the user script',
      'Worker exiting',
    ].join('\n');
    assert.equal(lastWords(log), 'RuntimeError: no such weight');
  });

  it('finds nothing raised in a log without an exception', () => {
    assert.equal(exceptionIn('--- InferenceServer\nGET /score 200\n'), undefined);
  });

  it('finds why a build failed above the lines that only say that it did', () => {
    const pip =
      'Collecting x==99\nERROR: No matching distribution found for x==99\nRun ID: ca1 failed. exit status 1\n';
    assert.equal(lastBuildWords(pip), 'ERROR: No matching distribution found for x==99');
    const conda = 'Solving environment\nResolvePackageNotFound: - scikit==99\n';
    assert.equal(lastBuildWords(conda), 'ResolvePackageNotFound: - scikit==99');
    assert.equal(lastBuildWords('Step 1/2\nStep 2/2\n'), 'Step 2/2');
    assert.equal(lastBuildWords(''), '');
  });

  it('takes the last line when there is no exception, and nothing from an empty log', () => {
    assert.equal(
      lastWords('--- InferenceServer\nstarting\nazmlinfsrv: not found\n\n'),
      'azmlinfsrv: not found',
    );
    assert.equal(lastWords('--- StorageInitializer\n'), '');
  });
});
