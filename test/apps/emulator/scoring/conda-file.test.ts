import assert from 'node:assert/strict';
import { parseCondaFile } from '../../../../apps/emulator/scoring/conda-file.ts';

describe('apps/emulator/scoring/conda-file.ts', () => {
  it('separates what pip installs from what conda would', () => {
    assert.deepEqual(
      parseCondaFile(
        'name: x\nchannels: [conda-forge]\ndependencies:\n  - python=3.11\n  - numpy\n  - pip:\n      - a==1\n      - b>=2\n',
      ),
      { pip: ['a==1', 'b>=2'], notInstalled: ['python=3.11', 'numpy'] },
    );
    assert.deepEqual(parseCondaFile(''), { pip: [], notInstalled: [] });
  });

  it('refuses what it cannot read', () => {
    assert.throws(() => parseCondaFile('dependencies: nothing'));
    assert.throws(() => parseCondaFile('dependencies: [unclosed'));
    assert.throws(() => parseCondaFile('dependencies:\n  - pip: ["-r other.txt"]'), /refers to a file/);
  });
});
