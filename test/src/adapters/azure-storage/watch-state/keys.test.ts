import fc from 'fast-check';
import { partitionOf, versionKey } from '../../../../../src/adapters/azure-storage/watch-state/keys.ts';
import { identityOf } from '../../../../../src/core/watch/history.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 300 });
const anyTime = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const anyVersion = fc.record({
  version: fc.oneof(anyText, fc.stringMatching(/^[\w.-]{1,20}$/)),
  createdAt: anyTime,
});

describe('src/adapters/azure-storage/watch-state/keys.ts', () => {
  const isKey = (key: string): boolean => key.length <= 500 && !/[/\\#?%\p{Cc}\ud800-\udfff]/u.test(key);

  it('gives keys that a table takes, for whatever name', () => {
    fc.assert(
      fc.property(anyText, anyVersion, (id, version) => isKey(partitionOf(id)) && isKey(versionKey(version))),
    );
  });

  it('gives two versions one key exactly if they are one registration', () => {
    fc.assert(
      fc.property(anyVersion, anyVersion, fc.boolean(), (one, other, same) => {
        const second = same ? { ...one, createdAt: one.createdAt.replace('Z', '+00:00') } : other;
        return (versionKey(one) === versionKey(second)) === (identityOf(one) === identityOf(second));
      }),
    );
  });

  it('orders keys as the versions were registered', () => {
    fc.assert(
      fc.property(anyVersion, anyVersion, (one, other) => {
        fc.pre(one.createdAt !== other.createdAt);
        return versionKey(one) < versionKey(other) === one.createdAt < other.createdAt;
      }),
    );
  });
});
