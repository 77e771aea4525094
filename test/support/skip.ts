// Skips a test that this machine can not run, with the reason in the report. With CI=true a skip is a failure: there
// everything must run.
import type { Context } from 'mocha';

export function skip(test: Context, reason: string): never {
  if (process.env['CI'] === 'true') throw new Error(`with CI=true nothing may be skipped: ${reason}`);
  if (test.test) test.test.title += ` (skipped: ${reason})`;
  test.skip();
}
