// Types of layers.js, for the test that proves that the import rule bites.
import type { Linter } from 'eslint';

export const layerRules: readonly Linter.Config[];
