// A table of faults: each breaks one thing in the project's own extension, and must be found there and nowhere else.
import assert from 'node:assert/strict';
import type { Json } from '../../../scripts/json.ts';
import type { ExtensionPackage } from '../../../scripts/validate/extension-package.ts';
import type { Rule } from '../../../scripts/validate/rule.ts';
import { ownExtension, pointerOf, withValue } from './extension.ts';
import type { Path } from './extension.ts';

export interface NegativeCase {
  readonly fault: string;
  readonly file: string;
  /** Where the finding must point. */
  readonly key: Path;
  /** What is put there, unless `break` does more. Undefined removes the key. */
  readonly value?: Json | undefined;
  readonly break?: (extension: ExtensionPackage) => ExtensionPackage;
  readonly sentence: RegExp;
  readonly remedy: RegExp;
}

/** One test for each case, and one that the extension itself passes. */
export function describeRule(title: string, rule: Rule, cases: readonly NegativeCase[]): void {
  describe(title, () => {
    it('finds nothing in the project itself', () => {
      const extension = ownExtension();
      assert.ok(
        extension.tasks.length >= 2 && extension.fragments.length >= 3,
        'the rule must see the files',
      );
      assert.deepEqual(rule(extension), []);
    });
    for (const one of cases) {
      it(`finds ${one.fault}`, () => {
        const own = ownExtension();
        const broken =
          one.break === undefined
            ? withValue(own, { file: one.file, path: one.key }, one.value)
            : one.break(own);
        const key = pointerOf(one.key);
        const findings = rule(broken);
        const found = findings.find((finding) => finding.file === one.file && finding.key === key);
        assert.ok(found, `no finding at ${one.file}#${key} among ${JSON.stringify(findings, undefined, 1)}`);
        assert.match(found.sentence, one.sentence);
        assert.match(found.remedy, one.remedy);
      });
    }
  });
}
