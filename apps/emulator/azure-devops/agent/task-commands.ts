// What each ##vso command does to the running step and job; texts of refusals are the agent's.
import { resolve } from 'node:path';
import type { LoggingCommand } from './logging-command.ts';
import { addIssue, type JobEffects, type StepEffects } from './step-effects.ts';
import { mergeResults, parseResult } from './task-result.ts';

export type Effect = (command: LoggingCommand, step: StepEffects, job: JobEffects) => void;

function isTrue(text: string | undefined): boolean {
  return text?.trim().toLowerCase() === 'true';
}

function required(value: string | undefined, message: string): string {
  if (value === undefined || value === '') throw new Error(message);
  return value;
}

const logIssue: Effect = ({ properties, data }, step) => {
  const type = properties['type'];
  if (type === undefined) {
    addIssue(step, { issueType: 'Warning', message: "Can't create TaskIssue from logging event.", data: {} });
    return;
  }
  if (!/^(error|warning)$/i.test(type)) throw new Error(`issue type ${type} is not an expected issue type.`);
  addIssue(step, { issueType: /^error$/i.test(type) ? 'Error' : 'Warning', message: data, data: properties });
};

const setVariable: Effect = ({ properties, data }, step, job) => {
  const name = required(
    properties['variable'],
    "Required field 'variable' is missing in ##vso[task.setvariable] command.",
  );
  const secret = isTrue(properties['issecret']);
  // Hidden first: the refusal below quotes the command.
  if (secret && data !== '') job.mask.add(data);
  if (secret && data.includes('\n')) throw new Error('Secrets cannot contain multiple lines');
  const isOutput = isTrue(properties['isoutput']) || step.outputNames.has(name.toLowerCase());
  const fullName = isOutput ? `${step.refName}.${name}` : name;
  if (job.variables.isReadOnly(fullName)) {
    if (job.readOnlyEnforced)
      throw new Error(`Overwriting readonly variable '${fullName}' is not permitted.`);
    addIssue(step, {
      issueType: 'Warning',
      message: `Overwriting readonly variable '${fullName}'. This behavior will be disabled in the future.`,
      data: {},
    });
  }
  job.variables.set(fullName, data, { secret, readOnly: isOutput || isTrue(properties['isreadonly']) });
};

const setTaskVariable: Effect = ({ properties, data }, step, job) => {
  const name = required(
    properties['variable'],
    "Required field 'variable' is missing in ##vso[task.settaskvariable] command.",
  );
  if (isTrue(properties['issecret'])) job.mask.add(data);
  step.taskVariables[name] = data;
};

const complete: Effect = ({ properties, data }, step) => {
  const result = parseResult(properties['result']);
  if (!result) throw new Error("Command doesn't have valid result value.");
  step.result = mergeResults(step.result, result);
  step.percentComplete = 100;
  if (data !== '' && step.debug) step.write(`##[debug]${data}`);
};

const setProgress: Effect = ({ properties }, step) => {
  const value = Number.parseInt(properties['value'] ?? '', 10);
  step.percentComplete = Number.isNaN(value) ? 0 : Math.min(Math.max(value, 0), 100);
};

const setSecret: Effect = ({ data }, _step, job) => {
  job.mask.add(data);
};

const debug: Effect = ({ data }, step) => {
  if (step.debug) step.write(`##[debug]${data}`);
};

function attach(step: StepEffects, type: string, path: string, name: string): void {
  step.attachments.push({ type, name, file: resolve(step.workingDirectory, path) });
}

const uploadSummary: Effect = ({ data }, step) => {
  const path = required(data, 'Cannot upload summary file, summary file location is not specified.');
  attach(step, 'Distributedtask.Core.Summary', path, `CustomMarkDownSummary-${path.split('/').at(-1) ?? ''}`);
};

const uploadFile: Effect = ({ data }, step) => {
  const path = required(
    data,
    'Cannot upload task attachment file, attachment file location is not specified.',
  );
  attach(step, 'Distributedtask.Core.FileAttachment', path, path.split('/').at(-1) ?? path);
};

const addAttachment: Effect = ({ properties, data }, step) => {
  const missing = (what: string): string => `Cannot add task attachment, ${what} is not specified.`;
  const type = required(properties['type'], missing('attachment type'));
  const name = required(properties['name'], missing('attachment name'));
  attach(step, type, required(data, missing('attachment file')), name);
};

const prependPath: Effect = ({ data }, _step, job) => {
  const folder = required(data, 'prependpath');
  const at = job.prependPath.indexOf(folder);
  if (at >= 0) job.prependPath.splice(at, 1);
  job.prependPath.push(folder);
};

const setEndpoint: Effect = ({ properties, data }, _step, job) => {
  const field = required(
    properties['field'],
    "Required field 'field' is missing in ##vso[task.setendpoint] command.",
  );
  const id = required(properties['id'], "Required field 'id' is missing in ##vso[task.setendpoint] command.");
  const connection = job.connections.get(id.toLowerCase());
  if (!connection) throw new Error(`Service connection with ID ${id} is not declared by the task.`);
  const key = properties['key'];
  if (field === 'url') job.connections.set(id.toLowerCase(), { ...connection, url: data });
  else if (field === 'dataParameter' || field === 'authParameter') {
    const name = required(key, "Required field 'key' is missing in ##vso[task.setendpoint] command.");
    const change =
      field === 'dataParameter'
        ? { data: { ...connection.data, [name]: data } }
        : { parameters: { ...connection.parameters, [name]: data } };
    if (field === 'authParameter') job.mask.add(data);
    job.connections.set(id.toLowerCase(), { ...connection, ...change });
  } else throw new Error("Endpoint field must be one of 'authParameter', 'dataParameter' or 'url'.");
};

const renameRelease: Effect = ({ data }, _step, job) => {
  const name = required(data, 'Release name is required.');
  job.renameRelease(name);
  job.variables.set('Release.ReleaseName', name);
};

/** Accepted and noted in the log: they change what the pages show, not what later steps see. */
const noted: Effect = ({ area, event, data }, step) => {
  if (step.debug) step.write(`##[debug]${area}.${event} ${data}`);
};

/** By area, then by event; both in lower case. */
export const effects: Readonly<Record<string, Readonly<Record<string, Effect>>>> = {
  task: {
    logissue: logIssue,
    issue: logIssue,
    setvariable: setVariable,
    settaskvariable: setTaskVariable,
    complete,
    setprogress: setProgress,
    setsecret: setSecret,
    debug,
    uploadsummary: uploadSummary,
    uploadfile: uploadFile,
    addattachment: addAttachment,
    prependpath: prependPath,
    setendpoint: setEndpoint,
    logdetail: noted,
  },
  release: { updatereleasename: renameRelease },
  artifact: { upload: noted, associate: noted },
  build: { addbuildtag: noted, updatebuildnumber: noted, uploadlog: noted },
  results: { publish: noted },
  telemetry: { publish: noted },
};
