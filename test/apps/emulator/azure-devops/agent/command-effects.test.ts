// What ##vso commands do, and what the agent refuses.
import assert from 'node:assert/strict';
import { applyCommand } from '../../../../../apps/emulator/azure-devops/agent/command-effects.ts';
import type {
  JobEffects,
  StepEffects,
} from '../../../../../apps/emulator/azure-devops/agent/step-effects.ts';
import { parseLoggingCommand } from '../../../../../apps/emulator/azure-devops/agent/logging-command.ts';
import { SecretMask } from '../../../../../apps/emulator/azure-devops/agent/secret-mask.ts';
import { Variables } from '../../../../../apps/emulator/azure-devops/agent/variables.ts';

const connection = {
  id: 'c1',
  name: 'c',
  type: 'azurerm',
  url: 'u',
  description: '',
  data: {},
  scheme: 's',
  parameters: {},
};

function play(
  lines: readonly string[],
  more: { readOnlyEnforced?: boolean; outputNames?: readonly string[]; debug?: boolean } = {},
): { step: StepEffects; job: JobEffects; log: string[]; releaseName: string | undefined } {
  const log: string[] = [];
  let releaseName: string | undefined;
  const job: JobEffects = {
    variables: new Variables(),
    mask: new SecretMask(),
    connections: new Map([['c1', connection]]),
    prependPath: [],
    readOnlyEnforced: more.readOnlyEnforced ?? false,
    renameRelease: (name) => {
      releaseName = name;
    },
  };
  const step: StepEffects = {
    refName: 'Deploy',
    outputNames: new Set(more.outputNames ?? []),
    debug: more.debug ?? false,
    workingDirectory: '/job',
    taskVariables: {},
    issues: [],
    attachments: [],
    write: (line) => log.push(job.mask.mask(line)),
    result: undefined,
    percentComplete: 0,
  };
  for (const line of lines) {
    const command = parseLoggingCommand(line);
    assert.ok(command, line);
    applyCommand(command, line, step, job);
  }
  return { step, job, log, releaseName };
}

describe('apps/emulator/azure-devops/agent/command-effects.ts', () => {
  it('sets variables for later steps; outputs under the step’s reference name only', () => {
    const { job } = play(
      [
        '##vso[task.setvariable variable=a]1',
        '##vso[task.setvariable variable=b;isOutput=true]2',
        '##vso[task.setvariable variable=uri]3',
      ],
      { outputNames: ['uri'] },
    );
    assert.deepEqual(
      ['a', 'b', 'Deploy.b', 'uri', 'Deploy.uri'].map((name) => job.variables.get(name)),
      ['1', undefined, '2', undefined, '3'],
    );
  });

  it('hides a secret variable from then on, and refuses one with several lines without showing it', () => {
    const { log, job } = play([
      '##vso[task.setvariable variable=k;issecret=true]hush-hush',
      '##vso[task.logissue type=error]hush-hush',
    ]);
    assert.deepEqual(log, ['##[error]***']);
    assert.equal(job.variables.all()[0]?.secret, true);
    const refused = play(['##vso[task.setvariable variable=k;issecret=true]first-part%0Asecond-part'], {
      debug: true,
    });
    assert.equal(refused.step.result, 'Failed');
    assert.match(refused.log.join('\n'), /Secrets cannot contain multiple lines/);
    assert.doesNotMatch(refused.log.join('\n'), /first-part|second-part/);
  });

  it('warns of a read-only variable, or fails when that is enforced', () => {
    const twice = [
      '##vso[task.setvariable variable=a;isreadonly=true]1',
      '##vso[task.setvariable variable=a]2',
    ];
    const warned = play(twice);
    assert.deepEqual([warned.step.result, warned.job.variables.get('a')], [undefined, '2']);
    assert.match(warned.step.issues[0]?.message ?? '', /readonly variable 'a'/);
    const enforced = play(twice, { readOnlyEnforced: true });
    assert.deepEqual([enforced.step.result, enforced.job.variables.get('a')], ['Failed', '1']);
  });

  it('merges results: the worse one stays', () => {
    assert.equal(
      play(['##vso[task.complete result=Failed]', '##vso[task.complete result=Succeeded]']).step.result,
      'Failed',
    );
    assert.equal(
      play(['##vso[task.complete result=SucceededWithIssues]']).step.result,
      'SucceededWithIssues',
    );
  });

  it('records issues with their properties', () => {
    const { step } = play(['##vso[task.logissue type=warning;code=17]careful']);
    assert.deepEqual(step.issues, [
      { issueType: 'Warning', message: 'careful', data: { type: 'warning', code: '17' } },
    ]);
  });

  it('keeps progress between 0 and 100', () => {
    assert.equal(play(['##vso[task.setprogress value=250;]x']).step.percentComplete, 100);
    assert.equal(play(['##vso[task.setprogress value=-1;]x']).step.percentComplete, 0);
  });

  it('takes attachments, paths, endpoints, task variables and the release’s name', () => {
    const { step, job, releaseName } = play([
      '##vso[task.uploadsummary]report.md',
      '##vso[task.addattachment type=t;name=n]/abs/file',
      '##vso[task.prependpath]/a',
      '##vso[task.prependpath]/b',
      '##vso[task.prependpath]/a',
      '##vso[task.setendpoint id=c1;field=authParameter;key=AccessToken]fresh-token',
      '##vso[task.setendpoint id=c1;field=url]https://new/',
      '##vso[task.settaskvariable variable=x]y',
      '##vso[release.updatereleasename]Fraud 7',
    ]);
    assert.deepEqual(
      step.attachments.map(({ type, file }) => [type, file]),
      [
        ['Distributedtask.Core.Summary', '/job/report.md'],
        ['t', '/abs/file'],
      ],
    );
    assert.deepEqual(job.prependPath, ['/b', '/a']);
    assert.deepEqual(job.connections.get('c1'), {
      ...connection,
      url: 'https://new/',
      parameters: { AccessToken: 'fresh-token' },
    });
    assert.equal(job.mask.mask('fresh-token'), '***');
    assert.deepEqual(step.taskVariables, { x: 'y' });
    assert.equal(releaseName, 'Fraud 7');
    assert.equal(job.variables.get('Release.ReleaseName'), 'Fraud 7');
  });

  it('writes debug lines only while system.debug is on', () => {
    assert.deepEqual(play(['##vso[task.debug]d']).log, []);
    assert.deepEqual(play(['##vso[task.debug]d'], { debug: true }).log, ['##[debug]d']);
  });

  const refused: readonly [line: string, why: RegExp][] = [
    ['##vso[task.nonsense]x', /not a recognized command for task/],
    ['##vso[task.complete result=Fine]', /valid result value/],
    ['##vso[task.setvariable]x', /'variable' is missing/],
    ['##vso[task.logissue type=hint]x', /hint is not an expected issue type/],
    ['##vso[task.addattachment type=t]x', /attachment name is not specified/],
    ['##vso[task.uploadsummary]', /location is not specified/],
    ['##vso[task.setendpoint id=c2;field=url]x', /c2 is not declared/],
    ['##vso[codecoverage.publish]x', /not supported for Release flow/],
  ];
  for (const [line, why] of refused)
    it(`fails the step on ${line}`, () => {
      const { step, log } = play([line]);
      assert.equal(step.result, 'Failed');
      assert.match(log.join('\n'), why);
    });

  it('only warns of an unknown area', () => {
    const { step, log } = play(['##vso[nobody.knows]x']);
    assert.equal(step.result, undefined);
    assert.match(log[0] ?? '', /^##\[warning\]Cannot find command extension for ##vso\[nobody.command\]/);
  });
});
