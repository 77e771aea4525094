import assert from 'node:assert/strict';
import { contentTag } from '../../../../src/core/deploy/content-tag.ts';
import { withOwnTags } from '../../../../src/core/deploy/own-tags.ts';

const now = { tags: { team: 'ml', [contentTag]: 'old', 'azureml-release.lease': 'held' } };

describe('src/core/deploy/own-tags.ts', () => {
  it('keeps what is there where nothing describes the endpoint', () => {
    assert.deepEqual(withOwnTags({ location: 'a' }, now, { more: '1' }), {
      location: 'a',
      tags: { team: 'ml', 'azureml-release.lease': 'held', more: '1' },
    });
    assert.deepEqual(withOwnTags({ location: 'a' }, undefined), { location: 'a' });
  });

  it('takes away what its own file does not name any more, and never our own', () => {
    const body = { tags: { cost: '7', [contentTag]: 'new' } };
    assert.deepEqual(withOwnTags(body, now), {
      tags: { 'azureml-release.lease': 'held', cost: '7', [contentTag]: 'new' },
    });
  });
});
