import assert from 'node:assert/strict';
import fc from 'fast-check';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { type ClassicParts, classicDefinition, classicParts } from './support/classic.ts';
import { deployStep, migrate } from './support/context.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
const options = fc.record({ connection: word, resourceGroup: word, workspace: word }, { requiredKeys: [] });

/** One step in lines, as it is and as it has to become. */
interface StepLines {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const same = (lines: readonly string[]): StepLines => ({ before: lines, after: lines });
const quoted = (value: string) => `'${value.replaceAll(/[\r\n'\u0085\u2028\u2029]/g, '')}'`;
const comment = (value: string) => `# ${value.replaceAll(/[^ -~]/g, '')}`;
const unrelated = fc.oneof(
  fc
    .tuple(text, text)
    .map(([script, name]) =>
      same([`- script: ${quoted(script)}`, `  displayName:   ${quoted(name)}  ${comment(name)}`]),
    ),
  fc
    .tuple(word, text)
    .map(([name, value]) =>
      same([comment(value), '', `- task: ${name}@2`, `  inputs: { ${name}: ${quoted(value)},b:  "x"}   `]),
    ),
  fc
    .array(word, { minLength: 1, maxLength: 4 })
    .map((lines) =>
      same(['- bash: |', ...lines.map((line) => `      ${line}  `), '  env:', '      A:    1']),
    ),
  word.map((name) =>
    same([
      `- \${{ if eq(parameters.${name}, true) }}:`,
      `  - template: ${name}.yml`,
      `- \${{ else }}:`,
      `  - script: ${name}`,
    ]),
  ),
);
const pipeline = fc.record({
  steps: fc.array(
    fc.oneof(
      { arbitrary: unrelated, weight: 3 },
      { arbitrary: fc.constant<StepLines>(deployStep), weight: 1 },
    ),
    { minLength: 1, maxLength: 8 },
  ),
  head: fc.constantFrom<readonly string[]>(
    ['steps:'],
    ['trigger: none', 'jobs:', '- job: a', '  steps:'],
    [
      'stages:',
      '- stage: a',
      '  jobs:',
      '  - deployment: d',
      '    strategy:',
      '      runOnce:',
      '        deploy:',
      '          steps:',
    ],
  ),
  indent: fc.constantFrom(0, 2, 4),
  eol: fc.constantFrom('\n', '\r\n'),
  end: fc.boolean(),
  mark: fc.boolean(),
});

describe('src/core/migration/migrate-text.ts', () => {
  it('rewrites the retired steps of a pipeline and leaves every other byte alone', () => {
    fc.assert(
      fc.property(pipeline, ({ steps, head, indent, eol, end, mark }) => {
        const depth = ' '.repeat((/^ */.exec(head.at(-1) ?? '')?.[0].length ?? 0) + indent);
        const whole = (side: 'before' | 'after') =>
          (mark ? '\uFEFF' : '') +
          [
            ...head,
            ...steps.flatMap((step) => step[side].map((line) => (line === '' ? '' : depth + line))),
          ].join(eol);
        // A step that was rewritten last loses its last line, and with it the missing line end.
        const tail = end || steps.at(-1) === deployStep ? eol : '';
        assert.equal(migrate(whole('before') + tail).text, whole('after') + tail);
      }),
      { numRuns: 300 },
    );
  });

  it('changes nothing when it is run again on its result, whatever the options', () => {
    fc.assert(
      fc.property(pipeline, options, ({ steps, head, eol }, given) => {
        const before = [
          ...head,
          ...steps.flatMap((step) => step.before.map((line) => `          ${line}`)),
        ].join(eol);
        const once = migrate(before, given);
        assert.equal(migrate(once.text, given).text, once.text);
      }),
      { numRuns: 100 },
    );
  });

  it('changes nothing in a release definition outside the places that it reports', () => {
    fc.assert(
      fc.property(
        classicParts,
        options,
        fc.constantFrom(undefined, 2, '\t'),
        (parts: ClassicParts, given, layout) => {
          const before = JSON.stringify(classicDefinition(parts), undefined, layout);
          const { text: result, entries } = migrate(before, given, 'release.json');
          const places = entries.flatMap(({ where, action }) =>
            action === 'kept' || where === '' ? [] : [where],
          );
          for (const place of differences(JSON.parse(before), JSON.parse(result))) {
            assert.ok(
              places.some((known) => place.startsWith(known)),
              `${place} changed without a word`,
            );
          }
          assert.equal(migrate(result, given, 'release.json').text, result);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('keeps every byte of a file that has nothing of the retired extension', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const before = JSON.stringify({ environments: [], anything: value });
        assert.equal(migrate(before, {}, 'release.json').text, before);
      }),
    );
  });

  it('says what is wrong with JSON that is none, when the name says that it is JSON', () => {
    assert.throws(
      () => migrate('{"environments": [', {}, 'release.json'),
      catalogueError('MigrationFileUnknown', 'release.json', 'no well-formed JSON'),
    );
  });

  it('reads a pipeline in flow style that only begins as JSON does', () => {
    const { text: result } = migrate(
      '{steps: [{task: AMLModelDeploy@0, inputs: {azureSubscription: a, modelName: m, inferencePath: i, deploymentName: d, deployConfig: c}}]}',
    );
    assert.equal(
      result,
      '{steps: [{task: AzureMLModelDeploy@1, inputs: {connection: a, modelName: m, inferenceConfig: i, endpointName: d, deploymentConfig: c}}]}',
    );
  });
});

/** Pointers of everything that differs. */
function differences(before: unknown, after: unknown, at = ''): readonly string[] {
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) {
    return Object.is(before, after) ? [] : [at];
  }
  const [a, b] = [before, after] as Record<string, unknown>[];
  const keys = new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})]);
  return [...keys].flatMap((key) =>
    differences(a?.[key], b?.[key], `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}
