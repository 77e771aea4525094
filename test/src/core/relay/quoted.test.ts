import assert from 'node:assert/strict';
import fc from 'fast-check';
import { quoted } from '../../../../src/core/relay/quoted.ts';

describe('src/core/relay/quoted.ts', () => {
  it('cuts what is long', () => assert.equal(quoted('x'.repeat(90)), `'${'x'.repeat(80)}…'`));

  it('never holds what could begin another line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
        for (const each of quoted(text).split('')) {
          assert.ok(each >= ' ' && !/[\u007f-\u009f\u2028\u2029]/.test(each));
        }
      }),
    );
  });
});
