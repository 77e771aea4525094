import assert from 'node:assert/strict';
import { contextFolderOf, packageContext } from '../../../../src/core/plan/package-context.ts';
import { inferenceFile, nothingThere, planInput, smallest, type File } from './support/plan-input.ts';

const context = (deployment: File) =>
  packageContext(planInput({ inference: inferenceFile, deployment }), nothingThere);
const dockerfileOf = ({ files }: ReturnType<typeof context>): string => {
  const file = files.find(({ path }) => path === 'Dockerfile');
  assert.ok(file && 'text' in file);
  return file.text;
};

describe('src/core/plan/package-context.ts', () => {
  it('has everything that the image is built from, and the server’s variables in it', () => {
    const made = context(smallest.local);
    assert.match(made.tag, /^[0-9a-f]{16}$/);
    assert.ok(made.files.some(({ path }) => path.startsWith('code/')));
    assert.match(dockerfileOf(made), /^FROM [^]*\nCMD .*\nENV AML_APP_ROOT="\/var\/azureml-app\/code"\n/);
    assert.equal(contextFolderOf({ model: 'fraud', version: '7' }), 'models/fraud/7');
  });

  it('writes values that a Dockerfile reads as they are', () => {
    const value = String.raw`a "b" $HOME \n`;
    const made = context({ ...smallest.local, environmentVariables: { V: value } });
    assert.ok(dockerfileOf(made).includes(String.raw`ENV V="a \"b\" \$HOME \\n"`), dockerfileOf(made));
  });
});
