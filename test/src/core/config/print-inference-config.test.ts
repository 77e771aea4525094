import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { parseInferenceConfig } from '../../../../src/core/config/inference-config.ts';
import { printInferenceConfig } from '../../../../src/core/config/print-inference-config.ts';
import { isExtensionError } from '../../../../src/core/errors/extension-error.ts';
import { withKey } from '../plan/support/companions.ts';
import type { File } from '../plan/support/plan-input.ts';
import { inferenceGolden } from './support/inference-golden.ts';

const isMap = (value: unknown): value is File =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function merged(a: File, b: File): File {
  const both = Object.entries(b).map(([name, value]): readonly [string, unknown] => {
    const there = a[name];
    return [name, isMap(there) && isMap(value) ? merged(there, value) : value];
  });
  return { ...a, ...Object.fromEntries(both) };
}

/** What a file means, without where it says it. */
function meaningOf(text: string): object {
  const { origin, ...meaning } = parseInferenceConfig(text, 'ic.yml');
  assert.equal(origin.file, 'ic.yml');
  return meaning;
}

/** Texts that YAML reads as something else unless they are quoted. */
const awkward = ['yes', '1.10', '010', 'null', '~', 'a: b', '# c', '- d', 'x\ny', ' e ', '"', '💥'];

describe('src/core/config/print-inference-config.ts', () => {
  it('prints what is read as the same config, whatever keys it has', () => {
    let read = 0;
    const keys = fc.subarray(Object.entries(inferenceGolden), { maxLength: 5 });
    fc.assert(
      fc.property(keys, fc.constantFrom(...awkward), (golden, text) => {
        const start: File = { entryScript: 'score.py', description: text };
        const file = golden.reduce(
          (all, [key, { value, needs = {} }]) => withKey(merged(all, needs), key, value),
          start,
        );
        try {
          const meaning = meaningOf(stringify(file));
          read += 1;
          const printed = printInferenceConfig(parseInferenceConfig(stringify(file), 'ic.yml'));
          assert.deepEqual(meaningOf(printed), meaning, printed);
        } catch (error) {
          if (!isExtensionError(error)) throw error;
        }
      }),
      { numRuns: 500 },
    );
    assert.ok(read > 50, `only ${read} of the files could be read`);
  });

  it('never refuses what it printed', () => {
    for (const [key, { value, needs = {} }] of Object.entries(inferenceGolden)) {
      const file = withKey({ entryScript: 'score.py', ...needs }, key, value);
      const config = parseInferenceConfig(stringify(file), 'ic.yml');
      assert.deepEqual(meaningOf(printInferenceConfig(config)), meaningOf(stringify(file)), key);
    }
  });

  it('keeps a named environment of its own from becoming a registered one', () => {
    const file = stringify({
      entryScript: 'score.py',
      environment: {
        name: 'own',
        docker: { baseImage: 'mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04:latest' },
      },
    });
    assert.deepEqual(meaningOf(printInferenceConfig(parseInferenceConfig(file, 'ic.yml'))), meaningOf(file));
  });
});
