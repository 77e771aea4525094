import { taskInputs } from '../../../../scripts/validate/rules/task-inputs.ts';
import { files, valueAt, withValue } from '../../support/extension.ts';
import { describeRule } from '../../support/negative-case.ts';

const file = files.download;
const picker = { name: 'mode', type: 'pickList', label: 'Mode', helpMarkDown: 'Mode.' };

describeRule('scripts/validate/rules/task-inputs.ts', taskInputs, [
  {
    fault: 'an input name that is used twice',
    file,
    key: ['inputs', 1, 'name'],
    value: 'connection',
    sentence: /'connection' is used twice/,
    remedy: /its own name/,
  },
  {
    fault: 'an output variable that is used twice',
    file,
    key: ['outputVariables', 1, 'name'],
    value: 'modelName',
    sentence: /used twice/,
    remedy: /its own name/,
  },
  {
    fault: 'an alias that is the name of another input',
    file,
    key: ['inputs', 0, 'aliases', 0],
    value: 'workspace',
    sentence: /name of another input/,
    remedy: /another alias/,
  },
  {
    fault: 'a group that is not there',
    file,
    key: ['inputs', 0, 'groupName'],
    value: 'none',
    sentence: /no group 'none'/,
    remedy: /workspace/,
  },
  {
    fault: 'a visibility rule over an input that is not there',
    file,
    key: ['inputs', 1, 'visibleRule'],
    value: 'mode = manual',
    sentence: /no input 'mode'/,
    remedy: /definition/,
  },
  {
    fault: 'a visibility rule that mixes and with or',
    file,
    key: ['inputs', 1, 'visibleRule'],
    value: 'version = 1 && path = a || path = b',
    sentence: /mixes/,
    remedy: /only one/,
  },
  {
    fault: 'a visibility rule that is none',
    file,
    key: ['inputs', 1, 'visibleRule'],
    value: 'always',
    sentence: /not a condition/,
    remedy: /mode = manual/,
  },
  {
    fault: 'a picker without options',
    file,
    key: ['inputs', 1, 'options'],
    break: (extension) => withValue(extension, { file, path: ['inputs', 1] }, picker),
    sentence: /needs options/,
    remedy: /options/,
  },
  {
    fault: 'a default that is none of the options',
    file,
    key: ['inputs', 1, 'defaultValue'],
    break: (extension) =>
      withValue(
        extension,
        { file, path: ['inputs', 1] },
        { ...picker, options: { a: 'A' }, defaultValue: 'b' },
      ),
    sentence: /none of the options/,
    remedy: /one of the options/,
  },
  {
    fault: 'a title that names no input',
    file,
    key: ['instanceNameFormat'],
    value: 'Download $(modle)',
    sentence: /'\$\(modle\)'/,
    remedy: /definition/,
  },
  {
    fault: 'a binding of an input that is not there',
    file,
    key: ['dataSourceBindings', 0, 'target'],
    break: (extension) => withValue(extension, { file, path: ['dataSourceBindings'] }, [{ target: 'none' }]),
    sentence: /no input 'none'/,
    remedy: /definition/,
  },
  {
    fault: 'two tasks with one id',
    file,
    key: ['id'],
    break: (extension) =>
      withValue(extension, { file, path: ['id'] }, valueAt(extension, files.deploy, ['id'])),
    sentence: /has the same id/,
    remedy: /GUID of its own/,
  },
  {
    fault: "a major version that is not the folder's",
    file,
    key: ['version', 'Major'],
    value: 2,
    sentence: /major version is 2/,
    remedy: /Write 1/,
  },
]);
