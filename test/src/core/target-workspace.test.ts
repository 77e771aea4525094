import assert from 'node:assert/strict';
import { targetWorkspace } from '../../../src/core/target-workspace.ts';
import { catalogueError } from '../../support/catalogue-error.ts';

const scoped = { subscriptionId: 'sub', resourceGroup: 'ml', workspace: 'prod' };
const wide = { subscriptionId: 'sub' };
const nothing = { resourceGroup: undefined, workspace: undefined };

describe('src/core/target-workspace.ts', () => {
  it("takes the connection's own workspace when the inputs are empty", () => {
    assert.deepEqual(targetWorkspace(scoped, nothing), {
      subscriptionId: 'sub',
      resourceGroup: 'ml',
      name: 'prod',
    });
  });

  it('lets the inputs win', () => {
    assert.equal(targetWorkspace(scoped, { resourceGroup: 'other', workspace: 'dev' }).name, 'dev');
  });

  it('names the input that is missing when the connection has a wider scope', () => {
    assert.throws(() => targetWorkspace(wide, nothing), catalogueError('InputMissing', 'resourceGroup'));
    assert.throws(
      () => targetWorkspace(wide, { resourceGroup: 'ml', workspace: undefined }),
      catalogueError('InputMissing', 'workspace'),
    );
  });
});
