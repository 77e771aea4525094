import assert from 'node:assert/strict';
import * as z from 'zod';
import { parseConfiguration } from '../../../../src/core/config/document.ts';
import { isExtensionError } from '../../../../src/core/errors/extension-error.ts';

const schema = z.object({
  count: z.int().max(3).optional(),
  url: z.url().optional(),
  mode: z.enum(['a', 'b']).optional(),
  name: z
    .string()
    .refine((name) => name !== 'taken', "'taken' is a name already")
    .optional(),
  tokenFrom: z
    .string()
    .regex(/^[A-Z]+$/, 'must be upper case')
    .optional(),
  list: z.array(z.string()).optional(),
});

/** What is said of a text, without the name of the file. */
function problems(text: string): string {
  try {
    parseConfiguration(schema, text, 'f.yml');
  } catch (error) {
    assert.ok(isExtensionError(error));
    return String(error.values['problems']);
  }
  return 'none';
}

describe('src/core/config/document.ts (offending values)', () => {
  it('names the value that is wrong', () => {
    assert.match(problems('count: 7'), /^line 1, count: .*\(found '7'\)$/);
    assert.match(problems('mode: c'), /\(found 'c'\)$/);
  });

  it('does not name it twice, nor what is no single value', () => {
    assert.doesNotMatch(problems('name: taken'), /found/);
    assert.doesNotMatch(problems('list: x: y'), /found/);
  });

  it('never repeats what may be a secret', () => {
    for (const text of ['tokenFrom: my-secret', 'url: user:my-secret@host', `mode: ${'x'.repeat(61)}`]) {
      assert.doesNotMatch(problems(text), /my-secret|xxx/);
    }
  });
});
