import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { catalogueError } from '../../support/catalogue-error.ts';
import { changed, parse, valid } from './support/watch-file.ts';

describe('apps/watcher/configuration.ts', () => {
  it('fills in what is usual', () => {
    const { azure, organization, intervalSeconds, watches } = parse(valid);
    assert.equal(azure.armUrl, 'https://management.azure.com');
    assert.equal(azure.authorityUrl, 'https://login.microsoftonline.com');
    assert.equal(organization.url, 'https://dev.azure.com/contoso');
    assert.equal(intervalSeconds, 60);
    assert.equal(watches[0]?.mode, 'latest');
  });

  it('has a storm limit that can be changed and switched off', () => {
    const limit = (text: string) =>
      parse(changed('    model: fraud\n', `    model: fraud\n${text}`)).watches[0]?.stormLimit;
    assert.equal(limit(''), 50);
    assert.equal(limit('    stormLimit: 5\n'), 5);
    assert.equal(limit('    stormLimit: off\n'), undefined);
    assert.throws(
      () => limit('    stormLimit: 0\n'),
      catalogueError('ConfigurationInvalid', 'stormLimit: must be a whole number from 1, or off'),
    );
  });

  it('takes the version from which a watch begins', () => {
    const text = changed('    model: fraud\n', '    model: fraud\n    from: "7"\n');
    assert.equal(parse(text).watches[0]?.from, '7');
    assert.throws(() => parse(text.replace('"7"', '7')), catalogueError('ConfigurationInvalid', 'in quotes'));
  });

  it('takes a definition by name or by id, and http on this machine', () => {
    assert.deepEqual(parse(changed('definition: deploy-fraud', 'definition: 12')).watches[0]?.target, {
      kind: 'release',
      project: 'demo',
      definition: 12,
      artifact: '_fraud',
    });
    assert.equal(
      parse(changed('https://dev.azure.com', 'http://127.0.0.1:8080')).organization.url,
      'http://127.0.0.1:8080/contoso',
    );
  });

  const mistakes = [
    ['  tenantId: t', '  tenant: t', 'line 2, azure.tenant: this key is not known'],
    ['  tenantId: t\n', '', 'line 2, azure.tenantId'],
    [
      'https://dev.azure.com/contoso/',
      'http://dev.azure.com/contoso',
      'line 6, organization.url: must be an address that begins with https://',
    ],
    ['https://dev.azure.com/contoso/', 'https://user:pass@dev.azure.com/contoso', 'line 6, organization.url'],
    ['https://dev.azure.com/contoso/', 'contoso', 'line 6, organization.url'],
    [
      '  clientSecretFrom: AZURE_CLIENT_SECRET\n',
      '',
      'azure: needs exactly one of clientSecretFrom, certificateFrom, managedIdentity, workloadIdentity and azureCli; it has none',
    ],
    [
      '  clientId: c',
      '  clientId: c\n  managedIdentity: yes',
      'azure.managedIdentity: must be true, or the client id',
    ],
    [
      '  clientId: c',
      '  clientId: c\n  certificateFrom: CERT',
      'it has clientSecretFrom and certificateFrom',
    ],
    [
      'subscriptionId: 11111111',
      'subscriptionId: 1',
      'line 10, watches.0.workspace.subscriptionId: must be a GUID',
    ],
    ['model: fraud', 'model: " "', 'line 11, watches.0.model: must not be empty'],
    ['model: fraud', 'model: fraud\n    mode: newest', 'line 12, watches.0.mode'],
    ['definition: deploy-fraud', 'definition: 0', 'line 12, watches.0.release.definition'],
    [
      'model: fraud',
      'model: fraud\n    filter: { stages: prod }',
      'line 12, watches.0.filter.stages: this key',
    ],
    ['model: fraud', 'model: fraud\n    filter:\n      version: 1.10', 'line 13, watches.0.filter.version'],
    ['model: fraud', 'model: fraud\n    skip: [3]', 'line 12, watches.0.skip'],
    [
      'model: fraud',
      'model: fraud\n    filter:\n      minimumAgeMinutes: 0',
      'line 13, watches.0.filter.min',
    ],
    [
      'model: fraud',
      'model: fraud\n    when: accuracy > 0.9 && stage == "prod"',
      'line 12, watches.0.when: The expression \'accuracy > 0.9 && stage == "prod"\' has a mistake in column 16',
    ],
    ['watches:', 'intervalSeconds: 0\nwatches:', 'line 8, intervalSeconds'],
  ] as const;
  for (const [from, to, named] of mistakes) {
    it(`names ${named}`, () => {
      assert.throws(
        () => parse(changed(from, to)),
        catalogueError('ConfigurationInvalid', 'watch.yml', named),
      );
    });
  }

  it('takes a registry in the place of a workspace, and not both', () => {
    const names = {
      subscriptionId: '11111111-1111-1111-1111-111111111111',
      resourceGroup: 'ml',
      name: 'prod',
    };
    assert.deepEqual(parse(valid).watches[0]?.source, names);
    const [watch] = parse(changed('    workspace:', '    registry:')).watches;
    assert.deepEqual(watch?.source, { kind: 'registry', ...names });
    const line = valid.split('\n').find((each) => each.startsWith('    workspace:')) ?? '';
    for (const sources of ['', `${line}\n${line.replace('workspace:', 'registry:')}\n`]) {
      assert.throws(
        () => parse(changed(`${line}\n`, sources)),
        catalogueError('ConfigurationInvalid', 'line 9, watches.0: needs either workspace or registry'),
      );
    }
  });

  it('reads which versions may fire', () => {
    const rules = `model: fraud
    mode: manual
    filter: { stage: prod, version: ["1.*", "2.*"], tags: { owner: ml }, minimumAgeMinutes: 5 }
    when: accuracy >= 0.9
    skip: "1.3"`;
    const [watch] = parse(changed('model: fraud', rules)).watches;
    assert.equal(watch?.mode, 'manual');
    assert.deepEqual(watch.rules, {
      filter: { stage: ['prod'], version: ['1.*', '2.*'], tags: { owner: ['ml'] }, minimumAgeMinutes: 5 },
      when: { kind: 'compare', name: { of: 'either', key: 'accuracy' }, operator: '>=', value: 0.9 },
      skip: ['1.3'],
    });
    assert.equal('rules' in (parse(valid).watches[0] ?? {}), false);
  });

  it('refuses two watches of one name', () => {
    const second = valid.slice(valid.indexOf('  - name'));
    assert.throws(
      () => parse(valid + second),
      catalogueError(
        'ConfigurationInvalid',
        "line 13, watches.1.name: 'fraud-to-production' is the name of another",
      ),
    );
  });

  it('refuses a configuration without a watch, and an empty one', () => {
    const none = `${valid.slice(0, valid.indexOf('  - name')).trimEnd()} []\n`;
    assert.throws(
      () => parse(none),
      catalogueError('ConfigurationInvalid', 'must have at least one watch, unless'),
    );
    assert.throws(() => parse(''), catalogueError('ConfigurationInvalid'));
  });

  it('never repeats a secret that was pasted where the name of a variable belongs', () => {
    const secret = 'q7x8Q~abcDEF';
    assert.throws(
      () => parse(changed('AZURE_DEVOPS_TOKEN', secret)),
      (error) => {
        assert.ok(!String(error).includes(secret));
        return catalogueError(
          'ConfigurationInvalid',
          'line 7, organization.tokenFrom: must be the name',
        )(error);
      },
    );
  });

  it('lists every mistake, however many', () => {
    const keys = Array.from({ length: 12 }, (_, index) => `key${index}: 1\n`).join('');
    assert.throws(() => parse(valid + keys), catalogueError('ConfigurationInvalid', 'key0', 'key11'));
  });

  it('names the line of malformed YAML', () => {
    assert.throws(
      () => parse(changed('  clientId: c', '  clientId: [c')),
      catalogueError('ConfigurationUnreadable', 'line'),
    );
  });

  it('accepts the example of its documentation', () => {
    const page = readFileSync(new URL('../../../docs/watcher.md', import.meta.url), 'utf8');
    const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1];
    assert.ok(example !== undefined);
    assert.ok(parse(example).watches.length > 0);
  });
});
