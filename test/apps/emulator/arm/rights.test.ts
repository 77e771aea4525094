import assert from 'node:assert/strict';
import { Rights } from '../../../../apps/emulator/arm/rights.ts';

describe('apps/emulator/arm/rights.ts', () => {
  it('gives, takes and gives back', () => {
    const rights = new Rights();
    assert.ok(!rights.allows('me', 'a/read'));
    rights.grant('me');
    assert.ok(rights.allows('me', 'a/read'));
    rights.revoke('me', 'a/*');
    assert.ok(!rights.allows('me', 'A/READ'));
    assert.ok(rights.allows('me', 'b/a/read'));
    assert.ok(rights.isHolder('me'));
    rights.grant('me');
    assert.ok(rights.allows('me', 'a/read'));
  });
});
