import assert from 'node:assert/strict';
import { addressesOf, stateSchema } from '../../../../apps/watcher/state/state-section.ts';

describe('apps/watcher/state/state-section.ts', () => {
  const parse = (storage: object) => stateSchema.parse({ storage }).storage;
  const mistakes = (storage: object): readonly string[] =>
    stateSchema.safeParse({ storage }).error?.issues.map(({ message }) => message) ?? [];

  it('takes the name of an account', () => {
    const storage = parse({ account: 'contosostate' });
    assert.equal(storage.table, 'azuremlwatch');
    assert.equal(storage.container, 'azureml-watch');
    assert.deepEqual(addressesOf(storage), {
      tableUrl: 'https://contosostate.table.core.windows.net',
      blobUrl: 'https://contosostate.blob.core.windows.net',
    });
  });

  it('takes two addresses, for another cloud', () => {
    const urls = { tableUrl: 'https://x.table.core.example', blobUrl: 'https://x.blob.core.example' };
    assert.deepEqual(addressesOf(parse(urls)), urls);
  });

  it('takes the name of a variable with a connection string, and never the string', () => {
    assert.equal(parse({ connectionStringFrom: 'STATE' }).connectionStringFrom, 'STATE');
    const [message = ''] = mistakes({ connectionStringFrom: 'AccountName=a;AccountKey=c2VjcmV0' });
    assert.match(message, /must be the name of an environment variable/);
    assert.doesNotMatch(message, /c2VjcmV0/);
  });

  const wrong: readonly (readonly [string, object, RegExp])[] = [
    ['nothing', {}, /needs one of/],
    ['two ways at once', { account: 'abc', connectionStringFrom: 'STATE' }, /needs one of/],
    ['half of the addresses', { tableUrl: 'https://x.example' }, /both tableUrl and blobUrl/],
    ['an address without TLS', { tableUrl: 'http://x.example', blobUrl: 'https://x.example' }, /https/],
    ['a name that no account has', { account: 'Contoso-State' }, /3 to 24 lower-case/],
    ['a name that no table has', { account: 'abc', table: 'azureml-watch' }, /letters and digits/],
    ['a name that no container has', { account: 'abc', container: 'a--b' }, /single dashes/],
    ['a key that is not known', { account: 'abc', key: 'x' }, /key/],
  ];
  for (const [what, storage, message] of wrong)
    it(`refuses ${what}`, () => assert.match(mistakes(storage).join('\n'), message));
});
