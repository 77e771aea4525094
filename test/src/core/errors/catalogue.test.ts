import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { catalogue } from '../../../../src/core/errors/catalogue.ts';

const folder = join(import.meta.dirname, '..', '..', '..', '..', 'src', 'core', 'errors', 'entries');

async function codesOf(file: string): Promise<readonly string[]> {
  const module = (await import(pathToFileURL(join(folder, file)).href)) as Record<string, object>;
  return Object.values(module).flatMap((entries) => Object.keys(entries));
}

describe('src/core/errors/catalogue.ts', () => {
  it('has every entry of every file, each code once', async () => {
    const codes = (await Promise.all(readdirSync(folder).map(codesOf))).flat();
    const twice = codes.filter((code, index) => codes.indexOf(code) !== index);
    assert.deepEqual(twice, []);
    assert.deepEqual(codes.toSorted(), Object.keys(catalogue).toSorted());
  });
});
