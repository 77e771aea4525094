// Rules: an artifact type's download task is in the extension and takes what the server hands it; mappings lead to something.
import { isObject, objectsAt, textAt } from '../../json.ts';
import type { ArtifactType } from '../artifact-type.ts';
import { artifactTypesOf, bindingFor, idsOf } from '../artifact-type.ts';
import type { ExtensionPackage } from '../extension-package.ts';
import type { Finding } from '../finding.ts';
import { below, finding } from '../shape.ts';
import { readTemplate } from '../template.ts';
import type { Rule } from '../rule.ts';

/** Inputs that the server fills when it puts the download task in front of a job, beside those of the artifact type. */
const handed = ['connection', 'definition', 'version', 'downloadPath', 'itemPattern'];

function download(extension: ExtensionPackage, type: ArtifactType): readonly Finding[] {
  const id = textAt(type.properties, 'downloadTaskId');
  const at = below(type.place, 'downloadTaskId');
  if (id === undefined) return [];
  const task = extension.tasks.find(({ value }) => textAt(value, 'id')?.toLowerCase() === id.toLowerCase());
  if (task === undefined) {
    const ids = extension.tasks.flatMap(({ value }) => textAt(value, 'id') ?? []);
    return [
      finding(
        at,
        `No task of the extension has the id '${id}'.`,
        `Use the id of the download task: ${ids.join(' or ')}.`,
      ),
    ];
  }
  const known = objectsAt(task.value, 'inputs').flatMap((input) => textAt(input, 'name') ?? []);
  const variables = (text: string | undefined): readonly string[] => {
    const template = readTemplate(text ?? '');
    return 'problem' in template ? [] : template.variables;
  };
  // What only tells sources apart (a filter, say) does not lead to the files of a version.
  const details = variables(textAt(bindingFor(type, 'artifactDetails'), 'resultTemplate'));
  const source = variables(textAt(type.properties, 'uniqueSourceIdentifier'));
  const wanted = new Set([...handed, ...source.filter((name) => details.includes(name))]);
  return [...wanted]
    .filter((name) => !known.includes(name))
    .map((name) =>
      finding(
        { file: task.file, path: ['inputs'] },
        `The download task has no input '${name}', which the server fills.`,
        `Add an input named '${name}'.`,
      ),
    );
}

/** The folders of "browse" lead to a binding; YAML keys lead to inputs. */
function mappings(type: ArtifactType): readonly Finding[] {
  const browse = type.properties['browsableArtifactTypeMapping'];
  const yaml = type.properties['yamlInputMapping'];
  const inputs = [...idsOf(type.inputs), 'version'];
  return [
    ...Object.entries(isObject(browse) ? browse : {}).flatMap(([key, target]) =>
      typeof target === 'string' && bindingFor(type, target) === undefined
        ? [
            finding(
              below(type.place, 'browsableArtifactTypeMapping', key),
              `There is no binding '${target}'.`,
              'Name the target of a binding.',
            ),
          ]
        : [],
    ),
    ...Object.entries(isObject(yaml) ? yaml : {}).flatMap(([key, input]) =>
      typeof input === 'string' && !inputs.includes(input)
        ? [
            finding(
              below(type.place, 'yamlInputMapping', key),
              `There is no input '${input}'.`,
              `Use one of: ${inputs.join(', ')}.`,
            ),
          ]
        : [],
    ),
  ];
}

export const downloadTask: Rule = (extension) =>
  artifactTypesOf(extension).flatMap((type) => [...download(extension, type), ...mappings(type)]);
