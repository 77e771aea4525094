import assert from 'node:assert/strict';
import { parseInferenceConfig } from '../../../../src/core/config/inference-config.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

const file = 'inferenceconfig.yml';
const parse = (text: string) => parseInferenceConfig(text, file);

describe('src/core/config/inference-config.ts', () => {
  it('reads the JSON form of the first generation', () => {
    const config = parse(
      '{"entryScript": "score.py", "runtime": "Python", "condaFile": "conda.yml", "sourceDirectory": "src"}',
    );
    assert.equal(config.entryScript, 'score.py');
    assert.equal(config.sourceDirectory, 'src');
    assert.equal(config.environment.kind, 'defined');
    assert.equal(config.environment.condaFile, 'conda.yml');
    assert.match(config.environment.image, /^mcr\.microsoft\.com\/azureml\//);
  });

  it('reads the environment object of the later generation, in YAML', () => {
    const config = parse(
      [
        'entryScript: score.py',
        'environment:',
        '  name: fraud-env',
        '  environmentVariables: { THRESHOLD: "0.5" }',
        '  docker: { baseImage: example.azurecr.io/base:1 }',
        '  python:',
        '    condaDependencies: { dependencies: [python=3.11, { pip: [numpy] }] }',
      ].join('\n'),
    );
    assert.deepEqual(config.environmentVariables, { THRESHOLD: '0.5' });
    assert.deepEqual(config.environment, {
      kind: 'defined',
      name: 'fraud-env',
      image: 'example.azurecr.io/base:1',
      condaDependencies: { dependencies: ['python=3.11', { pip: ['numpy'] }] },
    });
  });

  it('takes an environment that only has a name as a registered one, latest unless a version is given', () => {
    const named = (extra: string) =>
      parse(`entryScript: s.py\nenvironment: { name: base${extra} }`).environment;
    assert.deepEqual(named(''), { kind: 'registered', name: 'base', version: 'latest' });
    assert.deepEqual(named(', version: 3'), { kind: 'registered', name: 'base', version: '3' });
  });

  it('treats null like absent, as the first generation wrote it', () => {
    const config = parse(
      '{"entryScript": "s.py", "condaFile": null, "sourceDirectory": null, "cudaVersion": null}',
    );
    assert.equal(config.sourceDirectory, undefined);
    assert.deepEqual(Object.keys(config.environment), ['kind', 'image']);
    assert.deepEqual(Object.keys(config.origin.keys), ['entryScript']);
  });

  it('names line and key of a mistake', () => {
    assert.throws(
      () => parse('entryScript: score.py\nruntime: ruby\n'),
      catalogueError('ConfigurationInvalid', file, 'line 2', 'runtime'),
    );
    assert.throws(() => parse('condaFile: c.yml'), catalogueError('ConfigurationInvalid', 'entryScript'));
    assert.throws(
      () => parse('entryScript: s.py\nentyScript: s.py'),
      catalogueError('ConfigurationInvalid', 'entyScript'),
    );
  });

  it('refuses legacy keys beside an environment instead of dropping them', () => {
    assert.throws(
      () => parse('entryScript: s.py\ncondaFile: c.yml\nenvironment: { name: base }'),
      catalogueError('ConfigurationConflict', 'condaFile', 'environment'),
    );
  });
});
