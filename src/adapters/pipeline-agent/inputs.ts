// A task's inputs and variables, as the agent hands them over.
import { resolve } from 'node:path';
import { getInput, getVariable, setSecret, setVariable } from 'azure-pipelines-task-lib/task';
import { fail } from '../../core/errors/catalogue.ts';
import type { TaskInputs, TaskVariables } from '../../ports/task-host.ts';

const given = (name: string): string | undefined => {
  const value = getInput(name, false)?.trim();
  return value === '' ? undefined : value;
};

export const agentInputs: TaskInputs = {
  required(name) {
    const value = given(name);
    if (value === undefined) throw fail('InputMissing', { input: name });
    return value;
  },
  optional: given,
  flag(name) {
    const value = given(name);
    if (value === undefined || /^false$/i.test(value)) return false;
    if (/^true$/i.test(value)) return true;
    throw fail('InputInvalid', { input: name, value, rule: 'it must be true or false' });
  },
  path(name) {
    const value = given(name);
    if (value === undefined) return undefined;
    return resolve(getVariable('System.DefaultWorkingDirectory') ?? process.cwd(), value);
  },
  lines(name) {
    const lines = (given(name) ?? '').split(/\r?\n/).map((line) => line.trim());
    return lines.filter((line) => line !== '');
  },
};

export const agentVariables: TaskVariables = {
  get: (name) => getVariable(name),
  setOutput: (name, value) => setVariable(name, value, false, true),
  setSecretOutput(name, value) {
    setSecret(value);
    setVariable(name, value, true, true);
  },
};
