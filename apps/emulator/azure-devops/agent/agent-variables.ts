// The variables that the agent itself gives every job.
import { arch, hostname } from 'node:os';
import { join } from 'node:path';
import { artifactsFolder, workspaceFolder, type AgentFolders } from './agent-folders.ts';
import type { Job } from './job.ts';
import type { Variable } from './variables.ts';

/** Above 4.265.1, the first agent with the Node24 handler. */
const agentVersion = '4.274.1';

const architectures: Readonly<Record<string, string>> = { x64: 'X64', arm64: 'ARM64', arm: 'ARM' };

export function agentVariables(
  folders: AgentFolders,
  workingDirectory: string,
  job: Job,
  caFile: string,
): readonly Variable[] {
  const releaseFolder = join(artifactsFolder(folders, job.workFolder), '..');
  const values: Readonly<Record<string, string>> = {
    'Agent.Id': '1',
    'Agent.Name': 'emulated-agent',
    'Agent.MachineName': hostname(),
    'Agent.Version': agentVersion,
    'Agent.OS': 'Linux',
    'Agent.OSArchitecture': architectures[arch()] ?? arch().toUpperCase(),
    'Agent.HomeDirectory': folders.home,
    'Agent.RootDirectory': folders.work,
    'Agent.WorkFolder': folders.work,
    'Agent.TempDirectory': folders.temp,
    'Agent.ToolsDirectory': folders.tools,
    'Agent.JobName': job.name,
    'Agent.JobStatus': 'Succeeded',
    'Agent.CAInfo': caFile,
    'System.WorkFolder': folders.work,
    'System.DefaultWorkingDirectory': workingDirectory,
    'System.ArtifactsDirectory': workingDirectory,
  };
  const workspace = workspaceFolder(folders, job.workFolder);
  const build = {
    'Pipeline.Workspace': workspace,
    'Agent.BuildDirectory': workspace,
    'Build.SourcesDirectory': workingDirectory,
    'Build.ArtifactStagingDirectory': join(workspace, 'a'),
    'Build.BinariesDirectory': join(workspace, 'b'),
    'System.ArtifactsDirectory': join(workspace, 'a'),
  };
  const release = { 'Agent.ReleaseDirectory': releaseFolder, 'Agent.BuildDirectory': releaseFolder };
  return Object.entries({ ...values, ...(job.hostType === 'build' ? build : release) }).map(
    ([name, value]) => ({
      name,
      value,
      secret: false,
      readOnly: true,
    }),
  );
}
