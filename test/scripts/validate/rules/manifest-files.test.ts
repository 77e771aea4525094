import { manifestFiles } from '../../../../scripts/validate/rules/manifest-files.ts';
import { files, withoutFile } from '../../support/extension.ts';
import { describeRule } from '../../support/negative-case.ts';

const file = files.manifest;
const icon = 'images/extension-icon.png';

describeRule('scripts/validate/rules/manifest-files.ts', manifestFiles, [
  {
    fault: 'a page for the marketplace that is not there',
    file,
    key: ['content', 'details', 'path'],
    value: 'missing.md',
    sentence: /'missing\.md'/,
    remedy: /Add the file/,
  },
  {
    fault: 'a licence that is not there',
    file,
    key: ['content', 'license', 'path'],
    break: (extension) => withoutFile(extension, 'LICENSE.txt'),
    sentence: /'LICENSE\.txt'/,
    remedy: /Add the file/,
  },
  {
    fault: 'an icon that is not there',
    file,
    key: ['icons', 'default'],
    value: 'images/none.png',
    sentence: /'images\/none\.png'/,
    remedy: /Add the file/,
  },
  {
    fault: 'an icon of the wrong size',
    file,
    key: ['icons', 'default'],
    break: (extension) => ({ ...extension, images: new Map([[icon, { width: 64, height: 64 }]]) }),
    sentence: /64 x 64 pixels/,
    remedy: /128 x 128/,
  },
  {
    fault: 'an icon that is no PNG',
    file,
    key: ['icons', 'default'],
    break: (extension) => ({ ...extension, images: new Map([[icon, undefined]]) }),
    sentence: /not a PNG/,
    remedy: /128 x 128/,
  },
  {
    fault: 'a folder of a fragment that is not there, read from the folder of the fragment',
    file: files.downloadFragment,
    key: ['files', 0, 'path'],
    value: 'v9',
    sentence: /'tasks\/download-model\/v9'/,
    remedy: /Add the file/,
  },
  {
    fault: 'files whose names differ in case only',
    file: 'Overview.md',
    key: [],
    break: (extension) => ({ ...extension, files: [...extension.files, 'Overview.md'] }),
    sentence: /differ in case only/,
    remedy: /Rename/,
  },
]);
