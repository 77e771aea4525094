import assert from 'node:assert/strict';
import { parseDeploymentConfig } from '../../../../src/core/config/deployment-config.ts';
import { parseInferenceConfig } from '../../../../src/core/config/inference-config.ts';
import { parseEnvironmentYaml, parseModelYaml } from '../../../../src/core/config/v2/assets.ts';
import {
  parseBatchDeploymentYaml,
  parseBatchEndpointYaml,
} from '../../../../src/core/config/v2/batch-files.ts';
import {
  parseOnlineDeploymentYaml,
  parseOnlineEndpointYaml,
} from '../../../../src/core/config/v2/online-files.ts';
import { watchesOfFile } from '../../../../src/core/watch-config/read-watches.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import * as yaml from '../plan/support/yaml-files.ts';

interface Reader {
  readonly read: (text: string, file: string) => unknown;
  /** A file in block style that it takes. */
  readonly good: string;
  /** A line that wants true or false, or a number; none where the file has no such key. */
  readonly flag?: string;
  readonly number?: string;
}

/** What a file says, without where it says it. */
const meaning = ({ read }: Reader, text: string): unknown => {
  const parsed = read(text, 'file.yml');
  return JSON.parse(JSON.stringify(parsed, (key, value: unknown) => (key === 'origin' ? undefined : value)));
};

const readers: Readonly<Record<string, Reader>> = {
  'inference config': {
    read: parseInferenceConfig,
    good: 'entryScript: score.py\nsourceDirectory: src\n',
    flag: 'enableGpu',
  },
  'deployment config': {
    read: parseDeploymentConfig,
    good: 'computeType: managed\ninstanceType: a\n',
    flag: 'appInsightsEnabled',
    number: 'instanceCount',
  },
  'online endpoint': { read: parseOnlineEndpointYaml, good: yaml.managedEndpoint },
  'managed online deployment': {
    read: parseOnlineDeploymentYaml,
    good: 'name: blue\nendpoint_name: fraud\ninstance_type: a\n',
    flag: 'app_insights_enabled',
    number: 'instance_count',
  },
  'Kubernetes online deployment': {
    read: parseOnlineDeploymentYaml,
    good: 'name: blue\nendpoint_name: fraud\ntype: kubernetes\n',
    flag: 'app_insights_enabled',
    number: 'instance_count',
  },
  'batch endpoint': { read: parseBatchEndpointYaml, good: yaml.batchEndpoint },
  'batch deployment': {
    read: parseBatchDeploymentYaml,
    good: 'name: nightly\nendpoint_name: fraud\ncompute: azureml:cpu\n',
    number: 'error_threshold',
  },
  environment: { read: parseEnvironmentYaml, good: 'name: e\nversion: "3"\nimage: i:1\n' },
  model: { read: parseModelYaml, good: 'name: m\npath: ./model\n' },
};

const bomb = (below: string) =>
  `${below}: &a0 [x]\n${Array.from({ length: 9 }, (_, i) => `t${i}: &a${i + 1} [${`*a${i},`.repeat(9)}]`).join('\n')}\n`;

for (const [name, reader] of Object.entries(readers)) {
  const { read, good, flag, number } = reader;
  const firstKey = /^([\w$]+):/.exec(good)?.[1] ?? '';
  const lines = good.trimEnd().split('\n').length;
  const refuses = (text: string, ...named: readonly string[]) => {
    assert.throws(
      () => read(text, 'file.yml'),
      catalogueError('ConfigurationUnreadable', 'file.yml', ...named),
    );
  };

  describe(`the reader of a file: ${name}`, () => {
    it('reads a byte order mark and Windows line ends', () => {
      assert.deepEqual(meaning(reader, `\uFEFF${good.replaceAll('\n', '\r\n')}`), meaning(reader, good));
    });

    it('refuses a key that stands twice, with the line of the second', () => {
      refuses(`${good.trimEnd()}\n${firstKey}: other\n`, `line ${lines + 1}`, `'${firstKey}' stands twice`);
    });

    it('refuses an alias bomb, before it is a mistake of keys', () => {
      refuses(`${good.trimEnd()}\n${bomb('x')}`);
    });

    it('refuses tabs as indentation, with their line', () => {
      refuses(`${good.trimEnd()}\ntags:\n\ta: b\n`, `line ${lines + 2}`);
    });

    it('refuses a second document, a tag of another language and a tower', () => {
      refuses(`${good.trimEnd()}\n---\n${good}`, 'multiple documents');
      refuses(`${good.trimEnd()}\ndescription: !!python/name:os.system x\n`, `line ${lines + 1}`, 'python');
      refuses(`${good.trimEnd()}\ndescription: ${'['.repeat(500)}\n`, 'nested too deeply');
    });

    if (flag !== undefined)
      it('says that yes is a text', () => {
        assert.throws(
          () => read(`${good.trimEnd()}\n${flag}: yes\n`, 'file.yml'),
          catalogueError(
            'ConfigurationInvalid',
            `line ${lines + 1}, ${flag}`,
            "'yes' is a text",
            'true or false',
          ),
        );
      });

    if (number !== undefined)
      it('refuses a number that two YAML readers would read differently', () => {
        refuses(`${good.trimEnd()}\n${number}: 010\n`, `line ${lines + 1}`, "'010' is octal");
      });
  });
}

describe('the reader of watch.yml', () => {
  it('meets the same traps', () => {
    for (const text of [
      'watches: []\nwatches: []\n',
      'watches:\n\t- a\n',
      bomb('watches'),
      'watches: [010]\n',
    ])
      assert.throws(
        () => watchesOfFile(text, 'watch.yml'),
        catalogueError('ConfigurationUnreadable', 'watch.yml'),
      );
  });
});
