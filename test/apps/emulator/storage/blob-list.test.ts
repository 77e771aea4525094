import assert from 'node:assert/strict';
import { parseBlobList } from '../../../../apps/emulator/storage/blob-list.ts';

describe('apps/emulator/storage/blob-list.ts', () => {
  it('reads names, sizes and the marker', () => {
    const xml =
      '<?xml version="1.0"?><EnumerationResults><Blobs>' +
      '<Blob><Name>a &amp; b/&#xFC;&lt;.txt</Name><Properties><Content-Length>12</Content-Length></Properties></Blob>' +
      '<Blob><Name>c</Name><Properties><Content-Length>0</Content-Length></Properties></Blob>' +
      '</Blobs><NextMarker>2!x</NextMarker></EnumerationResults>';
    assert.deepEqual(parseBlobList(xml), {
      entries: [
        { name: 'a & b/ü<.txt', bytes: 12 },
        { name: 'c', bytes: 0 },
      ],
      nextMarker: '2!x',
    });
  });

  it('knows the last page', () => {
    assert.deepEqual(parseBlobList('<EnumerationResults><Blobs /><NextMarker/></EnumerationResults>'), {
      entries: [],
      nextMarker: '',
    });
  });
});
