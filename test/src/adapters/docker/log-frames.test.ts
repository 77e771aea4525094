import assert from 'node:assert/strict';
import fc from 'fast-check';
import { demultiplexed } from '../../../../src/adapters/docker/log-frames.ts';

function frame(stream: number, text: string): Buffer {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

describe('src/adapters/docker/log-frames.ts', () => {
  it('joins both outputs in their order, however they were cut', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(1, 2), fc.string({ unit: 'grapheme' }))), (pieces) => {
        const bytes = Buffer.concat(pieces.map(([stream, text]) => frame(stream, text)));
        const whole = pieces.map(([, text]) => text).join('');
        assert.equal(demultiplexed(bytes), whole.replaceAll('\r\n', '\n'));
      }),
    );
  });

  it("takes a terminal's output as it is", () => {
    assert.equal(demultiplexed(Buffer.from('one\r\ntwo\r\n')), 'one\ntwo\n');
    assert.equal(demultiplexed(Buffer.alloc(0)), '');
  });
});
