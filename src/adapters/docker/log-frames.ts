// A container's log as text. Without a terminal the engine puts each piece into a frame: stream, length, bytes.

const headerBytes = 8;

/** Frames say 0, 1 or 2 for the stream, and then three zeros: no text begins like that. */
const isFrame = (bytes: Buffer, at: number): boolean =>
  bytes.length >= at + headerBytes && (bytes[at] ?? 3) <= 2 && bytes.readUIntBE(at + 1, 3) === 0;

export function demultiplexed(bytes: Buffer): string {
  if (!isFrame(bytes, 0)) return bytes.toString('utf8').replaceAll('\r\n', '\n');
  const pieces: Buffer[] = [];
  for (let at = 0; isFrame(bytes, at);) {
    const end = at + headerBytes + bytes.readUInt32BE(at + 4);
    pieces.push(bytes.subarray(at + headerBytes, end));
    at = end;
  }
  return Buffer.concat(pieces).toString('utf8').replaceAll('\r\n', '\n');
}
