import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { deployStep, migrate, questions, short } from './support/context.ts';

const step = (...inputs: readonly string[]) =>
  ['steps:', '- task: AMLModelDeploy@0', '  inputs:', ...inputs.map((line) => `    ${line}`), ''].join('\n');
const usual = [
  'azureSubscription: ml',
  'modelName: m',
  'inferencePath: i',
  'deploymentName: d',
  'deployConfig: c',
];
const place = { resourceGroup: 'rg', workspace: 'ws' };
const inputsOf = (text: string) =>
  (parse(text) as { steps: { inputs: Record<string, unknown> }[] }).steps[0]?.inputs;

describe('src/core/migration/yaml-pipeline.ts', () => {
  for (const name of [
    'AMLModelDeploy@0',
    'amlmodeldeploy@0',
    'AMLModelDeploy@0.1.7',
    'AMLModelDeploy',
    'ms-air-aiagility.vss-services-azureml.azureml-model-deploy-task.AMLModelDeploy@0',
    'ms-air-aiagility.private-vss-services-azureml.azureml-model-deploy-task.AMLModelDeploy@0',
  ]) {
    it(`rewrites a step of ${name}`, () => {
      const text = step(...usual).replace('AMLModelDeploy@0', name);
      assert.match(migrate(text).text, /^- task: AzureMLModelDeploy@1$/m);
    });
  }

  for (const name of ['Other.extension.contribution.AMLModelDeploy@0', 'MyAMLModelDeploy@0', 'AzureCLI@2']) {
    it(`neither rewrites nor mentions a step of ${name}`, () => {
      const text = step(...usual).replace('AMLModelDeploy@0', name);
      const { text: result, entries } = migrate(text);
      assert.deepEqual([result, entries], [text, []]);
    });
  }

  it('leaves a later version of a task of that name alone, and asks', () => {
    const text = step(...usual).replace('@0', '@1');
    const { text: result, entries } = migrate(text);
    assert.equal(result, text);
    assert.deepEqual(short(entries), ['question line 2 a text names the retired extension']);
  });

  it('names resource group and workspace behind the connection when they are given', () => {
    const { text, entries } = migrate(step(...usual), { resourceGroup: 'ml', workspace: "o'brien" });
    assert.match(
      text,
      /^ {4}connection: ml\n {4}resourceGroup: ml\n {4}workspace: 'o''brien'\n {4}modelName: m$/m,
    );
    assert.deepEqual(questions(entries), []);
  });

  it('adds inputs at the end of a file that has no last line end', () => {
    const text = step(...usual.slice(1), 'azureSubscription: ml').trimEnd();
    const { text: result } = migrate(text, place);
    assert.ok(result.endsWith('    connection: ml\n    resourceGroup: rg\n    workspace: ws'), result);
  });

  it('keeps the line ends of Windows in what it adds', () => {
    const text = step(...usual).replaceAll('\n', '\r\n');
    const { text: result } = migrate(text, place);
    assert.equal(result.replaceAll('\r\n', '').includes('\n'), false);
    assert.ok(result.includes('    resourceGroup: rg\r\n    workspace: ws\r\n'));
  });

  it('uses another connection when one is named', () => {
    const { text, entries } = migrate(step(...usual), { connection: 'federated one' });
    assert.match(text, /^ {4}connection: 'federated one'$/m);
    assert.ok(short(entries).includes("changed line 4 connection is now 'federated one'"));
  });

  it('takes inputs out of a flow map at its start, middle and end, and puts others in', () => {
    const map = (...pairs: readonly string[]) =>
      `steps: [{ task: AMLModelDeploy@0, inputs: { ${pairs.join(', ')} } }]`;
    const { text } = migrate(
      map(
        'modelSourceType: manualSpec',
        ...usual.slice(0, 3),
        'validate: false',
        'profile: false',
        ...usual.slice(3),
        'other: false',
        'another: false',
      ),
      place,
    );
    assert.equal(
      text,
      'steps: [{ task: AzureMLModelDeploy@1, inputs: { connection: ml, resourceGroup: rg, workspace: ws, modelName: m, inferenceConfig: i, endpointName: d, deploymentConfig: c } }]',
    );
  });

  it('keeps conditions around inputs, and leaves an empty map where all of them went', () => {
    const text = step(
      ...usual,
      "${{ if eq(parameters.to, 'AKS') }}:",
      '  validate: false',
      '  profile: false',
      '${{ else }}:',
      '  validate: false # small',
      'profile: false',
    );
    const { text: result } = migrate(text);
    assert.ok(
      result.endsWith(
        "    deploymentConfig: c\n    ${{ if eq(parameters.to, 'AKS') }}: {}\n    ${{ else }}: {}\n",
      ),
      result,
    );
  });

  it('adds inputs for every branch of a condition, not inside one', () => {
    const text = step(
      "${{ if eq(parameters.to, 'x') }}:",
      '  azureSubscription: a',
      '${{ else }}:',
      '  azureSubscription: b',
      ...usual.slice(1),
    );
    const { text: result } = migrate(text, place);
    assert.match(result, /\n {4}modelName: m\n {4}resourceGroup: rg\n {4}workspace: ws\n/);
  });

  it('puts its questions where every input had to go', () => {
    for (const [text, expected] of [
      [step('validate: false', 'profile: false'), 5],
      ['steps: [{task: AMLModelDeploy@0, inputs: {validate: false, profile: false}}]', 5],
    ] as const) {
      const { text: result } = migrate(text);
      assert.equal(Object.keys(inputsOf(result) ?? {}).length, expected, result);
      assert.equal(migrate(result).text, result);
    }
  });

  it('does not call inputs missing that a template expression may bring in', () => {
    const { text, entries } = migrate(
      step('azureSubscription: ml', 'modelName: m', '${{ insert }}: ${{ parameters.inputs }}'),
    );
    assert.deepEqual(questions(entries), []);
    assert.deepEqual(Object.keys(inputsOf(text) ?? {}), ['connection', 'modelName', '${{ insert }}']);
  });

  it('asks for the model when the step took it from an artifact, and finds its question again', () => {
    const text = step('azureSubscription: ml', 'modelSourceType: modelArtifact', ...usual.slice(2));
    const first = migrate(text);
    assert.equal(inputsOf(first.text)?.['modelName'], '??? modelName ???');
    assert.ok(questions(first.entries).includes('the model comes from an artifact'));
    const second = migrate(first.text);
    assert.equal(second.text, first.text);
    assert.deepEqual(questions(second.entries), [
      "'??? modelName ???' is open",
      "'??? modelVersion ???' is open",
    ]);
  });

  it('asks for a required input that is missing or empty', () => {
    const { text, entries } = migrate(
      step('azureSubscription:', 'modelName: m', 'inferencePath: i', 'deploymentName: d'),
    );
    assert.equal(inputsOf(text)?.['connection'], '??? connection ???');
    assert.equal(inputsOf(text)?.['deploymentConfig'], '??? deploymentConfig ???');
    assert.deepEqual(questions(entries).toSorted(), ['connection is missing', 'deploymentConfig is missing']);
  });

  for (const [why, text] of [
    ['has no inputs', 'steps:\n- task: AMLModelDeploy@0\n'],
    ['has empty inputs', 'steps:\n- task: AMLModelDeploy@0\n  inputs:\n'],
    [
      'has inputs from an expression',
      'steps:\n- task: AMLModelDeploy@0\n  inputs: ${{ parameters.inputs }}\n',
    ],
    [
      'shares its inputs by an anchor',
      'x: &in {modelName: m}\nsteps:\n- task: AMLModelDeploy@0\n  inputs: *in\n',
    ],
    [
      'lends its inputs by an anchor',
      'steps:\n- task: AMLModelDeploy@0\n  inputs: &in\n    modelName: m\n- task: X@1\n  inputs: *in\n',
    ],
    ['merges inputs', 'x: &in {modelName: m}\nsteps:\n- task: AMLModelDeploy@0\n  inputs:\n    <<: *in\n'],
  ] as const) {
    it(`leaves a step as it is that ${why}, and asks`, () => {
      const { text: result, entries } = migrate(text);
      assert.equal(result, text);
      assert.deepEqual(questions(entries), ['the step is left as it is']);
    });
  }

  it('follows an anchor that names the task, and rewrites a shared step once', () => {
    const text = `x: &name AMLModelDeploy@0\nsteps:\n- &step\n  task: *name\n  inputs:\n    ${usual.join('\n    ')}\n- *step\n`;
    const { text: result } = migrate(text);
    assert.match(
      result,
      /^x: &name AzureMLModelDeploy@1\nsteps:\n- &step\n {2}task: \*name\n {2}inputs:\n {4}connection: ml\n/,
    );
    assert.ok(result.endsWith('- *step\n'));
  });

  it('accepts a key that repeats, as template expressions do', () => {
    const text = `steps:\n- \${{ if a }}:\n  - script: a\n  \${{ else }}:\n  - script: b\n  \${{ else }}:\n  - ${deployStep.before.join('\n    ')}\n`;
    assert.ok(migrate(text).text.includes('AzureMLModelDeploy@1'));
  });

  it('comments a step that runs a published pipeline, once, and asks each time', () => {
    const text =
      'steps:\n  - script: a\n  # train\n  - task: MLPublishedPipelineRestAPITask@0\n    inputs:\n      PipelineId: 1\n  - displayName: b\n    task: MLPublishedPipelineRestAPITask@0\n';
    const first = migrate(text);
    const comment = /^ *# azureml-release migrate: .*az ml job create.*\n/gm;
    assert.equal(first.text.match(comment)?.length, 2);
    assert.equal(first.text.replaceAll(comment, ''), text);
    assert.match(first.text, /\n {2}# azureml-release [^\n]*\n {2}- task: MLP/);
    assert.match(first.text, /\n {4}# azureml-release [^\n]*\n {4}task: MLP/);
    const second = migrate(first.text);
    assert.equal(second.text, first.text);
    assert.deepEqual(
      questions(second.entries),
      Array(2).fill('MLPublishedPipelineRestAPITask is left in place'),
    );
  });

  it('speaks of templates, scripts of the first generation and names in strange places', () => {
    const text = [
      'extends:',
      '  template: base.yml',
      'variables:',
      '- template: variables.yml',
      '- name: task',
      '  value: AMLModelDeploy@0',
      'steps:',
      '- bash: |',
      '    az ml model deploy -n x',
      '- script: az ml model create --file model.yml',
      '- script: echo AzureMLMMS',
    ].join('\n');
    const { text: result, entries } = migrate(text);
    assert.equal(result, text);
    assert.deepEqual(short(entries), [
      "kept line 2 the template 'base.yml' is another file",
      'question line 6 a text names the retired extension',
      'kept line 8 a script uses azure-cli-ml, the first generation of the command line',
      'question line 11 a text names the retired extension',
    ]);
  });

  it('keeps a model that is named beside a source that only the run knows, and asks', () => {
    const { text, entries } = migrate(step('modelSourceType: $(SOURCE)', ...usual));
    assert.equal(inputsOf(text)?.['modelName'], 'm');
    assert.deepEqual(questions(entries), [
      "modelSourceType is '$(SOURCE)', known only when the pipeline runs",
    ]);
  });

  it('writes nothing when a strange layout would make the result another one', () => {
    const text = step('? azureSubscription', ': ml', ...usual.slice(1));
    assert.throws(() => migrate(text, place), catalogueError('MigrationUnsafe', 'pipeline.yml'));
  });

  it('names the line of text that is no YAML', () => {
    assert.throws(
      () => migrate('steps:\n- a: [b\n'),
      catalogueError('ConfigurationUnreadable', 'pipeline.yml', 'line 3'),
    );
  });

  it('refuses YAML that is no pipeline', () => {
    assert.throws(() => migrate('- one\n- two\n'), catalogueError('MigrationFileUnknown', 'no map of keys'));
  });
});
