import { contributions } from '../../../../scripts/validate/rules/contributions.ts';
import { files, withValue } from '../../support/extension.ts';
import { describeRule } from '../../support/negative-case.ts';

const file = files.artifactType;
const at = (...path: (string | number)[]) => ['contributions', 0, ...path];

describeRule('scripts/validate/rules/contributions.ts', contributions, [
  {
    fault: 'an unknown contribution type',
    file,
    key: at('type'),
    value: 'ms.vss-baking.oven',
    sentence: /'ms\.vss-baking\.oven'/,
    remedy: /ms\.vss-distributed-task\.task/,
  },
  {
    fault: 'a target that does not fit the type',
    file,
    key: at('targets', 0),
    value: 'ms.vss-distributed-task.tasks',
    sentence: /no target of ms\.vss-releaseartifact/,
    remedy: /artifact-types/,
  },
  {
    fault: 'no target',
    file,
    key: at('targets'),
    value: [],
    sentence: /targets nothing/,
    remedy: /artifact-types/,
  },
  {
    fault: 'empty properties',
    file,
    key: at('properties'),
    value: {},
    sentence: /no properties/,
    remedy: /Describe it/,
  },
  {
    fault: 'a contribution id that is used twice',
    file: files.downloadFragment,
    key: at('id'),
    value: 'azureml-model-artifact-type',
    sentence: /used twice/,
    remedy: /its own id/,
  },
  {
    fault: 'a task folder without a task.json',
    file: files.downloadFragment,
    key: at('properties', 'name'),
    value: 'tasks/none',
    sentence: /no task\.json in 'tasks\/none'/,
    remedy: /correct the folder/,
  },
  {
    fault: 'a task contribution without a folder',
    file: files.downloadFragment,
    key: at('properties', 'name'),
    sentence: /'name' is missing/,
    remedy: /folder/,
  },
  {
    fault: 'a task that nobody contributes',
    file: files.download,
    key: [],
    break: (extension) => withValue(extension, { file: files.downloadFragment, path: ['contributions'] }, []),
    sentence: /No contribution names the task/,
    remedy: /Add a task contribution/,
  },
]);
