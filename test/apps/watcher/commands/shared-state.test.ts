// The commands beside watchers that share a state in a storage account.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { runProgram } from '../../../../apps/watcher/program.ts';
import { systemClock } from '../../../../src/adapters/local/clock.ts';
import { type StateAccount, startStateAccount } from '../../../support/state-account.ts';
import { trustAuthority } from '../../../support/trust-authority.ts';
import { type Stage, startStage } from '../support/stage.ts';

describe('apps/watcher/commands/join-state.ts (Azurite)', function () {
  this.timeout(60_000);
  let account: StateAccount;
  let stage: Stage;
  before(async () => {
    account = await startStateAccount();
    stage = await startStage({ state: { storage: { connectionStringFrom: 'STATE' } } });
    trustAuthority(stage.azure.caPem);
  });
  after(async () => {
    await stage.close();
    await account.close();
  });

  const run = async (...argv: readonly string[]) => {
    const lines: string[] = [];
    const status = await runProgram({
      argv: [...argv, '--config', stage.configFile],
      environment: { ...stage.environment, STATE: account.connectionString, USER: 'ann' },
      readText: (path) => readFileSync(path, 'utf8'),
      clock: systemClock,
      isTerminal: true,
      writeLine: (line) => lines.push(line),
      writeAside: (line) => lines.push(line),
      signal: new AbortController().signal,
    });
    return { status, said: lines.join('\n') };
  };

  it('holds a watch back, explains it and lets it go', async () => {
    stage.register('1');
    assert.equal((await run('--once')).status, 0);
    assert.match((await run('pause', '--reason', 'freeze')).said, /^fraud-to-production is paused/);
    stage.register('2');
    assert.match(
      (await run('--once')).said,
      /version 2 stays owed: the watch is held: paused by ann: freeze/,
    );
    assert.match(
      (await run('status')).said,
      /^The state is the table azuremlwatch .*\n\nfraud-to-production: /,
    );
    assert.match((await run('explain', 'fraud', '2')).said, /owed, and held back: .* freeze\.\n/);
    await run('resume');
    await run('--once');
    assert.match((await run('explain', 'fraud', '2')).said, /fired: Release-41/);
    assert.equal(stage.devops.releases.length, 1);
  });

  it('refuses a state file beside it', async () => {
    const { status, said } = await run('status', '--state', 'watch.db');
    assert.equal(status, 2);
    assert.match(said, /--state names the file 'watch\.db', but .* keeps the state in a storage account/);
  });
});
