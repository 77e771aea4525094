// What a rule is.
import type { ExtensionPackage } from './extension-package.ts';
import type { Finding } from './finding.ts';

/** A rule family: judges the whole extension and returns every fault of its kind. */
export type Rule = (extension: ExtensionPackage) => readonly Finding[];
