// Where a job's files are on its agent: nothing that a configuration names may be read from anywhere else.

export interface JobFolders {
  /** Absent outside a job. */
  readonly root?: string;
  /** Secure files and other things of this job alone. */
  readonly also: readonly string[];
}

/** In a pipeline the sources and the artifacts are below one folder, and in a release the artifacts are. */
const roots = ['Agent.BuildDirectory', 'Pipeline.Workspace', 'System.DefaultWorkingDirectory'];

export function jobFolders(variable: (name: string) => string | undefined): JobFolders {
  const root = roots.map(variable).find((path) => path !== undefined && path !== '');
  const also = variable('Agent.TempDirectory');
  return {
    ...(root !== undefined && { root }),
    also: also === undefined || also === '' ? [] : [also],
  };
}
