// Downloads one model version: find it, choose its files, put them into a folder, describe them beside it.
import { fail } from '../core/errors/catalogue.ts';
import { containedPath, pathInModel } from '../core/download-path.ts';
import { inParallel } from '../core/in-parallel.ts';
import { modelDescription } from '../core/model/description.ts';
import type { ModelSource } from '../core/model/source.ts';
import type { ModelVersion } from '../core/model/version.ts';
import type { ModelFiles, ModelStores, StoredFile, WriteText } from '../ports/model-files.ts';
import type { ModelRegistry } from '../ports/model-registry.ts';
import type { MatchPaths, TaskProgress } from '../ports/task-host.ts';
import { type LocatedModel, locateModel } from './locate-model.ts';
import { resolveVersion } from './resolve-version.ts';
import { retryLater, type RetryPorts } from './retry-later.ts';

export interface DownloadModelRequest {
  readonly source: ModelSource;
  readonly model: string;
  /** A version, or `latest`. */
  readonly version: string;
  /** Absolute path of the folder that the model is put into. */
  readonly folder: string;
  /** File patterns on paths below `folder`; none means every file. */
  readonly patterns: readonly string[];
}

export interface DownloadModelPorts extends RetryPorts {
  readonly registry: ModelRegistry;
  readonly stores: ModelStores;
  readonly files: ModelFiles;
  readonly writeText: WriteText;
  readonly match: MatchPaths;
  readonly progress: TaskProgress;
  /** Asked before anything is written, where nothing may be written over: the first path that is taken. */
  readonly findOccupied?: (paths: readonly string[]) => Promise<string | undefined>;
}

export interface DownloadReport {
  readonly model: ModelVersion;
  /** The model's folder or file. */
  readonly modelPath: string;
  readonly files: number;
  /** Of these, how many were there already. */
  readonly kept: number;
  readonly bytes: number;
}

interface ChosenFile {
  readonly file: StoredFile;
  /** Below the target folder, with '/'. */
  readonly path: string;
  readonly target: string;
}

/** Six files at once, each in up to three ranges: enough to fill a connection, at most 144 MiB in memory. */
const filesAtOnce = 6;

/** The description of the model, beside its files. */
const descriptionFile = '.azureml-model.json';

/**
 * @throws ModelNotFound, ModelVersionNotFound, ModelLocationNotSupported, ModelFilesMissing, ItemPatternMatchesNothing,
 *   UnsafeModelPath and TargetOccupied (before anything is written), and what the ports throw
 */
export async function downloadModel(
  request: DownloadModelRequest,
  ports: DownloadModelPorts,
): Promise<DownloadReport> {
  const { source, folder } = request;
  const model = await resolveVersion(ports.registry, source, request.model, request.version);
  ports.log.info(`Version ${model.version} of '${model.model}', created ${model.createdAt}: ${model.id}`);
  const located = await locateModel(ports.stores, source, model);
  const stored = await ports.files.list(located.container, located.path);
  if (stored.length === 0)
    throw fail('ModelFilesMissing', {
      model: model.model,
      version: model.version,
      uri: withoutQuery(model.uri),
    });
  const chosen = choose(request, located, stored, ports.match);
  const occupied = await ports.findOccupied?.(chosen.map(({ target }) => target));
  if (occupied !== undefined) throw fail('TargetOccupied', { path: occupied });
  const bytes = chosen.reduce((sum, { file }) => sum + file.size, 0);
  ports.log.info(`${chosen.length} of ${stored.length} files, ${bytes} bytes, into '${folder}'.`);
  const kept = await fetchAll(chosen, located, ports, bytes);
  await ports.writeText(
    `${folder}/${descriptionFile}`,
    modelDescription(
      model,
      chosen.map(({ path, file }) => ({ path, size: file.size })),
    ),
  );
  const base = located.path.split('/').at(-1) ?? '';
  const modelPath = base === '' ? folder : `${folder}/${base}`;
  return { model, modelPath, files: chosen.length, kept, bytes };
}

/** The files that the patterns want, each with a path that stays in the folder. */
function choose(
  { folder, patterns, model }: DownloadModelRequest,
  located: LocatedModel,
  stored: readonly StoredFile[],
  match: MatchPaths,
): readonly ChosenFile[] {
  const byPath = new Map<string, StoredFile>();
  for (const file of stored) {
    const path = pathInModel(located.path, file.name);
    if (path !== undefined) byPath.set(path, file);
  }
  const paths = [...byPath.keys()];
  const wanted = new Set(patterns.length === 0 ? paths : match(paths, patterns));
  if (wanted.size === 0)
    throw fail('ItemPatternMatchesNothing', { pattern: patterns.join(', '), model, files: paths.length });
  return [...byPath].flatMap(([path, file]) => {
    if (!wanted.has(path)) return [];
    const decision = containedPath(folder, path);
    if (!decision.allowed) throw fail('UnsafeModelPath', { path: file.name, reason: decision.reason });
    return [{ file, path, target: decision.path }];
  });
}

/** @returns how many files were there already */
async function fetchAll(
  chosen: readonly ChosenFile[],
  { container }: LocatedModel,
  ports: DownloadModelPorts,
  bytes: number,
): Promise<number> {
  let kept = 0;
  let done = 0;
  let shown = 0;
  await inParallel(chosen, filesAtOnce, async ({ file, path, target }) => {
    await retryLater(ports, async () => {
      let arrived = 0;
      try {
        const outcome = await ports.files.fetch(container, file, target, (more) => {
          arrived += more;
          done += more;
          const percent = bytes === 0 ? 100 : Math.floor((done / bytes) * 100);
          // Every tenth: a line of log for each range would hide the rest.
          if (percent < shown + 10) return;
          shown = percent;
          ports.progress.show(percent, `Downloading ${path}`);
        });
        if (outcome === 'kept') kept++;
        ports.log.debug(`${outcome}: ${path} (${file.size} bytes)`);
      } catch (error) {
        done -= arrived;
        throw error;
      }
    });
  });
  return kept;
}

const withoutQuery = (uri: string): string => uri.split('?', 1)[0] ?? '';
