// One trace from the registration of a version to its release, as a collector gets it from the running watcher.
import assert from 'node:assert/strict';
import { startTracing } from '../../../apps/watcher/tracing.ts';
import type { WatchEvent } from '../../../src/core/watch/event.ts';
import { createAutoClock } from '../../support/auto-clock.ts';
import { startTraceReceiver } from '../../support/trace-receiver.ts';
import { startStage } from './support/stage.ts';
import { startWatcherProcess } from './support/watcher-process.ts';

describe('apps/watcher/tracing.ts', () => {
  it('links the registration to the release, in one trace that the events name', async function () {
    this.timeout(60_000); // starts a process that compiles TypeScript first
    const receiver = await startTraceReceiver();
    const stage = await startStage({ tracing: { endpoint: receiver.endpoint } });
    const watcher = startWatcherProcess(stage.argv, stage.environment);
    try {
      await watcher.event('baseline');
      stage.register('7');
      const { traceId } = await watcher.event('fired');
      watcher.kill('SIGTERM');
      assert.equal(await watcher.ended, 0, watcher.output.join('\n'));
      assert.match(String(traceId), /^[0-9a-f]{32}$/);
      const [root] = receiver.spans;
      assert.deepEqual(
        receiver.spans.map((span) => [span.traceId, span.name, span.parentSpanId]),
        [
          [traceId, 'registered', undefined],
          [traceId, 'decide: fire', root?.spanId],
          [traceId, 'fire', root?.spanId],
        ],
      );
    } finally {
      watcher.kill('SIGKILL');
      await watcher.ended;
      await Promise.all([stage.close(), receiver.close()]);
    }
  });

  it('does nothing unless it is asked to', async () => {
    const told: WatchEvent[] = [];
    const events = { emit: (event: WatchEvent) => told.push(event) };
    const tracing = await startTracing({}, { environment: {}, clock: createAutoClock() }, events);
    assert.equal(tracing.events, events);
    await tracing.close();
  });

  it("follows OpenTelemetry's own variable where watch.yml says nothing", async () => {
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' };
    const events = { emit: () => undefined };
    const tracing = await startTracing({}, { environment, clock: createAutoClock() }, events);
    assert.notEqual(tracing.events, events);
    await tracing.close();
  });
});
