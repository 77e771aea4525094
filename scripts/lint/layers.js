// "The way is one way": which layer may import which, as ESLint rules. Imports inside the repository are relative, so a
// layer is recognised by its folder in the specifier.

const sdk =
  '^(@azure/|azure-devops-node-api|azure-pipelines-task-lib|libsql|dockerode|prom-client|@opentelemetry/)';

/** folder -> patterns its files must not import, each with the reason shown to the developer (and names that are allowed). */
const forbidden = {
  'src/core': [
    ['/(ports|flows|adapters|wiring|tasks|apps|artifact-source)/', 'core is pure: it imports only core.'],
    [sdk, 'SDKs are imported in src/adapters only.'],
    ['^node:(?!path/posix|crypto)', 'core reads no clock, file or process: pass the value in.'],
    ['^node:crypto$', 'core hashes; it takes no randomness from anywhere.', ['createHash']],
  ],
  'src/ports': [
    ['/(flows|adapters|wiring|tasks|apps|artifact-source)/', 'ports import types of core only.'],
    [sdk, 'SDKs are imported in src/adapters only.'],
  ],
  'src/flows': [
    [
      '/(adapters|wiring|tasks|apps|artifact-source)/',
      'flows import core and ports; adapters are passed in.',
    ],
    [sdk, 'SDKs are imported in src/adapters only.'],
  ],
  'artifact-source': [
    [
      '/(adapters|flows|wiring|tasks|apps)/',
      'the artifact source imports core and ports; adapters are passed in.',
    ],
    [sdk, 'SDKs are imported in src/adapters only.'],
  ],
  'src/adapters': [
    ['/(flows|wiring|tasks|apps|artifact-source)/', 'an adapter imports core, ports and its own SDK.'],
  ],
  'src/wiring': [
    [
      '/(tasks|apps)/',
      'wiring is what tasks and apps share: it imports the artifact source, flows, adapters, core and ports.',
    ],
    [sdk, 'SDKs are imported in src/adapters only.'],
  ],
  tasks: [
    ['/apps/', 'a task never imports an app.'],
    [sdk, 'SDKs are imported in src/adapters only.'],
  ],
  'apps/watcher': [
    ['/(tasks|cli|emulator|main-job)/', 'apps and tasks import each other never.'],
    [sdk, 'SDKs are imported in src/adapters only.'],
  ],
  'apps/cli': [
    ['/(tasks|watcher|emulator|main-job)/', 'apps and tasks import each other never.'],
    [sdk, 'SDKs are imported in src/adapters only.'],
  ],
  'apps/emulator': [
    [
      '/(src|tasks|artifact-source|watcher|cli|main-job)/',
      'the emulator is an independent witness: nothing of the product.',
    ],
    [
      '^(@azure/|azure-devops-node-api|azure-pipelines-task-lib)',
      'the emulator shares no client with the product.',
    ],
  ],
  'apps/main-job': [
    ['/(src|tasks|artifact-source|watcher|cli|emulator)/', 'the main job uses the product from outside.'],
  ],
};

/** An adapter folder must not reach into another one: each stands for one outside system. */
const adapterFolders = [
  'azure-ml',
  'azure-identity',
  'azure-storage',
  'azure-devops',
  'pipeline-agent',
  'event-grid',
  'iot-hub',
  'azure-monitor',
  'release-hook',
  'monitoring',
  'sqlite',
  'local',
  'docker',
  'processes',
  'container-registry',
  'container-instance',
];

const rule = (files, patterns) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: patterns.map(([regex, message, allowImportNames]) => ({
          regex,
          message,
          caseSensitive: true,
          ...(allowImportNames && { allowImportNames }),
        })),
      },
    ],
  },
});

export const layerRules = [
  ...Object.entries(forbidden)
    .filter(([folder]) => folder !== 'src/adapters')
    .map(([folder, patterns]) => rule([`${folder}/**/*.ts`], patterns)),
  ...adapterFolders.map((own) =>
    rule(
      [`src/adapters/${own}/**/*.ts`],
      [
        ...forbidden['src/adapters'],
        [
          `/(${adapterFolders.filter((other) => other !== own).join('|')})/`,
          'an adapter never imports another adapter.',
        ],
      ],
    ),
  ),
];
