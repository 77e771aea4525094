import assert from 'node:assert/strict';
import fc from 'fast-check';
import { clientCode, languages } from '../../../../src/core/client-code/client-code.ts';
import type { CallerOf } from '../../../../src/core/client-code/caller.ts';
import { shellWord, stringLiteral } from '../../../../src/core/client-code/quote.ts';

const caller: CallerOf = {
  ...{ service: 'fraud', workspace: 'prod', resourceGroup: 'ml', auth: 'Key' },
  scoringUri: 'https://fraud.westeurope.inference.ml.azure.com/score',
  request: `{"data":[{"who":"O'Brien \\"x\\" $(id)"}]}`,
};

describe('src/core/client-code/client-code.ts', () => {
  for (const language of languages)
    it(`takes the secret of ${language} from the environment, by the mode of the service`, () => {
      assert.match(clientCode(language, caller), /SCORING_KEY/);
      assert.match(clientCode(language, { ...caller, auth: 'AMLToken' }), /SCORING_TOKEN=.*get-credentials/);
      assert.match(
        clientCode(language, { ...caller, auth: 'AADToken' }),
        /--resource https:\/\/ml\.azure\.com/,
      );
      assert.doesNotMatch(clientCode(language, { ...caller, auth: 'None' }), /SCORING_|Bearer/);
    });

  for (const language of languages)
    it(`addresses one deployment in ${language} only when it is named`, () => {
      assert.doesNotMatch(clientCode(language, caller), /azureml-model-deployment/);
      assert.match(clientCode(language, { ...caller, deployment: 'blue' }), /azureml-model-deployment.*blue/);
    });

  it('lets no request end its literal: what is quoted is read back as it was', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        assert.equal(JSON.parse(stringLiteral(text)), text);
        // A POSIX word: quoted pieces, and escaped quotes between them.
        assert.match(shellWord(text), /^'[^']*'(?:\\''[^']*')*$/);
        assert.equal(shellWord(text).slice(1, -1).replaceAll(`'\\''`, "'"), text);
      }),
    );
  });
});
