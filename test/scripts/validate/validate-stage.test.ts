import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync, cpSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Json } from '../../../scripts/json.ts';
import { printJson } from '../../../scripts/json.ts';
import type { Finding } from '../../../scripts/validate/finding.ts';
import { describeFindings } from '../../../scripts/validate/finding.ts';
import { validateStage } from '../../../scripts/validate/validate-stage.ts';
import { files, ownExtension, pointerOf, root, valueAt, withValue } from '../support/extension.ts';
import type { Path } from '../support/extension.ts';

/** A staged folder made of the sources; the bundles are only names here. */
function writeStage(folder: string): void {
  const extension = ownExtension();
  for (const file of extension.files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    if (existsSync(join(root, file))) cpSync(join(root, file), join(folder, file));
    else writeFileSync(join(folder, file), '');
  }
}

interface Fault {
  readonly name: string;
  readonly file: string;
  readonly key: Path;
  /** Replaces the value at `key`, unless `change` does something else to the folder. */
  readonly value?: Json | undefined;
  readonly change?: (folder: string) => void;
}

const manifest = (name: string, key: Path, value?: Json): Fault => ({
  name,
  file: files.manifest,
  key,
  value,
});
const task = (name: string, key: Path, value?: Json): Fault => ({ name, file: files.download, key, value });
const remove = (file: string) => (folder: string) => rmSync(join(folder, file));
const twice = (folder: string) =>
  writeFileSync(
    join(folder, files.downloadFragment),
    readFileSync(join(folder, files.downloadFragment), 'utf8').replace(
      'download-model-task',
      'deploy-model-task',
    ),
  );

/** The 30 faults that were tried on tfx-cli 0.23.1: it refuses ten, warns of nine, and packs eleven without a word. */
const faults: readonly Fault[] = [
  manifest('no publisher', ['publisher']),
  manifest('no version', ['version']),
  manifest('bad characters in the extension id', ['id'], 'azureml model!'),
  manifest('no name', ['name']),
  manifest('no categories', ['categories']),
  {
    name: 'a contribution id used twice',
    file: files.downloadFragment,
    key: ['contributions', 0, 'id'],
    change: twice,
  },
  { name: 'missing files', file: files.downloadFragment, key: ['files', 0, 'path'], value: 'v7' },
  {
    name: 'missing details',
    file: files.manifest,
    key: ['content', 'details', 'path'],
    change: remove('overview.md'),
  },
  {
    name: 'a missing icon',
    file: files.manifest,
    key: ['icons', 'default'],
    change: remove('images/extension-icon.png'),
  },
  {
    name: 'bad JSON',
    file: files.manifest,
    key: [],
    change: (folder) => writeFileSync(join(folder, files.manifest), '{ "id": }'),
  },
  task('a bad task GUID', ['id'], 'no-guid'),
  task('a bad task name', ['name'], 'Download model'),
  task(
    'a friendly name over 40 characters',
    ['friendlyName'],
    'Download the files of one Azure Machine Learning model',
  ),
  task('no title', ['instanceNameFormat']),
  {
    name: 'a missing target file',
    file: files.download,
    key: ['execution', 'Node24', 'target'],
    change: remove('tasks/download-model/v1/index.js'),
  },
  task('a task for Node16 only', ['execution'], { Node16: { target: 'index.js' } }),
  task('a task without execution', ['execution']),
  manifest('no targets', ['targets']),
  {
    name: 'a task folder without task.json',
    file: files.downloadFragment,
    key: ['contributions', 0, 'properties', 'name'],
    change: remove(files.download),
  },
  task('an unknown handler', ['execution', 'Node22'], { target: 'index.js' }),
  task('no task version', ['version']),
  task('a bad input type', ['inputs', 0, 'type'], 'text'),
  task('an unknown property', ['inputs', 0, 'lable'], 'Connection'),
  task('an input that stands twice', ['inputs', 1, 'name'], 'connection'),
  manifest("the version 'abc'", ['version'], 'abc'),
  manifest('no id', ['id']),
  manifest('an unknown category', ['categories', 0], 'Azure Bakery'),
  {
    name: 'an unknown contribution type',
    file: files.artifactType,
    key: ['contributions', 0, 'type'],
    value: 'ms.vss-baking.oven',
  },
  manifest('an unknown scope', ['scopes'], ['vso.everything']),
  {
    name: 'empty artifact properties',
    file: files.artifactType,
    key: ['contributions', 0, 'properties'],
    value: {},
  },
];

describe('scripts/validate/validate-stage.ts', () => {
  let folder = '';
  const stageWith = (fault?: Fault): readonly Finding[] => {
    writeStage(folder);
    if (fault?.change !== undefined) fault.change(folder);
    else if (fault !== undefined) {
      const changed = withValue(ownExtension(), { file: fault.file, path: fault.key }, fault.value);
      writeFileSync(join(folder, fault.file), printJson(valueAt(changed, fault.file, []) ?? null));
    }
    return validateStage(folder);
  };

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'stage-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('finds nothing in the project itself', () => {
    assert.deepEqual(stageWith(), []);
  });

  it('knows all 30 faults that were tried', () => {
    assert.equal(faults.length, 30);
  });

  for (const fault of faults) {
    it(`refuses ${fault.name}, with file, key and remedy`, () => {
      const findings = stageWith(fault);
      const here = findings.filter(
        ({ file, key }) =>
          file === fault.file && (key === pointerOf(fault.key) || key.startsWith(`${pointerOf(fault.key)}/`)),
      );
      assert.ok(
        here.length > 0,
        `nothing at ${fault.file}#${pointerOf(fault.key)}: ${JSON.stringify(findings)}`,
      );
      for (const { sentence, remedy } of here) {
        assert.match(sentence, /\.$/);
        assert.match(remedy, /\S/);
      }
    });
  }

  it('refuses a key that stands twice in its object', () => {
    writeStage(folder);
    const text = readFileSync(join(folder, files.manifest), 'utf8');
    writeFileSync(join(folder, files.manifest), text.replace('"name"', '"publisher": "somebody",\n  "name"'));
    const [finding] = validateStage(folder);
    assert.equal(finding?.key, '/publisher');
    assert.match(finding.sentence, /stands twice/);
  });

  it('refuses a folder without a manifest', () => {
    const [finding] = validateStage(folder);
    assert.match(finding?.sentence ?? '', /manifest is missing/);
  });

  it('reports all faults at once', () => {
    writeStage(folder);
    const at = (key: string) => ({ file: files.manifest, path: [key] });
    const broken = withValue(withValue(ownExtension(), at('publisher'), undefined), at('name'), undefined);
    writeFileSync(join(folder, files.manifest), printJson(broken.manifest.value));
    assert.deepEqual(
      validateStage(folder).map(({ key }) => key),
      ['/publisher', '/name'],
    );
  });

  it('prints each finding on a line of its own', () => {
    const text = describeFindings([
      { file: 'a.json', key: '/b', sentence: 'It is wrong.', remedy: 'Mend it.' },
      { file: 'c.json', key: '', sentence: 'It is missing.', remedy: 'Add it.' },
    ]);
    assert.equal(
      text,
      'The extension has 2 faults:\n  a.json#/b: It is wrong. Mend it.\n  c.json: It is missing. Add it.',
    );
  });
});
