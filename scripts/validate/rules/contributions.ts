// Rules: contributions have known types and targets, unique ids, and task contributions point at tasks.
import { isArray, isObject, textAt } from '../../json.ts';
import { contributionsOf } from '../extension-package.ts';
import type { Contribution, ExtensionPackage } from '../extension-package.ts';
import type { Finding } from '../finding.ts';
import { contributionTypes } from '../known.ts';
import { below, duplicatesBy, finding } from '../shape.ts';
import type { Rule } from '../rule.ts';

const taskType = 'ms.vss-distributed-task.task';

function typeAndTargets({ value, place }: Contribution): readonly Finding[] {
  const type = textAt(value, 'type');
  if (type === undefined) return [];
  const targets = contributionTypes[type];
  if (targets === undefined) {
    const known = Object.keys(contributionTypes).join(', ');
    return [
      finding(
        below(place, 'type'),
        `'${type}' is not a contribution type that this project knows.`,
        `Use one of: ${known}; or add the new type to the validator's list.`,
      ),
    ];
  }
  const named = isArray(value['targets']) ? value['targets'] : [];
  if (named.length === 0) {
    return [
      finding(
        below(place, 'targets'),
        'It targets nothing, so it never shows.',
        `Name ${targets.join(' or ')}.`,
      ),
    ];
  }
  return named.flatMap((target, index) =>
    typeof target === 'string' && targets.includes(target)
      ? []
      : [
          finding(
            below(place, 'targets', index),
            `${JSON.stringify(target)} is no target of ${type}.`,
            `Name ${targets.join(' or ')}.`,
          ),
        ],
  );
}

/** The task versions in the folder that a task contribution names: the folder itself, or its direct sub-folders. */
function tasksOf(extension: ExtensionPackage, folder: string): ExtensionPackage['tasks'] {
  return extension.tasks.filter(
    (task) => task.folder === folder || task.folder.split('/').slice(0, -1).join('/') === folder,
  );
}

function taskFolder(extension: ExtensionPackage, { value, place }: Contribution): readonly Finding[] {
  if (textAt(value, 'type') !== taskType) return [];
  const folder = textAt(value['properties'], 'name');
  const at = below(place, 'properties', 'name');
  if (folder === undefined) return [finding(at, "'name' is missing.", 'Name the folder of the task.')];
  return tasksOf(extension, folder).length > 0
    ? []
    : [
        finding(
          at,
          `There is no task.json in '${folder}' or in a folder below it.`,
          'Add the task.json, or correct the folder.',
        ),
      ];
}

/** Tasks that are staged but contributed by nobody would never be installed. */
function orphans(extension: ExtensionPackage): readonly Finding[] {
  const folders = contributionsOf(extension)
    .filter(({ value }) => textAt(value, 'type') === taskType)
    .flatMap(({ value }) => textAt(value['properties'], 'name') ?? []);
  const known = new Set(folders.flatMap((folder) => tasksOf(extension, folder)));
  return extension.tasks
    .filter((task) => !known.has(task))
    .map(({ file, folder }) =>
      finding(
        { file, path: [] },
        `No contribution names the task in '${folder}'.`,
        'Add a task contribution for it.',
      ),
    );
}

export const contributions: Rule = (extension) => {
  const found = contributionsOf(extension);
  const duplicates = duplicatesBy(
    found.map(({ value }) => value),
    (value) => textAt(value, 'id'),
  ).flatMap(({ index, value: id }) => {
    const place = found[index]?.place;
    return place === undefined
      ? []
      : [
          finding(
            below(place, 'id'),
            `The contribution id '${id}' is used twice.`,
            'Give each contribution its own id.',
          ),
        ];
  });
  const unfinished = found.flatMap(({ value, place }) =>
    isObject(value['properties']) && Object.keys(value['properties']).length > 0
      ? []
      : [
          finding(
            below(place, 'properties'),
            'The contribution has no properties.',
            'Describe it in "properties".',
          ),
        ],
  );
  return [
    ...duplicates,
    ...found.flatMap(typeAndTargets),
    ...unfinished,
    ...found.flatMap((contribution) => taskFolder(extension, contribution)),
    ...orphans(extension),
  ];
};
