import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { describedKeys, keysOf } from '../../../scripts/docs/watch-schema.ts';
import { parseWatchConfiguration } from '../../../apps/watcher/configuration.ts';
import { root } from '../support/extension.ts';

const page = readFileSync(join(root, 'docs/watcher.md'), 'utf8');
const text = readFileSync(join(root, 'docs/watch.schema.json'), 'utf8');
const example = /```yaml\n(azure:[\s\S]*?)```/.exec(page)?.[1] ?? '';

describe('docs/watch.schema.json', () => {
  // The package has no types for its export that every module system agrees on.
  const ajv = new Ajv({ strict: true, allowUnionTypes: true });
  (addFormats as unknown as (ajv: Ajv) => void)(ajv);
  const check = ajv.compile(JSON.parse(text) as object);

  it('takes the example of the page, which the watcher takes as well', () => {
    parseWatchConfiguration(example, 'watch.yml');
    assert.equal(check(parse(example)), true, JSON.stringify(check.errors));
  });

  for (const [from, to] of [
    ['tenantId:', 'tenant:'],
    ['intervalSeconds: 60', 'intervalSeconds: 0'],
    ['mode: latest', 'mode: newest'],
    ['clientSecretFrom: AZURE_CLIENT_SECRET', 'clientSecretFrom: my-secret'],
    ['    model: fraud\n', ''],
  ] as const) {
    it(`refuses ${JSON.stringify(to)}, as the watcher does`, () => {
      assert.ok(example.includes(from));
      const changed = example.replace(from, to);
      assert.equal(check(parse(changed)), false);
      assert.throws(() => parseWatchConfiguration(changed, 'watch.yml'));
    });
  }

  it('describes every key that the page describes, and the page every key there is', () => {
    const described = describedKeys(page);
    // A row about a whole section says what is in it, or where that is said.
    const isCovered = (key: string) => described.has(key) || described.has(key.replace(/\.\w+$/, ''));
    const missing = keysOf(text).filter((key) => !isCovered(key));
    assert.deepEqual(missing, []);
    assert.match(text, /"description": "the registered model; case matters/);
  });
});
