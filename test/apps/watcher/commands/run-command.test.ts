// The commands beside a watcher: both on one state file, each a program of its own.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { ExitStatus } from '../../../../apps/watcher/host.ts';
import { runProgram } from '../../../../apps/watcher/program.ts';
import { fail } from '../../../../src/core/errors/catalogue.ts';
import { systemClock } from '../../../../src/adapters/local/clock.ts';
import { trustAuthority } from '../../../support/trust-authority.ts';
import { type Stage, startStage } from '../support/stage.ts';

interface Ran {
  readonly status: ExitStatus;
  readonly out: string;
  readonly aside: string;
}

describe('apps/watcher/commands/run-command.ts', function () {
  this.timeout(20_000);
  let stage: Stage;

  const run = async (...argv: readonly string[]): Promise<Ran> => {
    const out: string[] = [];
    const aside: string[] = [];
    const status = await runProgram({
      argv: [...argv, '--state', stage.stateFile],
      environment: { ...stage.environment, USER: 'ann' },
      readText: (path, what) => {
        try {
          return readFileSync(path, 'utf8');
        } catch (error) {
          throw fail('FileNotFound', { what, path }, error);
        }
      },
      clock: systemClock,
      isTerminal: true,
      writeLine: (line) => out.push(line),
      writeAside: (line) => aside.push(line),
      signal: new AbortController().signal,
    });
    return { status, out: out.join('\n'), aside: aside.join('\n') };
  };
  const says = async (line: string): Promise<string> => {
    const { status, out, aside } = await run(...line.split(' '));
    assert.deepEqual([status, aside], [0, ''], aside);
    return out;
  };
  const refuses = async (line: string): Promise<string> => {
    const { status, out, aside } = await run(...line.split(' '));
    assert.deepEqual([status, out], [2, '']);
    return aside;
  };
  const turn = () => says(`--config ${stage.configFile} --once`);
  const released = () => stage.devops.releases.map(({ artifacts }) => artifacts['_fraud']);

  beforeEach(async () => {
    stage = await startStage();
    trustAuthority(stage.azure.caPem);
    stage.register('1');
  });
  afterEach(() => stage.close());

  it('pauses a watch, says of a version what keeps it, and resumes it', async () => {
    await turn();
    assert.match(
      await says('pause --reason freeze'),
      /^fraud-to-production is paused: .* \(0 versions owed now\)\.$/,
    );
    assert.match(await says('pause'), /is paused since .*: paused by ann: freeze\.$/);
    stage.register('2');
    assert.match(await turn(), /version 2 stays owed: the watch is held: paused by ann: freeze\./);
    assert.match(
      await says('explain fraud 2'),
      /: owed, and held back: the watch is held: paused by ann: freeze\.\n/,
    );
    assert.match(await says('status'), /HELD +since .*: paused by ann: freeze\n/);
    assert.deepEqual(released(), []);
    assert.match(await says('resume'), /is resumed: 1 version owed, to be fired from the next turn on\.$/);
    await turn();
    assert.deepEqual(released(), ['2']);
  });

  it('explains a version from its registration to its release', async () => {
    await turn();
    stage.register('2');
    await turn();
    const lines = (await says('explain fraud 2')).split('\n').map((line) => line.replace(/^ +\S+Z +/, ''));
    assert.match(lines[0] ?? '', /^fraud 2, registered at .* in workspace prod of resource group ml$/);
    assert.match(
      lines[1] ?? '',
      /^fraud-to-production, for the release definition 'deploy-fraud'.*: fired: the mode is every\.$/,
    );
    assert.deepEqual(lines.slice(2), [
      'registered',
      'seen by a check on schedule',
      'decided to fire it: the mode is every',
      'call: look for its release: there is none',
      'call: create its release: made Release-41',
      'call: tag its release: tagged azureml-model-fraud, azureml-model-fraud-2, azureml-workspace-prod',
      'fired: Release-41, https://devops.example/demo/_releaseProgress?releaseId=41',
    ]);
    assert.match(await says('explain fraud 1'), /known from the beginning, so it does not fire/);
  });

  it('fires one version again on purpose, once', async () => {
    await turn();
    assert.match(await says('replay fraud 1'), /fires version 1 again on the next turn\.$/);
    assert.match(await says('replay fraud 1'), /is going to fire version 1 again already\.$/);
    await turn();
    await turn();
    assert.deepEqual(released(), ['1']);
  });

  it('pins, unpins, skips and fast-forwards', async () => {
    await turn();
    assert.match(
      await says('pin fraud 1'),
      /is pinned: nothing but version 1 fires\. It is known from the beginning: /,
    );
    stage.register('2');
    stage.register('3');
    stage.register('4');
    await turn();
    assert.match(await says('skip fraud 2 --reason broken'), /leaves version 2 out/);
    assert.match(
      await says('explain fraud 2'),
      /owed, and left out on the next turn: skipped by ann at .*: broken\./,
    );
    assert.match(await says('unpin'), /is not pinned to version 1 any more\.$/);
    await turn();
    assert.deepEqual(released(), ['3', '4']);
    assert.match(await says('skip fraud 3'), /has nothing to skip: version 3 is fired\.$/);
    await says('pause');
    stage.register('5');
    await turn();
    assert.match(
      await says('fast-forward'),
      /passes over what was registered until .*Z: 1 version of those that it knows\.$/,
    );
    await says('resume');
    await turn();
    assert.match(await says('explain fraud 5'), /: passed over: fast-forwarded by ann at /);
    assert.deepEqual(released(), ['3', '4']);
  });

  it('writes one JSON object for a program, of an error too', async () => {
    await turn();
    const status = JSON.parse(await says('status --json')) as {
      isRunning: boolean;
      watches: { name: string; versions: object }[];
    };
    assert.deepEqual(
      [status.isRunning, status.watches.map(({ name, versions }) => [name, versions])],
      [false, [['fraud-to-production', { baseline: 1 }]]],
    );
    const explained = JSON.parse(await says('explain fraud 1 --json')) as {
      versions: { standing: string }[];
    };
    assert.equal(explained.versions.length, 1);
    const order = JSON.parse(await says('pause --json')) as object;
    assert.deepEqual(Object.keys(order), ['order', 'watches']);
    const { status: exit, out, aside } = await run('explain', 'fraud', '9', '--json');
    assert.deepEqual([exit, aside], [2, '']);
    assert.equal((JSON.parse(out) as { error: { code: string } }).error.code, 'WatchVersionUnknown');
  });

  it('refuses what it does not know, and names what it does', async () => {
    assert.match(await refuses('status'), /^There is no state file /);
    await turn();
    assert.match(
      await refuses('explain fraud 9'),
      /^Version '9' of model 'fraud' was not met by the watch fraud-to/,
    );
    assert.match(await refuses('skip Fraud 1'), /^No watch watches a model 'Fraud', only fraud\./);
    assert.match(await refuses('pause --watch x'), /^There is no watch 'x', only fraud-to-production\./);
    assert.match(await refuses('pin fraud'), /VERSION is missing/);
    assert.match(await refuses('status extra'), /'extra'/);
    assert.match(await refuses('status --reason x'), /takes no --reason/);
    assert.match(await refuses('pause --watch w --all'), /either --watch or --all/);
    assert.match(await refuses('pause --al'), /--al/);
    assert.match(await refuses('pause --config none.yml'), /^The configuration 'none\.yml' does not exist/);
  });

  it('takes the watches from a configuration, also one that has never run', async () => {
    await turn();
    assert.match(
      await says(`status --config ${stage.configFile}`),
      /^No watcher runs on .*\n\nfraud-to-production: /,
    );
  });

  it('gives help for each command', async () => {
    for (const command of [
      'status',
      'explain',
      'pause',
      'resume',
      'skip',
      'pin',
      'unpin',
      'replay',
      'fast-forward',
    ]) {
      assert.match(await says(`${command} --help`), new RegExp(`^azureml-release watch ${command}[ :]`));
    }
  });
});
