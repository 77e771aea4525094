import assert from 'node:assert/strict';
import { createEventLines, createRelayLines } from '../../../apps/watcher/event-lines.ts';

const now = () => new Date('2026-11-21T00:00:00Z');
const write = (format: 'json' | 'text'): string => {
  const lines: string[] = [];
  createEventLines({ format, now, write: (line) => lines.push(line) }).emit({
    event: 'stopped',
    reason: 'line\nbreak',
  });
  assert.equal(lines.length, 1);
  return lines[0] ?? '';
};

describe('apps/watcher/event-lines.ts', () => {
  it('writes one JSON object a line for a machine', () => {
    const line = write('json');
    assert.ok(!line.includes('\n'));
    assert.deepEqual(JSON.parse(line), {
      time: '2026-11-21T00:00:00.000Z',
      event: 'stopped',
      reason: 'line\nbreak',
    });
  });

  it('writes time and sentence for a person', () => {
    assert.equal(write('text'), '2026-11-21T00:00:00.000Z Stopped: line\nbreak.');
  });

  it('writes the events of the relay alike', () => {
    const lines: string[] = [];
    for (const format of ['json', 'text'] as const) {
      createRelayLines({ format, now, write: (line) => lines.push(line) }).emit({
        event: 'received',
        source: '10.0.0.1',
        events: 1,
      });
    }
    assert.deepEqual(lines, [
      '{"time":"2026-11-21T00:00:00.000Z","event":"received","source":"10.0.0.1","events":1}',
      '2026-11-21T00:00:00.000Z Relay: received 1 event(s) from 10.0.0.1.',
    ]);
  });
});
