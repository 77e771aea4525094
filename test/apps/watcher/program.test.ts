import assert from 'node:assert/strict';
import { type ExitStatus, runProgram } from '../../../apps/watcher/program.ts';
import { fail } from '../../../src/core/errors/catalogue.ts';
import { systemClock } from '../../../src/adapters/local/clock.ts';
import { readFileSync } from 'node:fs';
import { trustAuthority } from '../../support/trust-authority.ts';
import { type Stage, startStage } from './support/stage.ts';

describe('apps/watcher/program.ts', () => {
  let stage: Stage;
  let lines: string[];
  let aside: string[];

  const readText = (path: string, what: string): string => {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      throw fail('FileNotFound', { what, path }, error);
    }
  };
  let reading = readText;
  const run = (
    argv: readonly string[],
    environment = stage.environment,
    isTerminal = false,
  ): Promise<ExitStatus> => {
    lines = [];
    aside = [];
    return runProgram({
      argv,
      environment,
      readText: (path, what) => reading(path, what),
      clock: systemClock,
      isTerminal,
      writeLine: (line) => lines.push(line),
      writeAside: (line) => aside.push(line),
      signal: new AbortController().signal,
    });
  };
  const once = () => [...stage.argv, '--once'];

  before(async () => {
    stage = await startStage();
    trustAuthority(stage.azure.caPem);
  });
  after(() => stage.close());
  afterEach(() => {
    stage.devops.mishap = () => undefined;
  });

  it('makes one turn and says in sentences, on a terminal, what it did', async () => {
    assert.equal(await run(once(), stage.environment, true), 0, lines.join('\n'));
    assert.match(lines[0] ?? '', /^\S+Z Watching: 1 watch, every 1 s\.$/);
    assert.match(lines[1] ?? '', /began with 0 version\(s\) of fraud in prod/);
    assert.match(lines[2] ?? '', /Stopped: the one turn is done\.$/);
  });

  it('writes JSON elsewhere, and what --log says anywhere', async () => {
    await run([...once(), '--interval', '9']);
    assert.match(lines[0] ?? '', /"event":"started","watches":1,"intervalSeconds":9/);
    await run([...once(), '--log', 'text']);
    assert.match(lines[0] ?? '', /Watching/);
  });

  it('ends one turn that failed with status 1, and the text of the catalogue', async () => {
    stage.devops.mishap = () => ({ status: 403, body: { message: 'VS402904: Access denied.' } });
    assert.equal(await run(once()), 1);
    assert.match(lines.join('\n'), /"failed".*DevOpsForbidden.*VS402904: Access denied/);
  });

  it('names a wrong client secret without telling it', async () => {
    const environment = { ...stage.environment, TEST_CLIENT_SECRET: 'not-the-secret' };
    assert.equal(await run(once(), environment), 1);
    assert.match(lines.join('\n'), /AzureUnauthorized/);
    assert.doesNotMatch([...lines, ...aside].join('\n'), /not-the-secret/);
  });

  it('does not start without configuration, secrets or arguments: status 2', async () => {
    assert.equal(await run(['--config', 'no.yml']), 2);
    assert.match(lines[0] ?? '', /FileNotFound.*no\.yml/);
    assert.equal(await run(once(), {}), 2);
    assert.match(lines[0] ?? '', /WatchVariableMissing.*TEST_CLIENT_SECRET, TEST_DEVOPS_TOKEN/);
    assert.equal(await run(['--nonsense']), 2);
    assert.match(lines[0] ?? '', /WatchArgumentsInvalid.*--nonsense/);
  });

  it('helps', async () => {
    assert.equal(await run(['--help']), 0);
    assert.match(lines[0] ?? '', /--config FILE/);
  });

  it('tells of a fault of its own in one sentence, with the stack aside', async () => {
    reading = () => {
      throw new TypeError('bug');
    };
    assert.equal(await run(once()), 1);
    reading = readText;
    assert.match(lines[0] ?? '', /WatcherFault.*bug/);
    assert.match(aside.join('\n'), / at /);
  });
});
