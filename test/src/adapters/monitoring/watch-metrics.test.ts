import assert from 'node:assert/strict';
import {
  type PrometheusMetrics,
  createPrometheusMetrics,
} from '../../../../src/adapters/monitoring/watch-metrics.ts';
import { type AutoClock, createAutoClock } from '../../../support/auto-clock.ts';

const of = { watch: 'w', workspace: 'prod', model: 'fraud' };

describe('src/adapters/monitoring/watch-metrics.ts', () => {
  let clock: AutoClock;
  let metrics: PrometheusMetrics;
  beforeEach(() => {
    clock = createAutoClock('2026-11-21T00:00:10Z');
    metrics = createPrometheusMetrics(clock);
  });
  /** The value of a sample by its name and labels as they are written. */
  const value = async (sample: string): Promise<number | undefined> => {
    const line = (await metrics.text()).split('\n').find((each) => each.startsWith(`${sample} `));
    return line === undefined ? undefined : Number(line.split(' ').at(-1));
  };

  it('counts versions, firings and what kept others from firing', async () => {
    metrics.event({ event: 'seen', ...of, version: '7', createdAt: '2026-11-21T00:00:00Z' });
    metrics.event({ event: 'decided', ...of, version: '7', action: 'fire', reason: 'r' });
    metrics.event({ event: 'decided', ...of, version: '6', action: 'pass-over', reason: 'r' });
    metrics.event({
      event: 'fired',
      ...of,
      version: '7',
      reason: 'r',
      target: 'release',
      name: 'R',
      found: true,
    });
    metrics.event({ event: 'held', ...of, reason: 'r' });
    metrics.event({ event: 'failed', action: 'a', code: 'AzureFailed', reason: 'r' });
    assert.equal(await value('azureml_watch_suppressed_total{reason="hold"}'), 1);
    assert.equal(await value('azureml_watch_versions_total'), 1);
    assert.equal(await value('azureml_watch_firings_total{found="true"}'), 1);
    assert.equal(await value('azureml_watch_suppressed_total{reason="pass-over"}'), 1);
    assert.equal(await value('azureml_watch_failures_total{code="AzureFailed"}'), 1);
  });

  it('measures from the registration to the sight of a version and to its firing', async () => {
    metrics.event({ event: 'seen', ...of, version: '7', createdAt: '2026-11-21T00:00:00Z' });
    clock.advance(2000);
    metrics.event({
      event: 'fired',
      ...of,
      version: '7',
      reason: 'r',
      target: 'release',
      name: 'R',
      found: false,
    });
    assert.equal(await value('azureml_watch_detection_latency_seconds_sum'), 10);
    assert.equal(await value('azureml_watch_detection_latency_seconds_bucket{le="5"}'), 0);
    assert.equal(await value('azureml_watch_firing_latency_seconds_sum'), 12);
  });

  it('counts calls by service and status, and those that were throttled', async () => {
    metrics.call('azure-devops', 200);
    metrics.call('azure-devops', 429);
    metrics.call('azure-devops', 'none');
    assert.equal(await value('azureml_watch_calls_total{service="azure-devops",status="200"}'), 1);
    assert.equal(await value('azureml_watch_calls_total{service="azure-devops",status="none"}'), 1);
    assert.equal(await value('azureml_watch_throttled_total{service="azure-devops"}'), 1);
  });

  it('says how long ago the last good check of each source was, and forgets those that are gone', async () => {
    const check = { cause: 'schedule', seconds: 0.2 } as const;
    metrics.sources(['a', 'b']);
    clock.advance(5000);
    metrics.checked({ ...check, source: 'a', outcome: 'good' });
    metrics.checked({ ...check, source: 'b', outcome: 'later' });
    clock.advance(2000);
    assert.equal(await value('azureml_watch_last_good_check_age_seconds{source="a"}'), 2);
    assert.equal(await value('azureml_watch_last_good_check_age_seconds{source="b"}'), 7);
    assert.equal(await value('azureml_watch_checks_total{cause="schedule",outcome="later"}'), 1);
    metrics.sources(['b']);
    assert.equal(await value('azureml_watch_last_good_check_age_seconds{source="a"}'), undefined);
  });

  it('bounds the labels, however many sources there are', async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `source-${index}`);
    metrics.sources(names);
    const lines = (await metrics.text()).split('\n').filter((line) => line.includes('last_good_check_age'));
    assert.ok(lines.length < 210, `${lines.length} lines`);
    assert.ok(lines.some((line) => line.includes('source="other"')));
  });

  it('shows which of several watchers acts', async () => {
    assert.equal(await value('azureml_watch_leading'), 1, 'one alone always does');
    metrics.event({ event: 'standby', reason: 'r' });
    assert.equal(await value('azureml_watch_leading'), 0);
    metrics.event({ event: 'leading', term: 2 });
    assert.equal(await value('azureml_watch_leading'), 1);
  });

  it('tells of the process itself as well', async () => {
    assert.ok(((await value('process_resident_memory_bytes')) ?? 0) > 0);
  });
});
