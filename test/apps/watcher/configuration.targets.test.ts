// What watch.yml says of targets, and of those that are found by themselves.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { catalogueError } from '../../support/catalogue-error.ts';
import { changed, parse, valid } from './support/watch-file.ts';

describe('apps/watcher/configuration.ts, targets and discover', () => {
  const release = '    release: { project: demo, definition: deploy-fraud, artifact: _fraud }';

  it('takes a YAML pipeline or an incoming webhook instead of a release definition', () => {
    const targetOf = (text: string) => parse(changed(release, text)).watches[0]?.target;
    assert.deepEqual(targetOf('    pipeline: { project: demo, definition: 3 }'), {
      kind: 'pipeline',
      project: 'demo',
      definition: 3,
      keyParameter: 'firing',
    });
    const parameters = 'parameters: { modelVersion: version, tags: tags }';
    assert.deepEqual(
      targetOf(
        `    pipeline: { project: demo, definition: d, resource: fraud, keyParameter: key, ${parameters} }`,
      ),
      {
        kind: 'pipeline',
        project: 'demo',
        definition: 'd',
        resource: 'fraud',
        keyParameter: 'key',
        parameters: { modelVersion: 'version', tags: 'tags' },
      },
    );
    assert.deepEqual(targetOf('    webhook: { name: new-model, secretFrom: HOOK_SECRET }'), {
      kind: 'webhook',
      webhook: 'new-model',
      header: 'X-AzureML-Signature',
      secretFrom: 'HOOK_SECRET',
    });
  });

  const wrongTargets = [
    ['', 'needs exactly one of release, pipeline and webhook'],
    [`${release}\n    webhook: { name: n, secretFrom: S }`, 'needs exactly one of'],
    ['    webhook: { name: a/b, secretFrom: S }', 'watches.0.webhook.name: must be a webhook name'],
    ['    webhook: { name: a, secretFrom: "s3cret!" }', 'watches.0.webhook.secretFrom: must be the name of'],
    ['    webhook: { name: a, secretFrom: S, header: "a b" }', 'watches.0.webhook.header: must be the name'],
    ['    pipeline: { project: p, definition: d, resource: "a b" }', 'watches.0.pipeline.resource'],
    [
      '    pipeline: { project: p, definition: d, parameters: { x: colour } }',
      'watches.0.pipeline.parameters.x: must be one of model, version',
    ],
    [
      '    pipeline: { project: p, definition: d, parameters: { firing: version } }',
      'watches.0.pipeline: gives keyParameter a value',
    ],
  ] as const;
  for (const [text, named] of wrongTargets) {
    it(`refuses a target: ${named}`, () => {
      assert.throws(() => parse(changed(release, text)), catalogueError('ConfigurationInvalid', named));
    });
  }

  it('takes how many releases may be in flight, for releases only', () => {
    const watch = (text: string) => parse(changed(release, text)).watches[0];
    assert.equal(watch(`${release}\n    inFlight: 2`)?.inFlight, 2);
    for (const text of [
      `${release}\n    inFlight: 0`,
      '    pipeline: { project: p, definition: d }\n    inFlight: 2',
    ]) {
      assert.throws(() => watch(text), catalogueError('ConfigurationInvalid', 'inFlight'));
    }
  });

  it('needs no token for webhooks alone', () => {
    const webhook = changed(release, '    webhook: { name: new-model, secretFrom: HOOK_SECRET }');
    parse(webhook.replace('  tokenFrom: AZURE_DEVOPS_TOKEN\n', ''));
    assert.throws(
      () => parse(valid.replace('  tokenFrom: AZURE_DEVOPS_TOKEN\n', '')),
      catalogueError('ConfigurationInvalid', 'needs tokenFrom'),
    );
  });

  it('finds watches by themselves in all projects or in some, every five minutes unless it says otherwise', () => {
    const discover = (text: string) => parse(`discover: ${text}\n${valid}`).discover;
    assert.deepEqual(discover('{ projects: all }'), { projects: 'all', intervalSeconds: 300 });
    assert.deepEqual(discover('{ projects: [demo], intervalSeconds: 60 }'), {
      projects: ['demo'],
      intervalSeconds: 60,
    });
    for (const wrong of [
      '{}',
      '{ projects: [] }',
      '{ projects: some }',
      '{ projects: all, intervalSeconds: 5 }',
    ]) {
      assert.throws(() => discover(wrong), catalogueError('ConfigurationInvalid', 'line 1, discover.'));
    }
    const none = valid.slice(0, valid.indexOf('watches:'));
    assert.deepEqual(parse(`${none}discover: { projects: all }\n`).watches, []);
    assert.throws(
      () => parse(`${none}discover: { projects: all }\n`.replace('  tokenFrom: AZURE_DEVOPS_TOKEN\n', '')),
      catalogueError('ConfigurationInvalid', 'needs tokenFrom'),
    );
  });

  it('accepts every example of its documentation', () => {
    const page = readFileSync(new URL('../../../docs/watcher-targets.md', import.meta.url), 'utf8');
    const blocks = [...page.matchAll(/```\n([\s\S]*?)```/g)].map(([, block = '']) => block);
    const targets = blocks.filter((block) => /^ {4}(release|pipeline|webhook):/.test(block));
    assert.deepEqual(
      targets.map((block) => parse(changed(release, block)).watches[0]?.target.kind),
      ['release', 'pipeline', 'webhook'],
    );
    const discover = blocks.find((block) => block.startsWith('discover:')) ?? '';
    assert.deepEqual(parse(`${discover}${valid}`).discover, { projects: 'all', intervalSeconds: 300 });
  });
});
