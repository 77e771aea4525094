import assert from 'node:assert/strict';
import type { OperationCall } from '../../../../apps/emulator/arm/operation.ts';
import { pageOfRuns } from '../../../../apps/emulator/container-registry/run-list.ts';
import type { Run, RunStatus } from '../../../../apps/emulator/container-registry/runs.ts';

const run = (number: number, repository: string, status: RunStatus = 'Succeeded'): Run => ({
  ...{
    runId: `ca${number}`,
    request: {} as Run['request'],
    createTime: '2026-11-21T00:00:00Z',
    status,
    log: '',
  },
  outputImages: [{ registry: 'a.azurecr.io', repository, tag: String(number), digest: `sha256:${number}` }],
});

const callOf = (search: string): OperationCall => {
  const query = new URLSearchParams(search);
  return {
    ...{ origin: 'https://localhost:1', path: '/runs', search },
    query: (name: string) => query.get(name) ?? undefined,
  } as unknown as OperationCall;
};

const filter = (text: string) => `$filter=${encodeURIComponent(text)}`;
const ids = (runs: readonly Run[]) => runs.map(({ runId }) => runId);

describe('emulator/container-registry/run-list', () => {
  const runs = [run(1, 'fraud'), run(2, 'fraud', 'Failed'), run(3, 'other'), run(4, 'anti-fraud')];

  it('narrows runs down by status and by what they pushed, as the service’s own command line asks', () => {
    const all = (text: string) => ids(pageOfRuns(runs, callOf(filter(text))).runs);
    assert.deepEqual(all("Status eq 'Succeeded'"), ['ca1', 'ca3', 'ca4']);
    assert.deepEqual(all("contains(OutputImageManifests, 'other@sha256:3')"), ['ca3']);
    // A part of a name is enough for the service.
    const both = "status eq 'Succeeded' and contains(outputImageManifests, 'fraud@')";
    assert.deepEqual(all(both), ['ca1', 'ca4']);
    assert.throws(() => all("taskName eq 'nightly'"), /The filter 'taskName eq 'nightly''/);
  });

  it('gives out every run once, page by page, and no more than asked for', () => {
    const many = Array.from({ length: 250 }, (_, index) => run(index, 'fraud'));
    const seen: string[] = [];
    for (let search: string | undefined = filter("Status eq 'Succeeded'"); search !== undefined;) {
      const page = pageOfRuns(many, callOf(search));
      seen.push(...ids(page.runs));
      search = page.nextLink?.split('?')[1];
    }
    assert.deepEqual(seen, ids(many));
    const first = pageOfRuns(many, callOf('$top=2'));
    assert.deepEqual([ids(first.runs), first.nextLink], [['ca0', 'ca1'], undefined]);
  });
});
