import assert from 'node:assert/strict';
import type { ExitStatus } from '../../../apps/watcher/host.ts';
import { runProgram } from '../../../apps/watcher/program.ts';
import { fail } from '../../../src/core/errors/catalogue.ts';
import { systemClock } from '../../../src/adapters/local/clock.ts';
import { readFileSync } from 'node:fs';
import { trustAuthority } from '../../support/trust-authority.ts';
import { gridEvent } from '../../support/event-grid-events.ts';
import { azureIds } from './support/azure-fake.ts';
import { startHookReceiver } from './support/hook-receiver.ts';
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

  it('relays events beside its turns, until it is stopped', async () => {
    const receiver = await startHookReceiver();
    const { subscriptionId } = azureIds;
    const relaying = await startStage({
      watches: [],
      relay: {
        port: 0,
        organizations: [receiver.organization],
        workspaces: [{ subscriptionId, resourceGroup: 'ml', name: 'prod' }],
      },
    });
    trustAuthority(relaying.azure.caPem);
    relaying.register('7');
    const stop = new AbortController();
    const events: { event: string; address?: string }[] = [];
    let started: (address: string) => void;
    const listening = new Promise<string>((resolve) => {
      started = resolve;
    });
    const program = runProgram({
      argv: relaying.argv,
      environment: relaying.environment,
      readText,
      clock: systemClock,
      isTerminal: false,
      writeLine(line) {
        const event = JSON.parse(line) as { event: string; address?: string };
        events.push(event);
        if (event.event === 'listening') started(event.address ?? '');
      },
      writeAside: (line) => aside.push(line),
      signal: stop.signal,
    });
    try {
      const answered = await fetch(await listening, {
        method: 'POST',
        headers: { 'X-AzureML-Payload-Url': receiver.payloadUrl, 'X-AzureML-Secret': receiver.secret },
        body: JSON.stringify([gridEvent(7)]),
      });
      assert.equal(answered.status, 200, JSON.stringify(events));
      assert.deepEqual(
        receiver.taken.map(({ definition, version }) => [definition, version]),
        [['fraud', '7']],
      );
    } finally {
      stop.abort();
      assert.equal(await program, 0);
      await Promise.all([relaying.close(), receiver.close()]);
    }
    assert.deepEqual(
      events.map(({ event }) => event),
      ['started', 'listening', 'received', 'verified', 'forwarded', 'answered', 'stopped'],
    );
  });

  it('does not start when it has nowhere to listen: status 2', async () => {
    const other = await startHookReceiver();
    const port = Number(new URL(other.organization).port);
    const blocked = await startStage({
      relay: { port, host: 'localhost', organizations: [other.organization] },
    });
    assert.equal(await run(blocked.argv, blocked.environment), 2);
    assert.match(lines.join('\n'), /RelayCannotListen/);
    trustAuthority(blocked.azure.caPem);
    assert.equal(await run([...blocked.argv, '--once'], blocked.environment), 0, 'one turn needs no relay');
    await Promise.all([blocked.close(), other.close()]);
  });
});
