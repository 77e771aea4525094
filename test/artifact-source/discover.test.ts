import assert from 'node:assert/strict';
import { type DiscoveryRule, createDiscovery } from '../../artifact-source/discover.ts';
import { createWatchList } from '../../artifact-source/watch-list.ts';
import type { ConnectionFacts, FoundArtifact } from '../../src/core/discovery/found-artifact.ts';
import { fail } from '../../src/core/errors/catalogue.ts';
import type { WatchEvent } from '../../src/core/watch/event.ts';
import type { Watch } from '../../src/core/watch/watch.ts';
import type { ReleaseDefinitions } from '../../src/ports/release-definitions.ts';
import { watchOf } from './support/versions.ts';

const failed = fail('DevOpsFailed', { action: 'x', status: 503, reason: 'y' });
const connection: ConnectionFacts = { name: 'c', url: 'https://arm.example/', subscriptionId: 's' };

function artifact(definitionId: number, more: Partial<FoundArtifact> = {}): FoundArtifact {
  return {
    project: 'demo',
    definitionId,
    definition: `deploy-${definitionId}`,
    alias: '_fraud',
    isTriggered: false,
    ...more,
    inputs: {
      connection: 'C',
      watch: 'every',
      resourceGroup: 'ml',
      workspace: 'prod',
      definition: 'fraud',
      ...more.inputs,
    },
  };
}

/** Azure DevOps with these artifacts, which the test changes; and a list of watches that follows it. */
function scene(rule: DiscoveryRule['projects'], configured: readonly Watch[] = []) {
  const artifacts: FoundArtifact[] = [];
  const projects: string[] = ['demo'];
  const events: WatchEvent[] = [];
  const asked: string[] = [];
  const world = { artifacts, projects, events, asked, fault: (call: string): boolean => call === 'none' };
  const call = async <T>(name: string, value: () => T): Promise<T> => {
    await Promise.resolve();
    asked.push(name);
    if (world.fault(name)) throw failed;
    return value();
  };
  const definitions: ReleaseDefinitions = {
    projects: () => call('projects', () => [...projects]),
    artifacts: (project) =>
      call(`artifacts ${project}`, () => artifacts.filter((each) => each.project === project)),
    connections: (project, ids) =>
      call(
        `connections ${project}`,
        () => new Map(ids.filter((id) => id === 'c').map((id) => [id, connection])),
      ),
  };
  const tell = { emit: (event: WatchEvent) => void events.push(event) };
  const discovery = createDiscovery({ projects: rule, armUrl: 'https://arm.example' }, definitions, tell);
  let watched: readonly string[] = configured.map(({ name }) => name);
  const list = createWatchList(configured, tell, (watches) => {
    watched = watches.map(({ name }) => name);
  });
  return {
    ...world,
    world,
    list,
    watched: () => watched,
    async look() {
      const discovered = await discovery.look();
      if (discovered !== undefined) list.discover(discovered);
      return events.splice(0).map((event) => {
        if (event.event === 'left-out') return `left-out ${event.definition}: ${event.reason}`;
        return event.event === 'failed' ? `failed: ${event.action}` : event.event;
      });
    },
  };
}

describe('artifact-source/discover.ts', () => {
  it('watches what wants to be watched, from the next look on when it changes', async () => {
    const it = scene(['demo']);
    it.artifacts.push(artifact(1), artifact(2, { inputs: { watch: 'off' } }));
    assert.deepEqual(await it.look(), []);
    assert.deepEqual(it.watched(), ['demo/1/_fraud']);
    it.artifacts.push(artifact(3));
    await it.look();
    assert.deepEqual(it.watched(), ['demo/1/_fraud', 'demo/3/_fraud']);
    it.artifacts[0] = artifact(1, { inputs: { watch: 'off' } });
    await it.look();
    assert.deepEqual(it.watched(), ['demo/3/_fraud']);
  });

  it('looks into all projects, those that come later included, and forgets those that are gone', async () => {
    const it = scene('all');
    it.artifacts.push(artifact(1), artifact(2, { project: 'other' }));
    await it.look();
    assert.deepEqual(it.watched(), ['demo/1/_fraud']);
    it.projects.push('other');
    await it.look();
    assert.deepEqual(it.watched(), ['demo/1/_fraud', 'other/2/_fraud']);
    it.projects.shift();
    await it.look();
    assert.deepEqual(it.watched(), ['other/2/_fraud']);
  });

  it('asks for no connections where nothing wants to be watched', async () => {
    const it = scene(['demo']);
    it.artifacts.push(artifact(1, { inputs: { watch: 'off' } }));
    await it.look();
    assert.deepEqual(it.asked, ['artifacts demo']);
  });

  for (const broken of ['projects', 'artifacts demo', 'connections demo']) {
    it(`keeps its watches while '${broken}' cannot be asked, and says so`, async () => {
      const it = scene('all');
      it.artifacts.push(artifact(1), artifact(2, { project: 'other' }));
      it.projects.push('other');
      await it.look();
      it.world.fault = (name) => name === broken;
      it.artifacts.length = 1;
      const told = await it.look();
      assert.equal(told.length, 1);
      assert.match(told[0] ?? '', /^failed: /);
      assert.ok(it.watched().includes('demo/1/_fraud'));
      assert.equal(it.watched().includes('other/2/_fraud'), false);
    });
  }

  it('leaves the list of watches as it is when nothing could ever be asked', async () => {
    const it = scene('all', [watchOf('latest', 'mine')]);
    it.world.fault = () => true;
    assert.deepEqual(await it.look(), ['failed: list the projects']);
    assert.deepEqual(it.watched(), ['mine']);
  });

  it('tells once why it cannot use a definition, and again when the reason is another', async () => {
    const it = scene(['demo']);
    it.artifacts.push(artifact(1, { isTriggered: true }), artifact(2));
    const [told, ...more] = await it.look();
    assert.match(told ?? '', /^left-out deploy-1: the trigger of its artifact is enabled as well/);
    assert.deepEqual(more, []);
    assert.deepEqual(await it.look(), []);
    it.artifacts[0] = artifact(1, { inputs: { connection: 'unknown' } });
    assert.match((await it.look()).join(), /^left-out deploy-1: its service connection is not there/);
    it.artifacts[0] = artifact(1);
    assert.deepEqual(await it.look(), []);
    assert.deepEqual(it.watched(), ['demo/1/_fraud', 'demo/2/_fraud']);
    it.artifacts[0] = artifact(1, { isTriggered: true });
    assert.equal((await it.look()).length, 1);
  });

  it('gives way to watch.yml, whichever comes first, and says so once', async () => {
    const mine: Watch = {
      ...watchOf('latest', 'mine'),
      target: { kind: 'release', project: 'demo', definition: 'deploy-1', artifact: '_fraud' },
    };
    const it = scene(['demo'], [mine]);
    it.artifacts.push(artifact(1));
    assert.deepEqual(await it.look(), ["left-out deploy-1: the watch 'mine' of watch.yml fires it already"]);
    assert.deepEqual(await it.look(), []);
    assert.deepEqual(it.watched(), ['mine']);
    it.list.configure([]);
    assert.deepEqual(it.watched(), ['demo/1/_fraud']);
    it.list.configure([mine]);
    assert.deepEqual(it.watched(), ['mine']);
    assert.equal(it.events.splice(0).length, 1);
  });
});
