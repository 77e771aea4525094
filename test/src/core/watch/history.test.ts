import assert from 'node:assert/strict';
import { identityOf } from '../../../../src/core/watch/history.ts';

describe('src/core/watch/history.ts', () => {
  it('gives one identity to all spellings of one creation time', () => {
    const spellings = [
      '2026-11-21T01:00:00Z',
      '2026-11-21T01:00:00.0000000+00:00',
      '2026-11-21T02:00:00.000+01:00',
    ];
    const identities = new Set(spellings.map((createdAt) => identityOf({ version: '7', createdAt })));
    assert.deepEqual([...identities], ['7@2026-11-21T01:00:00.000Z']);
  });
});
