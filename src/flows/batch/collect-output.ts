// Brings what a batch job wrote into a folder of this machine.
import type { BlobContainer } from '../../core/blob-container.ts';
import { containedPath, pathInModel } from '../../core/download-path.ts';
import { fail } from '../../core/errors/catalogue.ts';
import { inParallel } from '../../core/in-parallel.ts';
import type { ModelFiles, StoredFile } from '../../ports/model-files.ts';

/** Six small files at once keep a connection busy. */
const filesAtOnce = 6;

export interface CollectedFile {
  /** Relative to the folder, with '/'. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
}

interface Chosen extends CollectedFile {
  readonly file: StoredFile;
  readonly target: string;
}

function choose(stored: readonly StoredFile[], outputFolder: string, folder: string): readonly Chosen[] {
  return stored.flatMap((file) => {
    const inOutput = pathInModel(outputFolder, file.name);
    if (inOutput === undefined) return [];
    // Paths keep the last segment of what they were listed below; here that is our own name for the folder.
    const path = inOutput.slice(inOutput.indexOf('/') + 1);
    const decision = containedPath(folder, path);
    if (!decision.allowed) throw fail('UnsafeModelPath', { path: file.name, reason: decision.reason });
    return [{ path, size: file.size, file, target: decision.path }];
  });
}

/**
 * @param folder absolute path; it is made
 * @throws BatchOutputMissing, UnsafeModelPath (before anything is written), and what the port throws
 */
export async function collectOutput(
  from: { readonly job: string; readonly container: BlobContainer; readonly outputFolder: string },
  folder: string,
  files: ModelFiles,
): Promise<readonly CollectedFile[]> {
  const { job, container, outputFolder } = from;
  const chosen = choose(await files.list(container, outputFolder), outputFolder, folder);
  if (chosen.length === 0) throw fail('BatchOutputMissing', { job, output: outputFolder });
  await inParallel(chosen, filesAtOnce, async ({ file, target }) => {
    await files.fetch(container, file, target, () => undefined);
  });
  return chosen.map(({ path, size }) => ({ path, size }));
}
