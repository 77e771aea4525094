import assert from 'node:assert/strict';
import { createTraceExporter } from '../../../../src/adapters/monitoring/trace-exporter.ts';
import { type TraceReceiver, startTraceReceiver } from '../../../support/trace-receiver.ts';

const span = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  name: 'registered',
  start: 1_000_000,
  end: 1_000_500,
  attributes: { watch: 'w' },
};

describe('src/adapters/monitoring/trace-exporter.ts', () => {
  let receiver: TraceReceiver;
  beforeEach(async () => {
    receiver = await startTraceReceiver();
  });
  afterEach(() => receiver.close());

  it('sends spans with the ids and times that they were given, the last of them when it is closed', async () => {
    const exporter = createTraceExporter(receiver.endpoint);
    exporter.record(span);
    exporter.record({
      ...span,
      spanId: '00f067aa0ba902b7',
      parentSpanId: span.spanId,
      name: 'fire',
      problem: 'no',
    });
    await exporter.close();
    assert.deepEqual([...receiver.paths], ['/v1/traces']);
    const [first, second] = receiver.spans;
    assert.deepEqual([first?.traceId, first?.spanId, first?.name], [span.traceId, span.spanId, 'registered']);
    assert.equal(Number(first?.endTimeUnixNano) - Number(first?.startTimeUnixNano), 500_000_000);
    assert.deepEqual([second?.traceId, second?.parentSpanId], [span.traceId, span.spanId]);
    assert.deepEqual(second?.status, { code: 2, message: 'no' });
  });

  it('ends in time although nobody takes the spans', async function () {
    this.timeout(15_000);
    const { endpoint } = receiver;
    await receiver.close();
    const exporter = createTraceExporter(endpoint);
    exporter.record(span);
    await exporter.close();
    receiver = await startTraceReceiver();
  });
});
