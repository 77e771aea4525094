import assert from 'node:assert/strict';
import { judgeVersion } from '../../../../src/core/watch-rules/judge-version.ts';
import { parseExpression } from '../../../../src/core/watch-rules/parse-expression.ts';
import type { WatchRules } from '../../../../src/core/watch-rules/watch-rules.ts';

const createdAt = '2026-11-21T00:00:00.000Z';
const version = {
  version: '2.7',
  createdAt,
  stage: 'prod',
  tags: { owner: 'ml' },
  properties: { rows: '10' },
};
const judge = (rules: WatchRules, minutes = 0) =>
  judgeVersion(rules, version, Date.parse(createdAt) + minutes * 60_000);

describe('src/core/watch-rules/judge-version.ts', () => {
  it('passes everything where nothing is asked, also by a clock that is behind', () => {
    assert.deepEqual(judge({}, -60), { kind: 'pass', reason: '' });
  });

  it('passes what fits every part, and names the values', () => {
    const filter = {
      version: ['1.*', '2.*'],
      stage: ['prod'],
      tags: { owner: ['ops', 'ml'] },
      properties: { rows: ['10'] },
      minimumAgeMinutes: 5,
    };
    assert.deepEqual(judge({ filter, when: parseExpression('rows > 9') }, 5), {
      kind: 'pass',
      reason: "version is '2.7', stage is 'prod', tags.owner is 'ml', properties.rows is '10', rows is '10'",
    });
  });

  for (const [rules, reason] of [
    [{ filter: { version: ['1.*'] } }, "version is '2.7' (wanted '1.*')"],
    [{ filter: { stage: ['dev', 'test'] } }, "stage is 'prod' (wanted 'dev' or 'test')"],
    [{ filter: { type: ['mlflow_model'] } }, "type does not exist (wanted 'mlflow_model')"],
    [{ filter: { tags: { owner: ['ops'] } } }, "tags.owner is 'ml' (wanted 'ops')"],
    [{ filter: { properties: { toString: ['x'] } } }, "properties.toString does not exist (wanted 'x')"],
    [{ when: parseExpression('f1 > 0.9') }, 'f1 does not exist (wanted > 0.9)'],
  ] as const) {
    it(`waits because ${reason}`, () => assert.deepEqual(judge(rules), { kind: 'wait', reason }));
  }

  it('waits until the version is old enough, and says when', () => {
    assert.deepEqual(judge({ filter: { minimumAgeMinutes: 30 } }, 29), {
      kind: 'wait',
      reason: 'it has to be 30 min old, which it is at 2026-11-21T00:30:00.000Z',
      until: Date.parse('2026-11-21T00:30:00.000Z'),
    });
    assert.equal(judge({ filter: { minimumAgeMinutes: 30 } }, 30).kind, 'pass');
  });

  it('ignores a number that is skipped, whatever else is asked', () => {
    assert.deepEqual(judge({ skip: ['2.7'], filter: { stage: ['dev'] } }), {
      kind: 'ignore',
      reason: 'the watch skips version 2.7',
    });
  });
});
