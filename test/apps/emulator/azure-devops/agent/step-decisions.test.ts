// The small decisions of a step: does it run, on which runtime, with which inputs, and how results combine.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chooseHandler } from '../../../../../apps/emulator/azure-devops/agent/node-handler.ts';
import { shouldRun } from '../../../../../apps/emulator/azure-devops/agent/step-condition.ts';
import { connectionIdsOf, taskInputs } from '../../../../../apps/emulator/azure-devops/agent/task-inputs.ts';
import {
  mergeResults,
  parseResult,
  type TaskResult,
} from '../../../../../apps/emulator/azure-devops/agent/task-result.ts';
import { Variables } from '../../../../../apps/emulator/azure-devops/agent/variables.ts';
import {
  newestTask,
  taskJson,
  type TaskDefinition,
} from '../../../../../apps/emulator/azure-devops/extensions/task-definition.ts';

const id = 'aaaaaaaa-0000-4000-8000-000000000001';

function task(more: Record<string, unknown> = {}): TaskDefinition {
  const version = { Major: '1', Minor: 2, Patch: 3 };
  return { json: taskJson.parse({ id, name: 'T', version, ...more }), folder: '/t', contentKey: 'k' };
}

describe('apps/emulator/azure-devops/agent/step-condition.ts', () => {
  const cases: readonly [condition: string | null, runsWhen: string][] = [
    [null, 'succeeded'],
    ['succeeded()', 'succeeded'],
    ['Failed( )', 'failed'],
    ['always()', 'succeeded failed canceled'],
    ['succeededOrFailed()', 'succeeded failed'],
    ['canceled()', 'canceled'],
  ];
  for (const [condition, runsWhen] of cases)
    it(`${condition ?? 'no condition'} runs after ${runsWhen}`, () => {
      const states = (['succeeded', 'failed', 'canceled'] as const).filter((state) =>
        shouldRun(condition, state),
      );
      assert.equal(states.join(' '), runsWhen);
    });

  it('refuses what it cannot decide', () => {
    assert.throws(() => shouldRun("eq(variables['a'], 1)", 'succeeded'), /is not emulated/);
  });
});

describe('apps/emulator/azure-devops/agent/node-handler.ts', () => {
  const both = task({
    execution: { Node24: { target: '24.js' }, Node20_1: { target: '20.js', workingDirectory: '/w' } },
  });

  it('takes the best listed handler that the agent has', () => {
    assert.equal(chooseHandler(both, { Node20_1: '/20', Node24: '/24' }, true).target, '24.js');
    assert.equal(chooseHandler(both, { Node20_1: '/20' }, true).target, '20.js');
    assert.deepEqual(chooseHandler(both, { Node20_1: '/20', Node24: '/24' }, false), {
      name: 'Node20_1',
      node: '/20',
      target: '20.js',
      workingDirectory: '/w',
    });
  });

  it('refuses a task that only lists runtimes that are gone', () => {
    const old = task({ execution: { Node10: { target: 'x.js' } } });
    assert.throws(() => chooseHandler(old, { Node20_1: '/20' }, true), /handler was not found.*Node10/);
  });
});

describe('apps/emulator/azure-devops/agent/task-inputs.ts', () => {
  const definition = task({
    inputs: [
      { name: 'connection', type: 'connectedService:AzureRM' },
      { name: 'count', type: 'string', defaultValue: '$(n)' },
      { name: 'flag', type: 'boolean', defaultValue: true },
    ],
  });
  const variables = new Variables([{ name: 'n', value: '7', secret: false, readOnly: false }]);

  it('puts given values over defaults, trims, expands, and keeps inputs that are not listed', () => {
    assert.deepEqual(taskInputs(definition, { CONNECTION: ' c1,c2 ', extra: 'e', flag: null }, variables), {
      connection: 'c1,c2',
      count: '7',
      flag: '',
      extra: 'e',
    });
    assert.equal(taskInputs(definition, {}, variables)['flag'], 'true');
  });

  it('finds the connections that inputs name', () => {
    assert.deepEqual(connectionIdsOf(definition, { connection: 'c1, c2', count: 'c3' }), ['c1', 'c2']);
  });
});

describe('apps/emulator/azure-devops/agent/task-result.ts', () => {
  const results: readonly TaskResult[] = [
    'Succeeded',
    'SucceededWithIssues',
    'Failed',
    'Canceled',
    'Skipped',
    'Abandoned',
  ];
  const any = fc.constantFrom(...results);

  it('merges in any order and grouping to the same result', () => {
    fc.assert(
      fc.property(any, any, any, (a, b, c) => {
        assert.equal(mergeResults(a, b), mergeResults(b, a));
        assert.equal(mergeResults(mergeResults(a, b), c), mergeResults(a, mergeResults(b, c)));
      }),
    );
  });

  it('reads results with their exact case', () => {
    assert.deepEqual(
      [parseResult('Failed'), parseResult('failed'), parseResult(undefined)],
      ['Failed', undefined, undefined],
    );
  });
});

describe('apps/emulator/azure-devops/extensions/task-definition.ts', () => {
  const versions = ['1.9.0', '1.10.2', '2.0.0'].map((text) => {
    const [Major, Minor, Patch] = text.split('.');
    return task({ version: { Major, Minor, Patch } });
  });
  const found = (specification: string): unknown => {
    const version = newestTask(versions, id.toUpperCase(), specification)?.json.version;
    return version && `${version.Major}.${version.Minor}.${version.Patch}`;
  };

  it('finds the newest version that fits, comparing numbers', () => {
    assert.deepEqual(['1.*', '*', '1.9.0', '3.*'].map(found), ['1.10.2', '2.0.0', '1.9.0', undefined]);
  });
});
