import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { isExtensionError } from '../../../../../src/core/errors/extension-error.ts';
import { yamlGolden } from '../support/yaml-golden.ts';
import { batch, kubernetes, managed, planOfYaml, type YamlTexts } from '../support/yaml-files.ts';

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same file, its keys in the order that `rank` gives them, on every level. */
function reordered(value: unknown, rank: (name: string) => number): unknown {
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, inner]) => [name, reordered(inner, rank)] as const)
      .toSorted(([a], [b]) => rank(a) - rank(b)),
  );
}

/** Versions are texts, and printing them again must not make numbers of them. */
const rewritten = (text: string, change: (value: unknown) => unknown): string =>
  stringify(change(parse(text.replace('version: 1.10', 'version: "1.10"'))));

/** Lines differ with the order; what is planned, or the kind of refusal, must not. */
function outcome(texts: YamlTexts): unknown {
  try {
    const { steps, warnings } = planOfYaml(texts);
    return { steps, warnings: warnings.map((text) => text.replace(/line \d+/g, 'line')).toSorted() };
  } catch (error) {
    assert.ok(isExtensionError(error), String(error));
    return error.code;
  }
}

/** Top-level keys of a deployment with a value that each takes. */
const extras = Object.entries(yamlGolden['online deployment']).filter(
  ([key, { on }]) =>
    !key.includes('.') && !['type', '$schema', 'name', 'endpoint_name'].includes(key) && on === undefined,
);

describe('src/core/plan/v2, whatever the order of keys', () => {
  it('plans the same, twice and in any order', () => {
    let planned = 0;
    const property = fc.property(
      fc.constantFrom(managed, kubernetes, batch),
      fc.subarray(extras, { maxLength: 4 }),
      fc.infiniteStream(fc.nat(1_000)),
      ({ endpoint = '', deployment }, more, stream) => {
        const known = new Map<string, number>();
        const rank = (name: string) => {
          const found = known.get(name) ?? Number(stream.next().value);
          known.set(name, found);
          return found;
        };
        const added = Object.fromEntries(more.map(([key, { value }]) => [key, value]));
        const file = rewritten(deployment, (value) => ({ ...(value as object), ...added }));
        const first = outcome({ endpoint, deployment: file });
        if (typeof first !== 'string') planned += 1;
        assert.deepEqual(outcome({ endpoint, deployment: file }), first);
        const change = (value: unknown) => reordered(value, rank);
        const moved = {
          endpoint: rewritten(endpoint, change),
          deployment: rewritten(file, change),
        };
        assert.deepEqual(outcome(moved), first);
      },
    );
    fc.assert(property, { numRuns: 200 });
    assert.ok(planned > 30, `only ${planned} of the files could be planned`);
  }).timeout(30_000);

  it('ends in a plan or in an error of the catalogue, whatever a key holds', () => {
    const keys = [...new Set([...Object.values(yamlGolden)].flatMap((golden) => Object.keys(golden)))].map(
      (key) => key.split('.')[0] ?? '',
    );
    const file = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue({ maxDepth: 2 }));
    fc.assert(
      fc.property(file, file, fc.boolean(), (endpoint, deployment, isBatch) => {
        const least = {
          name: 'blue',
          endpoint_name: 'fraud',
          ...(isBatch ? { compute: 'c' } : { instance_type: 'a' }),
        };
        outcome({
          endpoint: stringify({ name: 'fraud', ...endpoint }),
          deployment: stringify({ ...least, ...deployment }),
        });
      }),
      { numRuns: 300 },
    );
  }).timeout(30_000);
});
