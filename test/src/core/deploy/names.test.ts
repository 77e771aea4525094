import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkEndpointName, deploymentName } from '../../../../src/core/deploy/names.ts';

describe('src/core/deploy/names.ts', () => {
  it('makes a valid deployment name of any version', () => {
    fc.assert(
      fc.property(fc.string(), (version) => {
        const name = deploymentName(version, 'abcdef0123');
        assert.equal(checkEndpointName(name), name);
      }),
    );
  });

  it('keeps the version readable', () => {
    assert.equal(deploymentName('7', '3fa91c77'), 'v7-3fa91c');
    assert.equal(deploymentName('2026.11-RC_1', '3fa91c77'), 'v2026-11-rc-1-3fa91c');
  });
});
