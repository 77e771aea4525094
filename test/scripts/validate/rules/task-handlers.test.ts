import { taskHandlers } from '../../../../scripts/validate/rules/task-handlers.ts';
import { files, withoutFile, withValue } from '../../support/extension.ts';
import { describeRule } from '../../support/negative-case.ts';

const file = files.download;
const target = { target: 'index.js' };
const icon = 'tasks/download-model/v1/icon.png';

describeRule('scripts/validate/rules/task-handlers.ts', taskHandlers, [
  {
    fault: 'a missing Node24',
    file,
    key: ['execution', 'Node24'],
    sentence: /'Node24' is missing/,
    remedy: /Node20_1/,
  },
  {
    fault: 'a missing Node20_1',
    file,
    key: ['execution', 'Node20_1'],
    sentence: /'Node20_1' is missing/,
    remedy: /Node24/,
  },
  {
    fault: 'a handler that agents lose',
    file,
    key: ['execution', 'Node16'],
    value: target,
    sentence: /'Node16' is removed/,
    remedy: /Node24/,
  },
  {
    fault: 'an unknown handler',
    file,
    key: ['execution', 'Node22'],
    value: target,
    sentence: /'Node22' is not one/,
    remedy: /Node24/,
  },
  {
    fault: 'Node16 alone',
    file,
    key: ['execution', 'Node16'],
    break: (extension) => withValue(extension, { file, path: ['execution'] }, { Node16: target }),
    sentence: /removed/,
    remedy: /Node24 and Node20_1/,
  },
  {
    fault: 'a target that is not in the package',
    file,
    key: ['execution', 'Node24', 'target'],
    value: 'main.js',
    sentence: /no 'main\.js' in 'tasks\/download-model\/v1'/,
    remedy: /Build the task/,
  },
  {
    fault: 'an agent without Node 24',
    file,
    key: ['minimumAgentVersion'],
    value: '4.248.0',
    sentence: /'4\.248\.0'/,
    remedy: /4\.265\.1/,
  },
  {
    fault: 'a missing icon',
    file,
    key: [],
    break: (extension) => withoutFile(extension, icon),
    sentence: /no icon/,
    remedy: /32 x 32/,
  },
  {
    fault: 'an icon of the wrong size',
    file,
    key: [],
    break: (extension) => ({
      ...extension,
      images: new Map([...extension.images, [icon, { width: 128, height: 128 }]]),
    }),
    sentence: /128 x 128 pixels/,
    remedy: /32 x 32/,
  },
]);
