// The pickers of the contribution, its latest version and the watcher's check look at one registry through different
// code: the server's interpreter here, the official management package there. They must see the same models.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { maxPages, type SendRequest } from '../../apps/emulator/azure-devops/data-sources/query.ts';
import type { ArtifactType } from '../../apps/emulator/azure-devops/extensions/artifact-type.ts';
import { checkSource } from '../../artifact-source/check.ts';
import { createModelRegistry } from '../../src/adapters/azure-ml/model-registry.ts';
import { type ModelSource, kindOf } from '../../src/core/model/source.ts';
import { latestVersion } from '../../src/core/model/version.ts';
import type { ModelRegistry } from '../../src/ports/model-registry.ts';
import { createAutoClock } from '../support/auto-clock.ts';
import { type HttpsFake, startHttpsFake } from '../support/https-fake.ts';
import { createMemoryLog } from '../support/memory-log.ts';
import { answerAsArm, type ArmModels, type ArmVersion, workspace } from './support/arm-models-fake.ts';
import { bindingOf, ownArtifactType, pick, valuesOf } from './support/pickers.ts';

const now = new Date('2026-11-21T12:00:00Z');
/** The bound that the version pickers set by `$top`. */
const pickerBound = 100;

const modelName = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,30}$/);
const versionName = fc.oneof(
  fc.integer({ min: 1, max: 9999 }).map(String),
  fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,12}$/),
);
const tags = fc.dictionary(fc.constantFrom('stage', 'approved'), fc.constantFrom('production', 'test'));

/** Few points of time for many versions, so that several are created at one of them. */
const armVersion = (moments: number): fc.Arbitrary<ArmVersion> =>
  fc.record({
    version: versionName,
    createdAt: fc
      .integer({ min: 0, max: moments })
      .map((minutes) => new Date(Date.UTC(2026, 0, 1) + minutes * 60_000).toISOString()),
    isArchived: fc.boolean(),
    tags,
    description: fc.string(),
  });

const armModels = (maxVersions: number, minVersions = 0): fc.Arbitrary<ArmModels> =>
  fc.record({
    pageSize: fc.integer({ min: 20, max: 60 }),
    models: fc.uniqueArray(
      fc.record({
        name: modelName,
        versions: fc.uniqueArray(armVersion(Math.max(3, maxVersions / 2)), {
          selector: ({ version }) => version,
          minLength: minVersions,
          maxLength: maxVersions,
        }),
      }),
      { selector: ({ name }) => name, minLength: 1, maxLength: 6 },
    ),
  });

/** 5,000 versions are made cheaply: by number, their times and archiving from a seed. */
const bigModels: fc.Arbitrary<ArmModels> = fc
  .record({ count: fc.integer({ min: 2_000, max: 5_000 }), seed: fc.integer({ min: 1, max: 1000 }) })
  .map(({ count, seed }) => ({
    pageSize: 1_000,
    models: [
      {
        name: 'big.Model-1',
        versions: Array.from({ length: count }, (_, index): ArmVersion => {
          const mixed = (index * 7919 + seed * 104_729) % 4001;
          return {
            version: String(index + 1),
            createdAt: new Date(Date.UTC(2026, 0, 1) + mixed * 1000).toISOString(),
            isArchived: mixed % 5 === 0,
            tags: mixed % 2 === 0 ? { stage: 'production' } : {},
          };
        }),
      },
    ],
  }));

describe('artifact-source/artifact-type.contribution.json (parity with the watcher)', function () {
  this.timeout(120_000);
  let current: ArmModels = { models: [], pageSize: 30 };
  let source: ModelSource = workspace;
  afterEach(() => (source = workspace));
  let server: HttpsFake;
  let registry: ModelRegistry;
  const send: SendRequest = ({ url }) => {
    const { status, body } = answerAsArm(current, url, source);
    return Promise.resolve({ status, headers: {}, body: JSON.stringify(body) });
  };
  const inputs = (definition: string, more: Record<string, string> = {}) => ({
    connection: 'c-1',
    sourceType: kindOf(source),
    resourceGroup: source.resourceGroup,
    [kindOf(source)]: source.name,
    definition,
    ...more,
  });

  before(async () => {
    server = await startHttpsFake(({ url }) => answerAsArm(current, `${server.origin}${url}`, source));
    registry = createModelRegistry({
      connection: { armUrl: server.origin, audience: 'https://arm/', subscriptionId: 's-1' },
      credential: {
        getToken: () => Promise.resolve({ token: 't', expiresOnTimestamp: Date.now() + 3_600_000 }),
      },
      log: createMemoryLog(),
      clock: createAutoClock(),
    });
  });
  after(() => server.close());

  /** Everything that must hold of one registry; `type` is the contribution, or a spoiled one. */
  async function agree(models: ArmModels, type: ArtifactType): Promise<void> {
    current = models;
    const names = models.models.map(({ name }) => name);
    const summaries = await registry.listModels(source);
    assert.deepEqual(
      valuesOf(await pick('definition', { send, type, inputs: inputs('') })).toSorted(),
      summaries.map(({ model }) => model).toSorted(),
    );
    const watched = names.map((model) => ({ model, cursors: [undefined] }));
    const checked = await checkSource(registry, source, watched, now);
    for (const model of names) {
      const versions = checked.get(model)?.versions ?? [];
      const created = new Map(versions.map((each) => [each.version, Date.parse(each.createdAt)]));
      const times = (picked: readonly string[]) => picked.map((version) => created.get(version));
      const newest = (bound: number) =>
        versions.slice(0, bound).map(({ createdAt }) => Date.parse(createdAt));
      const options = { send, type, inputs: inputs(model) };

      // Versions of one moment may come in either order; everything else is decided.
      const shown = Math.min(pickerBound, maxPages * models.pageSize);
      for (const target of ['versions', 'defaultVersionSpecific']) {
        const picked = valuesOf(await pick(target, options));
        assert.deepEqual(times(picked), newest(shown), target);
        assert.equal(new Set(picked).size, picked.length, target);
      }
      const ofServer = valuesOf(await pick('versions', { ...options, allPages: false }));
      assert.deepEqual(times(ofServer), newest(Math.min(pickerBound, models.pageSize)));

      const latest = valuesOf(await pick('latestVersion', { ...options, allPages: false }));
      assert.equal(latest.length, versions.length === 0 ? 0 : 1);
      assert.deepEqual(times(latest), newest(1));
      const byWatcher = await registry.latestVersion(source, model);
      assert.deepEqual(times(latest), times(byWatcher ? [byWatcher.version] : []));
      assert.equal(latestVersion(versions)?.version, versions[0]?.version);

      for (const filter of ['stage', 'stage=production', 'stage=production,approved=test']) {
        const wanted = filter.split(',').map((part) => part.split('='));
        const tagged = versions.filter((each) =>
          wanted.every(
            ([name = '', value]) => name in each.tags && (value === undefined || each.tags[name] === value),
          ),
        );
        const withTags = { ...options, inputs: inputs(model, { tags: filter }), allPages: false };
        assert.deepEqual(
          times(valuesOf(await pick('latestVersion', withTags))),
          tagged.slice(0, 1).map(({ createdAt }) => Date.parse(createdAt)),
        );
      }
    }
  }

  it('shows what the watcher sees, for many small registries', () =>
    fc.assert(
      fc.asyncProperty(armModels(12), (models) => agree(models, ownArtifactType())),
      { numRuns: 200 },
    ));

  it('shows the newest of what the watcher sees, for registries of several pages', () =>
    fc.assert(
      fc.asyncProperty(armModels(260, 90), (models) => agree(models, ownArtifactType())),
      { numRuns: 10 },
    ));

  it('shows the newest of up to 5,000 versions', () =>
    fc.assert(
      fc.asyncProperty(bigModels, (models) => agree(models, ownArtifactType())),
      { numRuns: 4 },
    ));

  it('shows of a registry what the watcher sees of it, and nothing of a workspace of its name', () => {
    source = { kind: 'registry', ...workspace };
    return fc.assert(
      fc.asyncProperty(fc.oneof(armModels(12), armModels(130, 90)), (models) =>
        agree(models, ownArtifactType()),
      ),
      { numRuns: 60 },
    );
  });

  for (const target of ['versions', 'defaultVersionSpecific', 'latestVersion'])
    it(`would notice if the binding for ${target} asked for no order`, async () => {
      const own = ownArtifactType();
      const spoiled = {
        ...bindingOf(own, target),
        endpointUrl: bindingOf(own, target).endpointUrl?.replace('&$orderBy=createdtime%20desc', ''),
      };
      assert.notEqual(spoiled.endpointUrl, bindingOf(own, target).endpointUrl);
      const dataSourceBindings = own.dataSourceBindings.map((each) =>
        each.target === target ? spoiled : each,
      );
      const outcome = await fc.check(
        fc.asyncProperty(armModels(12), (models) => agree(models, { ...own, dataSourceBindings })),
        { numRuns: 60, endOnFailure: true },
      );
      assert.equal(outcome.failed, true);
    });
});
