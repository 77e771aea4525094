// Rules: the keys of the manifest and of its fragments, and what their values may be.
import { contributionsOf } from '../extension-package.ts';
import type { Rule } from '../rule.ts';
import { categories, installationTargets, scopes } from '../known.ts';
import {
  all,
  anything,
  dictionary,
  finding,
  flag,
  list,
  matching,
  oneOf,
  optional,
  record,
  required,
  text,
} from '../shape.ts';
import { isArray } from '../../json.ts';
import type { Check } from '../shape.ts';

const notEmpty = (remedy: string): Check => required((value) => isArray(value) && value.length > 0, remedy);

const path = record({ path: text('Write a path below the manifest.') }, 'Write { "path": "<file>" }.');

/** `lang`, `packagePath` and the like are valid for tfx, but this extension has no use for them: a key we do not use is a slip. */
const file = record(
  {
    path: text('Write the path of a file or folder, from the folder of this document.'),
    addressable: optional(flag),
    packagePath: optional(anything),
  },
  'Write { "path": "<file or folder>" }.',
);

const contribution = record(
  {
    id: matching(/^[A-Za-z0-9][A-Za-z0-9.-]*$/, 'Write an id of letters, digits, "-" and ".".'),
    type: text('Name the contribution type, such as ms.vss-distributed-task.task.'),
    description: optional(text('Say what it is, or leave the key out.')),
    targets: list(text('Name a target, such as ms.vss-distributed-task.tasks.'), 'Write a list of targets.'),
    properties: dictionary(anything, 'Write an object with the properties of this contribution type.'),
  },
  'Write an object with id, type, targets and properties.',
);

const fragment = {
  contributions: optional(list(contribution, 'Write a list of contributions.')),
  files: optional(list(file, 'Write a list of { "path": ... }.')),
};

const idRemedy = 'Use letters, digits and "-" only, as the address of the extension is made of it.';

const manifest = record(
  {
    ...fragment,
    manifestVersion: required((value) => value === 1, 'Write 1.'),
    id: matching(/^[A-Za-z0-9-]+$/, idRemedy),
    publisher: matching(/^[A-Za-z0-9-]+$/, 'Name the publisher: letters, digits and "-".'),
    version: matching(/^\d+\.\d+\.\d+(\.\d+)?$/, 'Write three or four numbers, such as 1.2.3.'),
    name: text('Write a name of at most 200 characters.', 200),
    description: optional(text('Write at most 200 characters.', 200)),
    categories: all(
      notEmpty('Name at least one category, such as "Azure Pipelines".'),
      list(oneOf(categories, 'categories of the marketplace'), 'Write a list of categories.'),
    ),
    tags: optional(list(text('Write a word, or remove the entry.'), 'Write a list of words.')),
    targets: all(
      notEmpty('Name at least one target, such as { "id": "Microsoft.VisualStudio.Services" }.'),
      list(
        record(
          {
            id: oneOf(installationTargets, 'installation targets'),
            version: optional(text('Write a version range.')),
          },
          'Write { "id": "Microsoft.VisualStudio.Services" }.',
        ),
        'Write a list of targets.',
      ),
    ),
    demands: optional(
      list(
        matching(
          /^(contribution|api-version|environment)\/.+/,
          'Write "contribution/<full id>" or "api-version/<number>".',
        ),
        'Write a list of demands.',
      ),
    ),
    scopes: optional(list(oneOf(scopes, 'scopes of Azure DevOps'), 'Write a list of scopes.')),
    icons: record(
      { default: text('Name a PNG of 128 x 128 pixels.'), large: optional(text('Name a PNG.')) },
      'Write { "default": "<file>.png" }.',
    ),
    branding: optional(
      record(
        {
          color: matching(/^#[0-9a-fA-F]{6}$/, 'Write a colour such as #0B3A5B.'),
          theme: oneOf(['dark', 'light'], 'themes'),
        },
        'Write { "color": "#0B3A5B", "theme": "dark" }.',
      ),
    ),
    galleryFlags: optional(list(oneOf(['Preview', 'Public'], 'flags'), 'Write a list of flags.')),
    public: optional(flag),
    content: record(
      { details: path, license: optional(path), privacypolicy: optional(path) },
      'Write { "details": { "path": "overview.md" } }: it is the page that the marketplace shows.',
    ),
    screenshots: optional(list(path, 'Write a list of { "path": ... }.')),
    links: optional(
      dictionary(
        record(
          { uri: matching(/^(https:\/\/|mailto:)/, 'Write an https address.') },
          'Write { "uri": "https://..." }.',
        ),
        'Write an object of links.',
      ),
    ),
    repository: optional(
      record(
        {
          type: required((value) => value === 'git', 'Write "git".'),
          uri: matching(/^https:\/\//, 'Write an https address.'),
        },
        'Write { "type": "git", "uri": "https://..." }.',
      ),
    ),
    CustomerQnASupport: optional(anything),
  },
  'Write an object.',
);

const fragmentShape = record(fragment, 'Write an object with "contributions" and "files".');

/** Missing, unknown and malformed keys of the manifest and its fragments; at least one contribution must be there. */
export const manifestShape: Rule = (extension) => {
  const place = { file: extension.manifest.file, path: [] };
  const none =
    contributionsOf(extension).length > 0
      ? []
      : [
          finding(
            place,
            'The extension contributes nothing.',
            'Add a fragment named *.contribution.json with a contribution.',
          ),
        ];
  return [
    ...manifest(extension.manifest.value, place),
    ...extension.fragments.flatMap(({ file: name, value }) => fragmentShape(value, { file: name, path: [] })),
    ...none,
  ];
};
