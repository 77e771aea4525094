import assert from 'node:assert/strict';
import { lastWords } from '../../../../src/core/deploy/last-words.ts';

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

  it('takes the last line when there is no exception, and nothing from an empty log', () => {
    assert.equal(
      lastWords('--- InferenceServer\nstarting\nazmlinfsrv: not found\n\n'),
      'azmlinfsrv: not found',
    );
    assert.equal(lastWords('--- StorageInitializer\n'), '');
  });
});
