// `npm run package`: builds, stages, validates and packs the extension into dist/*.vsix. `-- --dev` makes the variant that can be
// installed beside the published one.
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { buildAll } from './build.ts';
import { readJsonObject, textAt } from './json.ts';
import { normaliseZip } from './package/normalise-zip.ts';
import { createVsix } from './package/tfx.ts';
import { stage } from './stage.ts';
import type { Variant } from './stage.ts';
import { describeFindings } from './validate/finding.ts';
import { validateStage } from './validate/validate-stage.ts';

/**
 * Packs what is staged. The same sources give the same bytes.
 *
 * @returns the path of the .vsix
 * @throws Error listing every finding of the validator, or tfx's own words
 */
export async function packStage(stageFolder: string, outDir: string): Promise<string> {
  const findings = validateStage(stageFolder);
  if (findings.length > 0) throw new Error(describeFindings(findings));
  mkdirSync(outDir, { recursive: true });
  // An older version's package must not be taken for this one.
  const manifest = readJsonObject(join(stageFolder, 'vss-extension.json'));
  const prefix = `${textAt(manifest, 'publisher') ?? ''}.${textAt(manifest, 'id') ?? ''}-`;
  for (const file of readdirSync(outDir)) {
    if (file.startsWith(prefix) && /^\d+\.\d+\.\d+\.vsix$/.test(file.slice(prefix.length)))
      rmSync(join(outDir, file));
  }
  const vsix = createVsix(stageFolder, outDir);
  await normaliseZip(vsix);
  return vsix;
}

/** Builds, stages and packs in one go. */
export async function packageExtension(root: string, variant: Variant): Promise<string> {
  await buildAll(root);
  // Apart, so that whoever takes the one package in dist never takes the development variant.
  return packStage(stage(root, variant), join(root, variant === 'dev' ? 'dist/dev' : 'dist'));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({ options: { dev: { type: 'boolean', default: false } } });
  try {
    const vsix = await packageExtension(join(import.meta.dirname, '..'), values.dev ? 'dev' : 'release');
    console.log(`${basename(vsix)}: ${(statSync(vsix).size / 1000).toFixed(1)} kB`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
