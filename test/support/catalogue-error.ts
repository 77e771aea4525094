// Expecting a catalogue error: the code, and what its sentence must name.
import assert from 'node:assert/strict';
import type { ErrorCode } from '../../src/core/errors/catalogue.ts';
import { isExtensionError } from '../../src/core/errors/extension-error.ts';

/** A predicate for assert.throws and assert.rejects: this code, with every text in its message. */
export function catalogueError(code: ErrorCode, ...named: readonly string[]): (error: unknown) => true {
  return (error) => {
    assert.ok(isExtensionError(error), `expected ${code}, got ${String(error)}`);
    assert.equal(error.code, code, error.message);
    for (const text of named)
      assert.ok(error.message.includes(text), `'${error.message}' does not name '${text}'`);
    return true;
  };
}
