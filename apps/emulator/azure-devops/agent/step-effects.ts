// What commands can change of the running step and of its job.
import type { ServiceConnection } from '../connections/service-connection.ts';
import type { SecretMask } from './secret-mask.ts';
import type { TaskResult } from './task-result.ts';
import type { Variables } from './variables.ts';

export interface Issue {
  readonly issueType: 'Error' | 'Warning';
  readonly message: string;
  readonly data: Readonly<Record<string, string>>;
}

export interface Attachment {
  readonly type: string;
  readonly name: string;
  readonly file: string;
}

/** The part of a job that commands can change. */
export interface JobEffects {
  readonly variables: Variables;
  readonly mask: SecretMask;
  /** Connections as the following steps see them; ##vso[task.setendpoint] changes one. */
  readonly connections: Map<string, ServiceConnection>;
  readonly prependPath: string[];
  readonly readOnlyEnforced: boolean;
  readonly renameRelease: (name: string) => void;
}

export interface StepEffects {
  readonly refName: string;
  readonly outputNames: ReadonlySet<string>;
  readonly debug: boolean;
  readonly workingDirectory: string;
  readonly taskVariables: Record<string, string>;
  readonly issues: Issue[];
  readonly attachments: Attachment[];
  readonly write: (line: string) => void;
  result: TaskResult | undefined;
  percentComplete: number;
}

/** Records an issue and writes it to the log, marked for the pages to show. */
export function addIssue(step: StepEffects, issue: Issue): void {
  step.issues.push(issue);
  const line = `##[${issue.issueType.toLowerCase()}]${issue.message}`;
  for (const part of line.split('\n')) step.write(part);
}
