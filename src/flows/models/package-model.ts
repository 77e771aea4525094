// Packages models: everything that an image is built from, in a folder, with the models' files in it.
import { fail } from '../../core/errors/catalogue.ts';
import { given } from '../../core/given.ts';
import { contextFolderOf, packageContext } from '../../core/plan/package-context.ts';
import type { PlanInput } from '../../core/plan/plan.ts';
import type { WriteContext } from '../../ports/build-context.ts';
import type { Environments } from '../../ports/deployment-assets.ts';
import { downloadModel, type DownloadModelPorts } from '../download-model.ts';
import { findEnvironment } from '../deploy/steps/asset-steps.ts';
import { uploadable } from '../deploy/steps/uploadable.ts';
import type { FoundModel } from './find-model.ts';

export interface PackageModelRequest {
  /** Everything but the models. */
  readonly input: Omit<PlanInput, 'models'>;
  readonly models: readonly FoundModel[];
  /** Absolute path. */
  readonly folder: string;
}

export interface PackageModelPorts extends DownloadModelPorts {
  readonly environments: Environments;
  readonly writeContext: WriteContext;
}

export interface PackageReport {
  /** Hash of the content: the tag of v1's images was chosen by the service. */
  readonly tag: string;
  readonly files: number;
}

/** @throws EnvironmentNotFound, ConfigurationNotSupported, TargetOccupied, and what downloadModel throws */
export async function packageModel(
  { input, models, folder }: PackageModelRequest,
  ports: PackageModelPorts,
): Promise<PackageReport> {
  const whole: PlanInput = { ...input, models: models.map(({ model }) => model) };
  const environment = await findEnvironment(ports, whole);
  const { tag, files } = packageContext(whole, { location: '', ...given({ environment }) });
  const occupied = await ports.findOccupied?.(files.map(({ path }) => `${folder}/${path}`));
  if (occupied !== undefined) throw fail('TargetOccupied', { path: occupied });
  let count = files.length;
  for (const { source, model } of models) {
    const below = `${folder}/${contextFolderOf(model)}`;
    const request = { source, model: model.model, version: model.version, folder: below, patterns: [] };
    count += (await downloadModel(request, ports)).files;
  }
  await ports.writeContext(folder, files.map(uploadable));
  return { tag, files: count };
}
