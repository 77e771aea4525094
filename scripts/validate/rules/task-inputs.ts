// Rules: the parts of a task.json fit each other: groups, visibility rules, titles and bindings name inputs that exist.
import { isObject, objectsAt, textAt } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import type { TaskDocument } from '../extension-package.ts';
import type { Finding } from '../finding.ts';
import { duplicatesBy, finding } from '../shape.ts';
import type { Rule } from '../rule.ts';
import { judgeVisibleRule } from '../visible-rule.ts';

const namesOf = (items: readonly JsonObject[]): readonly string[] =>
  items.flatMap((item) => textAt(item, 'name') ?? []);

function duplicates(file: string, value: JsonObject): readonly Finding[] {
  return ['inputs', 'groups', 'outputVariables'].flatMap((key) =>
    duplicatesBy(objectsAt(value, key), (item) => textAt(item, 'name')).map(({ index, value: name }) =>
      finding(
        { file, path: [key, index, 'name'] },
        `The name '${name}' is used twice in '${key}'.`,
        'Give each its own name.',
      ),
    ),
  );
}

/** An alias is another name of an input in YAML: it must be free, too. */
function aliases(file: string, inputs: readonly JsonObject[]): readonly Finding[] {
  const taken = new Set(namesOf(inputs).map((name) => name.toLowerCase()));
  return inputs.flatMap((input, index) => {
    const list = input['aliases'];
    if (!Array.isArray(list)) return [];
    return (list as readonly unknown[]).flatMap((alias, position) => {
      if (typeof alias !== 'string') return [];
      const free = !taken.has(alias.toLowerCase());
      taken.add(alias.toLowerCase());
      return free
        ? []
        : [
            finding(
              { file, path: ['inputs', index, 'aliases', position] },
              `The alias '${alias}' is the name of another input.`,
              'Choose another alias.',
            ),
          ];
    });
  });
}

function inputRules({ file, value }: TaskDocument): readonly Finding[] {
  const inputs = objectsAt(value, 'inputs');
  const groups = namesOf(objectsAt(value, 'groups'));
  return inputs.flatMap((input, index) => {
    const at = (key: string) => ({ file, path: ['inputs', index, key] });
    const group = textAt(input, 'groupName');
    const type = textAt(input, 'type');
    const choices = type === 'pickList' || type === 'radio';
    return [
      ...(group !== undefined && !groups.includes(group)
        ? [
            finding(
              at('groupName'),
              `There is no group '${group}'.`,
              `Use one of the groups: ${groups.join(', ')}.`,
            ),
          ]
        : []),
      ...judgeVisibleRule(textAt(input, 'visibleRule'), namesOf(inputs), at('visibleRule')),
      ...(choices && !isObject(input['options'])
        ? [
            finding(
              at('options'),
              `A ${type} needs options to choose from.`,
              'Add "options": value -> words.',
            ),
          ]
        : []),
      ...(choices && isObject(input['options']) && defaultIsForeign(input, input['options'])
        ? [
            finding(
              at('defaultValue'),
              'The default is none of the options.',
              'Use the value of one of the options.',
            ),
          ]
        : []),
    ];
  });
}

const defaultIsForeign = (input: JsonObject, options: JsonObject): boolean => {
  const value = textAt(input, 'defaultValue');
  return value !== undefined && !(value in options);
};

/** `$(name)` in a title is replaced by the input's value; another name would stay there as it is. */
function title({ file, value }: TaskDocument): readonly Finding[] {
  const known = namesOf(objectsAt(value, 'inputs'));
  const names = [...(textAt(value, 'instanceNameFormat') ?? '').matchAll(/\$\(([^)]*)\)/g)].map(
    (match) => match[1] ?? '',
  );
  return names
    .filter((name) => !known.includes(name))
    .map((name) =>
      finding(
        { file, path: ['instanceNameFormat'] },
        `'$(${name})' names no input.`,
        `Use one of the inputs: ${known.join(', ')}.`,
      ),
    );
}

function bindings({ file, value }: TaskDocument): readonly Finding[] {
  const known = namesOf(objectsAt(value, 'inputs'));
  return objectsAt(value, 'dataSourceBindings').flatMap((binding, index) => {
    const target = textAt(binding, 'target');
    return target === undefined || known.includes(target)
      ? []
      : [
          finding(
            { file, path: ['dataSourceBindings', index, 'target'] },
            `There is no input '${target}'.`,
            `Use one of the inputs: ${known.join(', ')}.`,
          ),
        ];
  });
}

const familyOf = ({ folder }: TaskDocument): string => folder.split('/').slice(0, -1).join('/');

/** Two tasks that share an id would replace each other; the major versions of one task share it on purpose. */
function identities(tasks: readonly TaskDocument[]): readonly Finding[] {
  const seen = new Map<string, TaskDocument>();
  return tasks.flatMap((task) => {
    const id = (textAt(task.value, 'id') ?? '').toLowerCase();
    const other = seen.get(id);
    seen.set(id, task);
    return other === undefined || familyOf(other) === familyOf(task)
      ? []
      : [
          finding(
            { file: task.file, path: ['id'] },
            `The task in '${other.folder}' has the same id.`,
            'Give each task a GUID of its own.',
          ),
        ];
  });
}

function majorVersion({ file, value, folder }: TaskDocument): readonly Finding[] {
  const major = isObject(value['version']) ? value['version']['Major'] : undefined;
  const named = /\/v(\d+)$/.exec(folder)?.[1];
  return typeof major !== 'number' || named === undefined || major === Number(named)
    ? []
    : [
        finding(
          { file, path: ['version', 'Major'] },
          `The major version is ${major}, and the folder is '${folder}'.`,
          `Write ${named}, or move the task to the folder of its major version.`,
        ),
      ];
}

export const taskInputs: Rule = ({ tasks }) => [
  ...tasks.flatMap((task) => [
    ...duplicates(task.file, task.value),
    ...aliases(task.file, objectsAt(task.value, 'inputs')),
    ...inputRules(task),
    ...title(task),
    ...bindings(task),
    ...majorVersion(task),
  ]),
  ...identities(tasks),
];
