import assert from 'node:assert/strict';
import { type LeadOptions, whileLeading } from '../../artifact-source/lead.ts';
import { fail } from '../../src/core/errors/catalogue.ts';
import type { ExtensionError } from '../../src/core/errors/extension-error.ts';
import type { WatchEvent } from '../../src/core/watch/event.ts';
import type { Leadership } from '../../src/ports/leadership.ts';
import { createAutoClock } from '../support/auto-clock.ts';
import { catalogueError } from '../support/catalogue-error.ts';
import { type MemoryTerm, createMemoryTerm } from '../support/memory-term.ts';

const busy = fail('WatchStateAccountFailed', { resource: 'x', reason: 'ServerBusy' });
const forbidden = fail('WatchStateAccountForbidden', { resource: 'x', reason: 'no' });

describe('artifact-source/lead.ts', () => {
  /** A watcher that gets these answers when it asks for the lead; the last one again and again. */
  function scene(answers: readonly (MemoryTerm | ExtensionError | 'taken')[]) {
    const events: WatchEvent[] = [];
    const stop = new AbortController();
    const clock = createAutoClock();
    let asked = 0;
    const leadership: Leadership = {
      take() {
        const answer = answers[Math.min(asked, answers.length - 1)];
        asked += 1;
        if (answer === undefined || answer === 'taken') return Promise.resolve(undefined);
        return 'epoch' in answer ? Promise.resolve(answer) : Promise.reject(answer);
      },
    };
    const options = (once: boolean): LeadOptions => ({
      clock,
      events: { emit: (event) => events.push(event) },
      signal: stop.signal,
      once,
    });
    const told = (): readonly string[] =>
      events.map((each) => (each.event === 'failed' ? `failed ${each.code}` : each.event));
    return { leadership, options, told, stop, clock };
  }

  it('acts at once when nobody else leads, and gives the lead back', async () => {
    const term = createMemoryTerm(7);
    const { leadership, options, told } = scene([term]);
    const result = await whileLeading(leadership, options(true), (given) => Promise.resolve(given.epoch));
    assert.equal(result, 7);
    assert.deepEqual(told(), ['leading']);
    assert.ok(term.signal.aborted, 'the lead was not given back');
  });

  it('stands by until the other one is gone, and says so once', async () => {
    const { leadership, options, told, clock } = scene([
      'taken',
      'taken',
      busy,
      'taken',
      createMemoryTerm(1),
    ]);
    await whileLeading(leadership, options(true), () => Promise.resolve(1));
    assert.deepEqual(told(), ['standby', 'failed WatchStateAccountFailed', 'leading']);
    assert.deepEqual(clock.slept, [2000, 2000, 2000, 2000]);
  });

  it('tells of an account that does not answer once for as long as that lasts', async () => {
    const { leadership, options, told } = scene([busy, busy, busy, 'taken', busy, busy, createMemoryTerm(1)]);
    await whileLeading(leadership, options(true), () => Promise.resolve());
    const failed = 'failed WatchStateAccountFailed';
    assert.deepEqual(told(), [failed, 'standby', failed, 'leading']);
  });

  it('stops acting when the lead is lost, and acts again when it is back', async () => {
    const [first, second] = [createMemoryTerm(1), createMemoryTerm(2)];
    const { leadership, options, told, stop } = scene([first, 'taken', second]);
    await whileLeading(leadership, options(false), (term, signal) => {
      assert.equal(signal.aborted, false);
      if (term === first) first.end();
      else stop.abort();
      assert.equal(signal.aborted, true);
      return Promise.resolve();
    });
    assert.deepEqual(told(), ['leading', 'standby', 'leading']);
  });

  it('gives the lead back when the work fails', async () => {
    const term = createMemoryTerm(1);
    const { leadership, options } = scene([term]);
    const failing = () => Promise.reject(new TypeError('bug'));
    await assert.rejects(whileLeading(leadership, options(false), failing), TypeError);
    assert.ok(term.signal.aborted);
  });

  it('ends while it stands by', async () => {
    const { leadership, options, stop } = scene(['taken']);
    stop.abort();
    const never = () => assert.fail('it acted');
    assert.equal(await whileLeading(leadership, options(false), never), undefined);
  });

  it('leaves a single turn to the watcher that leads, after as long as a dead one may seem to lead', async () => {
    const { leadership, options, clock } = scene(['taken']);
    const never = () => assert.fail('it acted');
    assert.equal(await whileLeading(leadership, options(true), never), undefined);
    const waited = clock.slept.reduce((sum, each) => sum + each, 0);
    assert.equal(waited, 20_000);
  });

  it('does not start with a mistake of the user, and is not ended by one that comes later', async () => {
    const never = () => assert.fail('it acted');
    const wrong = scene([forbidden]);
    await assert.rejects(
      whileLeading(wrong.leadership, wrong.options(false), never),
      catalogueError('WatchStateAccountForbidden'),
    );
    const { leadership, options, told } = scene(['taken', forbidden, forbidden, createMemoryTerm(1)]);
    await whileLeading(leadership, options(true), () => Promise.resolve());
    // A mistake is told once.
    assert.deepEqual(told(), ['standby', 'failed WatchStateAccountForbidden', 'leading']);
  });

  it('fails a single turn when the account does not answer for so long', async () => {
    const { leadership, options } = scene([busy]);
    const never = () => assert.fail('it acted');
    await assert.rejects(
      whileLeading(leadership, options(true), never),
      catalogueError('WatchStateAccountFailed'),
    );
  });
});
