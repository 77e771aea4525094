import assert from 'node:assert/strict';
import { decideDeletion } from '../../../../src/core/service/deletion.ts';

const found = {
  name: 'fraud',
  deployments: [{ name: 'blue', share: 90 }, { name: 'green', share: 0 }, { name: 'only' }],
};

describe('src/core/service/deletion.ts', () => {
  const cases: readonly (readonly [string, string | undefined, string, RegExp])[] = [
    ['a deployment that gets requests', 'blue', 'serves', /'blue' .* gets 90 %/],
    ['one that gets none', 'green', 'delete', /'green'.*gets no requests/],
    ['one of a service that splits nothing', 'only', 'delete', /'only'/],
    ['one that is not there', 'red', 'nothing', /no deployment 'red'/],
    [
      'the whole service, naming who is asked now',
      undefined,
      'delete',
      /its 3 deployments; requests go to blue now/,
    ],
  ];
  for (const [what, deployment, kind, reason] of cases)
    it(`judges ${what}`, () => {
      const decision = decideDeletion(found, { service: 'fraud', ...(deployment && { deployment }) });
      assert.equal(decision.kind, kind);
      assert.match(decision.reason, reason);
    });

  it('has nothing to delete where there is no service', () => {
    assert.equal(decideDeletion(undefined, { service: 'fraud' }).kind, 'nothing');
  });
});
