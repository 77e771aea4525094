import assert from 'node:assert/strict';
import { isSameEnvironment } from '../../../../../src/core/plan/v2/same-environment.ts';

const body = (properties: object) => ({ properties: { osType: 'Linux', ...properties } });

describe('src/core/plan/v2/same-environment.ts', () => {
  it('compares image and packages, whatever the order of the keys', () => {
    const found = { image: 'own:1', condaFile: 'name: a\ndependencies: [python=3.11]\n' };
    const same = { image: 'own:1', condaFile: 'dependencies:\n  - python=3.11\nname: a\n' };
    assert.equal(isSameEnvironment(found, body(same)), true);
    assert.equal(isSameEnvironment(found, body({ ...same, image: 'own:2' })), false);
    assert.equal(isSameEnvironment(found, body({ image: 'own:1' })), false);
    assert.equal(isSameEnvironment({ image: 'own:1' }, body({ image: 'own:1' })), true);
  });

  it('leaves what an image is built from alone: nothing tells what is in it', () => {
    assert.equal(isSameEnvironment({}, body({ build: { contextUri: 'https://a/' } })), true);
  });
});
