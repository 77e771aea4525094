import assert from 'node:assert/strict';
import type { Plan, PlanStep, WhatIsThere } from '../../../../../src/core/plan/plan.ts';
import { scoringImage } from '../../../../../src/core/plan/targets/scoring-image.ts';
import { catalogueError } from '../../../../support/catalogue-error.ts';
import { nothingThere, planInput, planOf, smallest, type File } from '../support/plan-input.ts';

const kinds = (plan: Plan) => plan.steps.map(({ kind }) => kind);

function bodyOf(plan: Plan, kind: string): Record<string, unknown> {
  const step = plan.steps.find((one) => one.kind === kind);
  assert.ok(step, `no step ${kind} among ${kinds(plan).join(', ')}`);
  return (step.request.body ?? {}) as Record<string, unknown>;
}

const propertiesOf = (plan: Plan, kind: string) =>
  bodyOf(plan, kind)['properties'] as Record<string, Record<string, unknown>>;

describe('src/core/plan/targets/container-group.ts', () => {
  it('puts a proxy with keys and TLS in front of a model on ACI', () => {
    const plan = planOf({
      deployment: {
        computeType: 'aci',
        authEnabled: true,
        sslEnabled: true,
        sslCertificate: 'c.pem',
        sslKey: 'k.pem',
        cname: 'fraud.example.com',
        keys: { primaryKey: 'a-key-of-the-tests-1' },
      },
    });
    const properties = propertiesOf(plan, 'create-container-group') as unknown as {
      containers: { name: string }[];
      ipAddress: object;
      volumes: { secret: Record<string, string> }[];
    };
    assert.deepEqual(
      properties.containers.map(({ name }) => name),
      ['scoring', 'proxy'],
    );
    assert.deepEqual((properties.ipAddress as { ports: object }).ports, [{ port: 443, protocol: 'TCP' }]);
    const text = Buffer.from(properties.volumes[0]?.secret['nginx.conf'] ?? '', 'base64').toString();
    assert.match(text, /"~\^\[Bb\]earer a-key-of-the-tests-1\$" 1;/);
    assert.match(text, /server_name fraud\.example\.com;/);
  });

  it('proves new containers in a group of their own before it touches what serves', () => {
    const deployment = smallest.aci;
    const first = planOf({ deployment });
    const { tags } = bodyOf(first, 'create-container-group') as { tags: Record<string, string> };
    const running = { content: 'other', state: 'Succeeded', frame: tags['azureml-release.frame'] ?? '' };
    const now = { ...nothingThere, imageExists: true, running };
    const plan = planOf({ deployment }, now);
    assert.deepEqual(kinds(plan), [
      ...['read-registry-key', 'start-candidate', 'test-candidate'],
      ...['create-container-group', 'test-deployment', 'mark-tested', 'remove-candidate'],
    ]);
    const { ipAddress } = propertiesOf(plan, 'start-candidate');
    assert.equal(ipAddress?.['dnsNameLabel'], undefined);
    assert.match(plan.steps[1]?.request.path ?? '', /containerGroups\/fraud-candidate$/);
  });

  it('says in its reason that callers get no answer while Azure restarts the containers', () => {
    const deployment = smallest.aci;
    const { tags } = bodyOf(planOf({ deployment }), 'create-container-group') as {
      tags: Record<string, string>;
    };
    const put = (running: WhatIsThere['running']) =>
      planOf({ deployment }, { ...nothingThere, imageExists: true, ...(running && { running }) }).steps;
    const inPlace = put({ content: 'other', state: 'Succeeded', frame: tags['azureml-release.frame'] ?? '' });
    const anew = put({ content: 'other', state: 'Succeeded', frame: 'another' });
    const told = (steps: readonly PlanStep[]) => steps.filter(({ why }) => /callers get no answer/.test(why));
    assert.deepEqual(
      [inPlace, anew, put(undefined)].map((steps) => told(steps).map(({ kind }) => kind)),
      [['create-container-group'], ['delete-container-group'], []],
    );
  });

  it('waits for an operation that still changes the group, as long as the service says', () => {
    const changing = { name: 'fraud-candidate', state: 'Creating', pauseMs: 3000 };
    const plan = planOf({ deployment: smallest.aci }, { ...nothingThere, changing });
    assert.deepEqual(plan.steps, []);
    assert.deepEqual([plan.waitFor?.state, plan.waitFor?.pauseMs], ['Creating', 3000]);
    assert.match(plan.waitFor?.why ?? '', /'fraud-candidate'.*in state Creating/);
  });

  it('warns before it takes keys or TLS away that nobody could put back', () => {
    const running = { content: 'other', state: 'Succeeded', frame: 'f', hasProxy: true };
    const now = { ...nothingThere, imageExists: true, running };
    const warnings = (deployment: File) => planOf({ deployment }, now).warnings.join('\n');
    assert.match(warnings(smallest.aci), /can not be put back/);
    assert.doesNotMatch(warnings({ ...smallest.aci, authEnabled: true }), /can not be put back/);
  });

  it('deletes a group first whose size or address changes, and only then', () => {
    const running = { content: 'other', state: 'Succeeded', frame: 'another' };
    const plan = planOf({ deployment: smallest.aci }, { ...nothingThere, imageExists: true, running });
    const at = (kind: string) => kinds(plan).indexOf(kind);
    assert.ok(at('test-candidate') < at('delete-container-group'));
    assert.equal(at('delete-container-group') + 1, at('create-container-group'));
  });

  it('names an image by what is in it, wherever that lies', () => {
    const imageOf = (absolutePath: string) => {
      const input = planInput({ deployment: smallest.aci });
      const source = input.source.map((file) => ({ ...file, absolutePath: `${absolutePath}/${file.path}` }));
      return scoringImage({ ...input, source }, nothingThere).tag;
    };
    assert.equal(imageOf('/agent/1/s'), imageOf('/agent/2/s'));
  });

  it('clears away a candidate that a killed run left', () => {
    const deployment = smallest.aci;
    const tags = bodyOf(planOf({ deployment }), 'mark-tested')['tags'] as Record<string, string>;
    const running = { content: tags['azureml-release.content'] ?? '', state: 'Succeeded' };
    const now = { ...nothingThere, imageExists: true, running, candidate: true };
    assert.deepEqual(kinds(planOf({ deployment }, now)), ['remove-candidate']);
  });

  it('lets the keys of a service stay what they are', () => {
    const deployment = { computeType: 'aci', authEnabled: true };
    const keys = { primaryKey: 'the-first-key-of-it', secondaryKey: 'the.second+key' + '='.repeat(4) };
    const { volumes } = propertiesOf(
      planOf({ deployment }, { ...nothingThere, keys }),
      'create-container-group',
    ) as unknown as { volumes: { secret: Record<string, string> }[] };
    const text = Buffer.from(volumes[0]?.secret['nginx.conf'] ?? '', 'base64').toString();
    assert.match(text, /earer the-first-key-of-it\$"/);
    assert.ok(text.includes('the[.]second[+]key===='));
  });

  it('invents no second key beside the one of the file, which would be another one in every run', () => {
    const keys = { primaryKey: 'a-key-of-the-tests-1' };
    const deployment = { computeType: 'aci', authEnabled: true, keys };
    const { volumes } = propertiesOf(planOf({ deployment }), 'create-container-group') as unknown as {
      volumes: { secret: Record<string, string> }[];
    };
    const config = Buffer.from(volumes[0]?.secret['nginx.conf'] ?? '', 'base64').toString();
    assert.match(config, /a-key-of-the-tests-1/);
    assert.doesNotMatch(config, /secondary-key-of-the-tests/);
  });

  it('refuses a key that would mean something to the proxy', () => {
    assert.throws(
      () =>
        planOf({
          deployment: { computeType: 'aci', authEnabled: true, keys: { primaryKey: 'abc"; } server { x' } },
        }),
      catalogueError('ConfigurationInvalid', 'line 4', 'keys.primaryKey'),
    );
  });

  it('raises a container group to the least that there is, and says so', () => {
    const plan = planOf({ deployment: smallest.aci });
    assert.match(plan.warnings.join('\n'), /at least 1 core and 1 GB/);
    const { containers } = propertiesOf(plan, 'create-container-group') as unknown as {
      containers: { properties: { resources: object } }[];
    };
    assert.deepEqual(containers[0]?.properties.resources, { requests: { cpu: 1, memoryInGB: 1 } });
  });
});
