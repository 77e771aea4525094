import assert from 'node:assert/strict';
import { quantity } from '../../../../../apps/emulator/azure-ml/compute/quantity.ts';

describe('apps/emulator/azure-ml/compute/quantity.ts', () => {
  it('reads amounts as Kubernetes writes them', () => {
    const cases: [text: string, value: number | undefined][] = [
      ['100m', 0.1],
      ['2', 2],
      ['0.5', 0.5],
      ['1Gi', 2 ** 30],
      ['1500Mi', 1500 * 2 ** 20],
      ['1G', 1e9],
      ['0', 0],
      ['', undefined],
      ['-1', undefined],
      ['1 GB', undefined],
      ['1gi', undefined],
    ];
    for (const [text, value] of cases) assert.equal(quantity(text), value, text);
  });
});
