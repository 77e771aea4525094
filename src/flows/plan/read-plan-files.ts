// Reads every file that the two configurations name, and checks them before a plan is made.
import { normalize } from 'node:path/posix';
import { checkEntryScript } from '../../core/config/entry-script.ts';
import type { DeploymentConfig } from '../../core/config/deployment-config.ts';
import type { InferenceConfig } from '../../core/config/inference-config.ts';
import { sourceLayout } from '../../core/deploy/source-layout.ts';
import { given } from '../../core/given.ts';
import type { PlanTexts } from '../../core/plan/plan.ts';
import type { LocalSourceFile, ProjectFiles } from '../../ports/project-files.ts';

export interface PlanFiles {
  readonly inference?: InferenceConfig;
  readonly texts: PlanTexts;
  readonly source: readonly LocalSourceFile[];
}

const dockerfileIn = ({ environment }: InferenceConfig): string | undefined =>
  environment.kind === 'defined' && environment.dockerfile && 'text' in environment.dockerfile
    ? environment.dockerfile.text
    : undefined;

const placeOf = (path: string, base: string): string =>
  normalize(path.startsWith('/') ? path : `${base}/${path}`);

/** A private key beside the script is no code: it would be uploaded, or become part of an image. */
function withoutKeys<T extends { readonly path: string }>(
  source: readonly T[],
  root: string,
  { settings: { sslCertificate, sslKey } }: DeploymentConfig,
  base: string,
): readonly T[] {
  const named = [sslCertificate, sslKey].flatMap((path) => (path === undefined ? [] : [placeOf(path, base)]));
  return source.filter(({ path }) => !named.includes(normalize(`${root}/${path}`)));
}

async function certificateTexts({ settings }: DeploymentConfig, base: string, files: ProjectFiles) {
  if (settings.sslEnabled !== true) return {};
  const read = (path: string | undefined, what: string) =>
    path === undefined ? undefined : files.readText(placeOf(path, base), what);
  return given({
    certificateText: await read(settings.sslCertificate, 'certificate'),
    certificateKeyText: await read(settings.sslKey, 'key of the certificate'),
  });
}

/**
 * @param base the folder that relative paths start from
 * @throws FileNotFound, FileUnreadable, EntryScriptInvalid, PathOutsideSource
 */
export async function readPlanFiles(
  inference: InferenceConfig | undefined,
  deployment: DeploymentConfig,
  base: string,
  files: ProjectFiles,
): Promise<PlanFiles> {
  const certificates = await certificateTexts(deployment, base, files);
  if (inference === undefined) return { texts: certificates, source: [] };
  const layout = sourceLayout(inference, base);
  const script = `${layout.root}/${layout.entryScript}`;
  checkEntryScript(script, await files.readText(script, 'entry script'));
  const read = (path: string | undefined, what: string) =>
    path === undefined ? undefined : files.readText(path, what);
  const texts = given({
    condaText: await read(layout.condaFile, 'conda file'),
    dockerfileText: dockerfileIn(inference) ?? (await read(layout.dockerfile, 'Dockerfile')),
    extraStepsText: await read(layout.extraDockerfileSteps, 'file of extra Dockerfile steps'),
  });
  return {
    inference: { ...inference, entryScript: layout.entryScript },
    texts: { ...texts, ...certificates },
    source: withoutKeys(await files.listTree(layout.root), layout.root, deployment, base),
  };
}
