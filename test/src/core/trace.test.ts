import assert from 'node:assert/strict';
import { spanIdOf, traceIdOf, traceParent } from '../../../src/core/trace.ts';
import { modelVersion, workspace } from '../../artifact-source/support/versions.ts';

const version = modelVersion('7', 1);

describe('src/core/trace.ts', () => {
  it('gives one registration one trace, however the workspace and the time are spelt', () => {
    const upper = { ...workspace, name: 'PROD', resourceGroup: 'ML' };
    const later = { ...version, createdAt: version.createdAt.replace('Z', '+00:00') };
    assert.equal(traceIdOf(upper, 'fraud', later), traceIdOf(workspace, 'fraud', version));
  });

  it('gives a number that was registered again, another model or workspace another trace', () => {
    const ids = [
      traceIdOf(workspace, 'fraud', version),
      traceIdOf(workspace, 'fraud', modelVersion('7', 2)),
      traceIdOf(workspace, 'churn', version),
      traceIdOf({ ...workspace, name: 'test' }, 'fraud', version),
    ];
    assert.equal(new Set(ids).size, 4);
    for (const id of ids) assert.match(id, /^[0-9a-f]{32}$/);
  });

  it('is a trace context by the book, its parent being the first span of the watch', () => {
    const id = traceIdOf(workspace, 'fraud', version);
    assert.equal(traceParent(id, 'w'), `00-${id}-${spanIdOf(id, 'w', 'registered')}-01`);
    assert.match(traceParent(id, 'w'), /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });
});
