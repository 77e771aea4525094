import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isExtensionError } from '../../../../src/core/errors/extension-error.ts';
import { parseModelReference } from '../../../../src/core/model/reference.ts';

describe('src/core/model/reference.ts', () => {
  for (const [definition, version, name, wanted] of [
    ['fraud', undefined, 'fraud', 'latest'],
    ['fraud', '7', 'fraud', '7'],
    ['fraud', ' Latest ', 'fraud', 'latest'],
    ['fraud:7', undefined, 'fraud', '7'],
    ['fraud:7', '7', 'fraud', '7'],
    ['azureml:fraud:7', '', 'fraud', '7'],
    ['fraud@latest', undefined, 'fraud', 'latest'],
    ['fraud', '@latest', 'fraud', 'latest'],
    ['v1.model-name', '2026-11-21_rc.1', 'v1.model-name', '2026-11-21_rc.1'],
  ] as const)
    it(`takes '${definition}' and '${String(version)}' as ${name}:${wanted}`, () => {
      assert.deepEqual(parseModelReference(definition, version), { name, version: wanted });
    });

  for (const [definition, version, words] of [
    ['', undefined, /'definition' is ''/],
    ['models/fraud', undefined, /must be a model name/],
    ['fraud:', undefined, /version after the colon is missing/],
    ['fraud@newest', undefined, /only latest may follow/],
    ['fraud:a/b', undefined, /'definition'.*letters, digits/],
    ['fraud', '../7', /'version'.*letters, digits/],
    ['fraud:7', '8', /'version' is '8'.*asks for 'fraud:7'/],
    ['fraud@latest', '8', /asks for 'fraud@latest'/],
  ] as const)
    it(`refuses '${definition}' with '${String(version)}', naming the input`, () => {
      assert.throws(
        () => parseModelReference(definition, version),
        (error) => isExtensionError(error) && error.code === 'InputInvalid' && words.test(error.message),
      );
    });

  it('joins and splits alike', () => {
    const word = fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,20}$/);
    fc.assert(
      fc.property(word, word, (name, version) => {
        fc.pre(!/^latest$/i.test(version));
        assert.deepEqual(parseModelReference(`${name}:${version}`, undefined), { name, version });
        assert.deepEqual(parseModelReference(name, version), { name, version });
      }),
    );
  });
});
