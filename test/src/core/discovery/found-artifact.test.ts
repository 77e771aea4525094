import assert from 'node:assert/strict';
import {
  type ConnectionFacts,
  type FoundArtifact,
  judgeArtifact,
  watchName,
} from '../../../../src/core/discovery/found-artifact.ts';
import { judgeVersion } from '../../../../src/core/watch-rules/judge-version.ts';
import { modelVersion } from '../../../artifact-source/support/versions.ts';

const armUrl = 'https://management.azure.com';
const connection: ConnectionFacts = {
  name: 'azureml',
  url: 'https://management.azure.com/',
  subscriptionId: 'of-the-connection',
};
const inputs = {
  connection: 'c',
  watch: 'every',
  resourceGroup: 'ml',
  workspace: 'prod',
  definition: 'fraud',
};
const artifact: FoundArtifact = {
  project: 'demo',
  definitionId: 12,
  definition: 'deploy-fraud',
  alias: '_fraud',
  inputs,
  isTriggered: false,
};
const judge = (
  more: Readonly<Record<string, string>> = {},
  of: ConnectionFacts | undefined = connection,
  isTriggered = false,
) => judgeArtifact({ ...artifact, inputs: { ...inputs, ...more }, isTriggered }, of, armUrl);
const watchOf = (...args: Parameters<typeof judge>) => {
  const judged = judge(...args);
  assert.equal(judged.kind, 'watch', JSON.stringify(judged));
  return judged.watch;
};

describe('src/core/discovery/found-artifact.ts', () => {
  it("makes a watch of an artifact's inputs", () => {
    assert.deepEqual(watchOf(), {
      name: 'demo/12/_fraud',
      source: { subscriptionId: 'of-the-connection', resourceGroup: 'ml', name: 'prod' },
      model: 'fraud',
      mode: 'every',
      stormLimit: 50,
      target: { kind: 'release', project: 'demo', definition: 12, artifact: '_fraud' },
    });
  });

  it('takes the subscription that the artifact names before that of the connection', () => {
    assert.equal(watchOf({ subscription: 'own' }).source.subscriptionId, 'own');
  });

  it('takes resource group and workspace from a connection that is scoped to a workspace', () => {
    const scoped = { ...connection, resourceGroup: 'g', workspace: 'w' };
    assert.deepEqual(watchOf({ resourceGroup: '', workspace: '' }, scoped).source, {
      subscriptionId: 'of-the-connection',
      resourceGroup: 'g',
      name: 'w',
    });
  });

  it('watches a registry', () => {
    assert.deepEqual(watchOf({ sourceType: 'registry', registry: 'shared', workspace: '' }).source, {
      kind: 'registry',
      subscriptionId: 'of-the-connection',
      resourceGroup: 'ml',
      name: 'shared',
    });
  });

  it('lets pass what the tag filter of the pickers lets pass', () => {
    const { rules = {} } = watchOf({ tags: 'stage=prod,approved,version=1.10' });
    const verdict = (tags: Record<string, string>) =>
      judgeVersion(rules, { ...modelVersion('1', 1), tags }, 0).kind;
    assert.equal(verdict({ stage: 'prod', approved: '', version: '1.10' }), 'pass');
    assert.equal(verdict({ stage: 'prod', version: '1.10' }), 'wait');
    assert.equal(verdict({ stage: 'Prod', approved: 'yes', version: '1.10' }), 'wait');
    assert.equal(verdict({ stage: 'prod', approved: 'yes', version: '1.1' }), 'wait');
    assert.equal(watchOf({ tags: '' }).rules, undefined);
  });

  it('leaves alone what is off, or older than the input', () => {
    assert.deepEqual(judge({ watch: 'off' }), { kind: 'off' });
    const old = Object.fromEntries(Object.entries(inputs).filter(([input]) => input !== 'watch'));
    assert.deepEqual(judgeArtifact({ ...artifact, inputs: old }, undefined, armUrl), { kind: 'off' });
  });

  it('keeps its name when the definition is renamed', () => {
    assert.equal(watchName({ ...artifact, definition: 'renamed' }), watchName(artifact));
  });

  const unusable = [
    [judge({ watch: 'sometimes' }), /unknown value 'sometimes'/],
    [judge({}, connection, true), /trigger .* is enabled as well, so each version would be released twice/],
    [judgeArtifact(artifact, undefined, armUrl), /service connection is not there, or .* may not see it/],
    [judge({}, { ...connection, url: 'https://management.chinacloudapi.cn/' }), /leads to .*chinacloudapi/],
    [judge({}, { name: 'azureml', url: connection.url }), /has no subscription/],
    [judge({ resourceGroup: '' }), /no resource group/],
    [judge({ workspace: ' ' }), /no workspace/],
    [judge({ sourceType: 'registry' }), /no registry/],
    [judge({ definition: '' }), /no model/],
    [judge({ tags: 'a==b' }), /tag filter 'a==b' cannot be read/],
  ] as const;
  for (const [judged, reason] of unusable) {
    it(`cannot use what says ${reason}`, () => {
      assert.equal(judged.kind, 'unusable');
      assert.match(judged.reason, reason);
    });
  }
});
