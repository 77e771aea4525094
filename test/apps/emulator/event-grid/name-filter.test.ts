import assert from 'node:assert/strict';
import { nameFilter } from '../../../../apps/emulator/event-grid/name-filter.ts';

describe('apps/emulator/event-grid/name-filter.ts', () => {
  it('takes the one subscription of the name, in any case', () => {
    const wanted = nameFilter("name eq 'Webhook01'");
    assert.deepEqual(['webhook01', 'Webhook012', 'other'].filter(wanted), ['webhook01']);
  });

  it('takes every subscription without a filter', () => {
    assert.ok(nameFilter(undefined)('any'));
  });

  it('refuses what it does not know', () => {
    assert.throws(() => nameFilter("contains(name, 'W')"), /only name eq/);
  });
});
