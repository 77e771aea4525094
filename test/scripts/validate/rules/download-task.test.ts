import type { Json } from '../../../../scripts/json.ts';
import { isObject } from '../../../../scripts/json.ts';
import { downloadTask } from '../../../../scripts/validate/rules/download-task.ts';
import { at, file } from '../../support/artifact-type.ts';
import { files, valueAt, withValue } from '../../support/extension.ts';
import { describeRule } from '../../support/negative-case.ts';

describeRule('scripts/validate/rules/download-task.ts', downloadTask, [
  {
    fault: 'a download task of another extension',
    file,
    key: at('downloadTaskId'),
    value: '00000000-0000-0000-0000-000000000000',
    sentence: /No task of the extension/,
    remedy: /7a3f9c52/,
  },
  {
    fault: 'an input that the server hands over and the task does not take',
    file: files.download,
    key: ['inputs'],
    break: (extension) => {
      const inputs = (valueAt(extension, files.download, ['inputs']) as readonly Json[]).filter(
        (one) => !isObject(one) || one['name'] !== 'downloadPath',
      );
      return withValue(extension, { file: files.download, path: ['inputs'] }, inputs);
    },
    sentence: /no input 'downloadPath'/,
    remedy: /Add an input named 'downloadPath'/,
  },
  {
    fault: 'a part of the identity that the task does not take',
    file: files.download,
    key: ['inputs'],
    break: (extension) => {
      const inputs = (valueAt(extension, files.download, ['inputs']) as readonly Json[]).filter(
        (one) => !isObject(one) || one['name'] !== 'workspace',
      );
      return withValue(extension, { file: files.download, path: ['inputs'] }, inputs);
    },
    sentence: /no input 'workspace'/,
    remedy: /Add an input named 'workspace'/,
  },
  {
    fault: 'a folder that leads nowhere',
    file,
    key: at('browsableArtifactTypeMapping', 'folder'),
    value: 'artifactItems',
    sentence: /no binding 'artifactItems'/,
    remedy: /Name the target/,
  },
  {
    fault: 'a YAML key that leads to no input',
    file,
    key: at('yamlInputMapping', 'source'),
    value: 'model',
    sentence: /no input 'model'/,
    remedy: /definition/,
  },
]);
