// A task for the tests of the agent adapter: what it does is told by the variable Test.Do.
import { runTask } from '../../../../src/adapters/pipeline-agent/run-task.ts';
import { fail } from '../../../../src/core/errors/catalogue.ts';

void runTask(async (host) => {
  switch (host.variables.get('Test.Do') ?? '') {
    case 'inputs': {
      const { inputs } = host;
      const read = {
        required: inputs.required('name'),
        optional: inputs.optional('blank') ?? null,
        yes: inputs.flag('yes'),
        no: inputs.flag('no'),
        relative: inputs.path('relative'),
        absolute: inputs.path('absolute'),
        lines: inputs.lines('lines'),
      };
      host.log.info(`READ ${JSON.stringify(read)}`);
      return 'read';
    }
    case 'missing':
      return host.inputs.required('nothing');
    case 'flag':
      return String(host.inputs.flag('name'));
    case 'connection': {
      const { signIn, ...rest } = host.connections.azure('connection');
      // The secret's length proves that it was read without printing it.
      const shown = Object.entries(signIn).map(([key, value]) => [
        key,
        /secret|pem|token/i.test(key) ? value.length : value,
      ]);
      host.log.info(`READ ${JSON.stringify({ ...rest, signIn: Object.fromEntries(shown) as object })}`);
      return 'read';
    }
    case 'match':
      host.log.info(
        `READ ${JSON.stringify(host.match(['a/b.md', 'a/.c', 'd.pkl'], host.inputs.lines('lines')))}`,
      );
      return 'matched';
    case 'outputs':
      host.variables.setOutput('plain', 'a;b%c');
      host.variables.setSecretOutput('hidden', 'secret-output');
      host.progress.show(41.6, 'half ##vso[task.complete result=Succeeded;]');
      host.log.info('from outside: ##vso[task.setvariable variable=x]evil');
      host.log.warning('careful');
      return 'done ##vso[task.setvariable variable=x]evil';
    case 'catalogue':
      throw fail('WorkspaceNotFound', {
        workspace: '##vso[task.setvariable variable=x]evil',
        resourceGroup: 'ml',
      });
    case 'unexpected':
      throw new Error('Boom.\nsecond line');
    case 'hang':
      await new Promise(() => undefined);
      return 'never';
    default:
      return 'nothing';
  }
});
