// Reading ##vso commands as the agent does.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { parseLoggingCommand } from '../../../../../apps/emulator/azure-devops/agent/logging-command.ts';

// What tasks write their commands with.
const { TaskCommand } = createRequire(import.meta.url)('azure-pipelines-task-lib/taskcommand.js') as {
  TaskCommand: new (
    command: string,
    properties: Record<string, string>,
    message: string,
  ) => { toString(): string };
};

describe('apps/emulator/azure-devops/agent/logging-command.ts', () => {
  it('reads what task-lib writes, whatever the values are', () => {
    const value = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(value, fc.string(), (name, data) => {
        const line = new TaskCommand('task.setvariable', { variable: name }, data).toString();
        const command = parseLoggingCommand(line);
        assert.equal(command?.properties['variable'], name);
        assert.equal(command.data, data);
      }),
    );
  });

  it('finds a command after other text and ignores the case of names', () => {
    assert.deepEqual(parseLoggingCommand('10:00 ##vso[Task.SetVariable Variable=a;IsSecret=true]b'), {
      area: 'task',
      event: 'setvariable',
      properties: { variable: 'a', issecret: 'true' },
      data: 'b',
    });
  });

  it('keeps an equals sign in a value and leaves out a property without one', () => {
    assert.deepEqual(parseLoggingCommand('##vso[a.b x=1=2;y=;z]')?.properties, { x: '1=2' });
  });

  it('unescapes the percent sign last, so that it forms no other escape', () => {
    assert.equal(parseLoggingCommand('##vso[a.b]%AZP250A')?.data, '%0A');
  });

  for (const line of ['plain', '##vso', '##vso[task.debug', '##vso[task]x', '##vso[a.b.c]x', '##vso[]'])
    it(`finds no command in ${line}`, () => assert.equal(parseLoggingCommand(line), undefined));
});
