import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { z } from 'zod';
import { parseConfiguration } from '../../../../src/core/config/document.ts';
import { isExtensionError } from '../../../../src/core/errors/extension-error.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

const anything = z.unknown();
const parse = (text: string) => parseConfiguration(anything, text, 'file.yml');

describe('src/core/config/document.ts', () => {
  it('reads back whatever was written, as YAML and as JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        assert.deepEqual(parse(JSON.stringify(plain)), plain);
        assert.deepEqual(parse(stringify(plain)), plain);
      }),
    );
  });

  it('refuses duplicate keys, with the line of the second', () => {
    assert.throws(() => parse('a: 1\nb: 2\na: 3\n'), catalogueError('ConfigurationUnreadable', 'line 3'));
  });

  it('refuses tabs as indentation', () => {
    assert.throws(() => parse('a:\n\tb: 1\n'), catalogueError('ConfigurationUnreadable', 'file.yml'));
  });

  it('refuses an alias bomb', () => {
    const rows = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`);
    assert.throws(
      () => parse(['a0: &a0 [x]', ...rows].join('\n')),
      catalogueError('ConfigurationUnreadable'),
    );
  });

  it('keeps yes, no and octal-looking numbers as YAML 1.2 has them', () => {
    assert.deepEqual(parse('a: yes\nb: 010\n'), { a: 'yes', b: 10 });
  });

  it('reads a byte order mark and Windows line ends', () => {
    assert.deepEqual(parse('\uFEFFa: 1\r\nb: 2\r\n'), { a: 1, b: 2 });
  });

  it('lists at most five mistakes and counts the rest', () => {
    const schema = z.strictObject({});
    const many = z.array(z.string());
    assert.throws(() => parseConfiguration(schema, 'x: 1', 'f'), catalogueError('ConfigurationInvalid', 'x'));
    assert.throws(
      () => parseConfiguration(many, '[1, 2, 3, 4, 5, 6, 7]', 'f'),
      catalogueError('ConfigurationInvalid', 'line 1, 4:', 'and 2 more'),
    );
  });

  it('says that a missing key is required, and what a wrong value should have been', () => {
    const schema = z.strictObject({ name: z.string(), mode: z.enum(['fast', 'slow']) });
    assert.throws(
      () => parseConfiguration(schema, 'mode: quick', 'f'),
      catalogueError(
        'ConfigurationInvalid',
        'name: is required',
        'line 1, mode: expected one of "fast"|"slow"',
      ),
    );
  });

  it('ends in a value or in a catalogue error for any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        try {
          parse(text);
        } catch (error) {
          assert.ok(isExtensionError(error), String(error));
        }
      }),
    );
  });
});
