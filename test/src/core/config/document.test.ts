import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { z } from 'zod';
import { parseConfiguration, readDocument } from '../../../../src/core/config/document.ts';
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

  it('keeps yes and no as the texts that YAML 1.2 has, and says so where true or false is wanted', () => {
    assert.deepEqual(parse('a: yes\nb: no\n'), { a: 'yes', b: 'no' });
    assert.throws(
      () => parseConfiguration(z.object({ a: z.boolean() }), 'a: yes', 'f'),
      catalogueError('ConfigurationInvalid', "'yes' is a text", 'true or false'),
    );
  });

  const traps: readonly (readonly [string, string, ...string[]])[] = [
    ['a number that is octal for one reader', 'a: 1\nb: 010\n', 'line 2', "'010'", 'octal'],
    ['a number that is none', 'a: .inf\n', "'.inf'"],
    ['one key in two notations', '1: a\n"1": b\n', 'line 2', "'1' stands twice"],
    ['a key that is no text', '? [a]\n: b\n', 'plain text'],
    ['a key that is binary', '!!binary aGk=: b\n', 'plain text'],
    ['an alias of itself', 'a: &a\n  b: *a\n', 'line 2', "'*a' contains itself"],
    ['a tag of another language', 'a: !!python/object:os.system x\n', 'line 1', 'python'],
    ['binary content', 'a: !!binary aGk=\n', 'only texts'],
    ['a second document', 'a: 1\n---\nb: 2\n', 'multiple documents'],
    ['a tower of brackets', '['.repeat(5000), 'nested too deeply'],
    ['a row of dashes', `a:\n${'- '.repeat(2000)}b`, 'line 2', 'nested too deeply'],
    [
      'a staircase',
      Array.from({ length: 90 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      'nested too deeply',
    ],
    ['nesting without end', `${'{a: '.repeat(100)}1${'}'.repeat(100)}`, '64 levels'],
  ];
  for (const [what, text, ...named] of traps)
    it(`refuses ${what}`, () => {
      assert.throws(() => parse(text), catalogueError('ConfigurationUnreadable', ...named));
    });

  it('reads what a shared part of a file is merged into', () => {
    assert.deepEqual(parse('x: &x {a: 1, b: 2}\ny:\n  <<: *x\n  b: 3\n'), {
      x: { a: 1, b: 2 },
      y: { a: 1, b: 3 },
    });
  });

  it('reads JSON that is indented with tabs', () => {
    assert.deepEqual(parse('{\n\t"a": {\n\t\t"b": 1\n\t}\n}'), { a: { b: 1 } });
  });

  it('keeps a version that looks like a number as it is written', () => {
    const { value } = readDocument('a: 1.10\nb: 1.10\n', 'f', { textKeys: ['a'] });
    assert.deepEqual(value, { a: '1.10', b: 1.1 });
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
