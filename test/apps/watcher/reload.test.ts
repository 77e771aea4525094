import assert from 'node:assert/strict';
import { parseWatchConfiguration } from '../../../apps/watcher/configuration.ts';
import { reloadOnChange } from '../../../apps/watcher/reload.ts';
import { createBell } from '../../../artifact-source/bell.ts';
import { fail } from '../../../src/core/errors/catalogue.ts';
import type { WatchEvent } from '../../../src/core/watch/event.ts';
import { createManualClock } from '../../support/manual-clock.ts';

const text = `azure: { tenantId: t, clientId: c, clientSecretFrom: S }
organization: { url: https://dev.azure.com/contoso, tokenFrom: T }
watches:
  - name: one
    workspace: { subscriptionId: 11111111-1111-1111-1111-111111111111, resourceGroup: ml, name: prod }
    model: fraud
    release: { project: demo, definition: deploy, artifact: _fraud }
`;

/** Plays what the file holds at which second; gives what was applied and told. */
async function play(script: Readonly<Record<number, string | undefined>>, rungAt?: number) {
  const clock = createManualClock();
  const stop = new AbortController();
  const bell = createBell(clock);
  let content: string | undefined = text;
  const applied: string[][] = [];
  const events: WatchEvent[] = [];
  const running = reloadOnChange(
    {
      file: 'watch.yml',
      read() {
        if (content === undefined) throw fail('FileNotFound', { what: 'configuration', path: 'watch.yml' });
        return content;
      },
      started: { text, configuration: parseWatchConfiguration(text, 'watch.yml') },
      apply: ({ watches }) => applied.push(watches.map(({ name }) => name)),
      events: { emit: (event) => events.push(event) },
      clock,
      bell,
    },
    stop.signal,
  );
  const acts = Object.entries(script).map(async ([second, fresh]) => {
    await clock.sleep(Number(second) * 1000);
    content = fresh;
  });
  if (rungAt !== undefined) void clock.sleep(rungAt * 1000).then(() => bell.ring());
  void clock.sleep(60_000).then(() => stop.abort());
  await clock.until(Promise.all([running, ...acts]));
  return {
    applied,
    told: events.map((event) => ('reason' in event ? `${event.event}: ${event.reason}` : event.event)),
  };
}

describe('apps/watcher/reload.ts', () => {
  it('takes over a changed file, once', async () => {
    const { applied, told } = await play({ 7: text.replace('name: one', 'name: two') });
    assert.deepEqual(applied, [['two']]);
    assert.deepEqual(told, ['reloaded']);
  });

  it('leaves an unchanged file alone', async () => {
    assert.deepEqual(await play({}), { applied: [], told: [] });
  });

  it('reads it at once when asked to', async () => {
    const { applied } = await play({}, 2);
    assert.deepEqual(applied, [['one']]);
  });

  it('refuses a bad file wholly, with every mistake once, and takes the mended one', async () => {
    const bad = text
      .replace('model: fraud', 'modell: fraud')
      .replace('resourceGroup: ml', 'resourceGroup: ""');
    const { applied, told } = await play({ 7: bad, 40: text.replace('name: one', 'name: two') });
    assert.deepEqual(applied, [['two']]);
    assert.equal(told.length, 2, told.join('\n'));
    assert.match(told[0] ?? '', /line 5.*resourceGroup.*line 6.*modell/);
    assert.equal(told[1], 'reloaded');
  });

  it('says once that the file is gone, and takes it when it is back', async () => {
    const { applied, told } = await play({ 7: undefined, 40: text });
    assert.equal(told.length, 2, told.join('\n'));
    assert.match(told[0] ?? '', /'watch.yml'/);
    assert.deepEqual(applied, [['one']]);
  });

  it('waits until a file that is being written stays as it is', async () => {
    const half = text.slice(0, 200);
    const { applied, told } = await play({ 9.9: half, 10.3: text.replace('name: one', 'name: two') });
    assert.deepEqual([applied, told], [[['two']], ['reloaded']]);
  });

  it('takes nothing over from a file that changes what is wired once, and names it', async () => {
    const { applied, told } = await play({
      7: text.replace('contoso', 'fabrikam').replace('name: one', 'name: two'),
    });
    assert.deepEqual(applied, []);
    assert.match(told[0] ?? '', /'watch.yml' changes organization, which cannot change while/);
  });
});
