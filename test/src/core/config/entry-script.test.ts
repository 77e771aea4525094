import assert from 'node:assert/strict';
import { checkEntryScript } from '../../../../src/core/config/entry-script.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

const good = 'import json\n\ndef init():\n    pass\n\ndef run(data):\n    return data\n';

describe('src/core/config/entry-script.ts', () => {
  it('accepts a module that defines init and run in any usual way', () => {
    checkEntryScript('src/score.py', good);
    checkEntryScript('score.py', 'from service import init, run\n');
    checkEntryScript('score.py', 'def init(): ...\n@rawhttp\nasync def run(request): ...\n');
    checkEntryScript('score.py', 'init = lambda: None\nrun = handler.run\n');
  });

  const bad: readonly (readonly [string, string, string])[] = [
    ['score.txt', good, "'.py'"],
    ['my-score.py', good, 'my-score'],
    ['class.py', good, 'keyword'],
    ['score.py', 'def init(): ...\n', "'run'"],
    ['score.py', 'def run(data): ...\n', "'init'"],
    ['score.py', 'class Model:\n    def init(self): ...\n    def run(self, data): ...\n', "'init'"],
  ];
  for (const [script, text, problem] of bad)
    it(`refuses ${script} because of ${problem}`, () => {
      assert.throws(
        () => checkEntryScript(script, text),
        catalogueError('EntryScriptInvalid', script, problem),
      );
    });
});
