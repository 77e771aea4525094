// Catalogue entries: the files a team writes (inference config, deployment config) and their contents.
import { userError } from '../entry.ts';

export const configurationErrors = {
  FileNotFound: userError<{ what: string; path: string }>({
    message: ({ what, path }) => `The ${what} '${path}' does not exist.`,
    remedy: () => 'Correct the path; it is relative to the folder the task runs in unless it is absolute.',
    sample: { what: 'inference config', path: 'score/inferenceconfig.yml' },
  }),
  FileUnreadable: userError<{ what: string; path: string; reason: string }>({
    message: ({ what, path, reason }) => `The ${what} '${path}' can not be read: ${reason}.`,
    remedy: () => 'Make it a readable text file in UTF-8.',
    sample: { what: 'conda file', path: 'score/conda.yml', reason: 'it is a folder' },
  }),
  ConfigurationUnreadable: userError<{ file: string; line: number; problem: string }>({
    message: ({ file, line, problem }) => `'${file}' is neither YAML nor JSON: line ${line}, ${problem}.`,
    remedy: () => 'Mend the text at that line.',
    sample: { file: 'inferenceconfig.yml', line: 3, problem: 'map keys must be unique' },
  }),
  ConfigurationInvalid: userError<{ file: string; problems: string }>({
    message: ({ file, problems }) => `'${file}' is not valid: ${problems}.`,
    remedy: () => 'Mend the keys that are named; docs/configuration.md lists every key with its default.',
    sample: { file: 'deploymentconfig.yml', problems: 'line 2, instanceCount: must be at least 1' },
  }),
  ConfigurationConflict: userError<{ file: string; place: string; first: string; second: string }>({
    message: ({ file, place, first, second }) =>
      `'${file}' (${place}) gives both '${first}' and '${second}', which exclude each other.`,
    remedy: ({ first, second }) => `Keep '${second}' and take '${first}' out, or the other way round.`,
    sample: { file: 'inferenceconfig.yml', place: 'line 3', first: 'condaFile', second: 'environment' },
  }),
  ConfigurationNotSupported: userError<{
    file: string;
    place: string;
    key: string;
    reason: string;
    instead: string;
  }>({
    message: ({ file, place, key, reason }) =>
      `'${file}' (${place}) asks for '${key}', which can not be carried out: ${reason}.`,
    remedy: ({ instead }) => instead,
    sample: {
      file: 'inferenceconfig.yml',
      place: 'line 4',
      key: 'extraDockerfileSteps',
      reason: 'a managed endpoint takes an image and a conda file',
      instead: 'Build an image with these steps and name it as baseImage.',
    },
  }),
  EntryScriptInvalid: userError<{ script: string; problem: string }>({
    message: ({ script, problem }) => `The entry script '${script}' can not serve a model: ${problem}.`,
    remedy: () => 'Give a Python file that defines init() and run(data).',
    sample: { script: 'score.py', problem: "it defines no function 'run'" },
  }),
  PathOutsideSource: userError<{ path: string; root: string }>({
    message: ({ path, root }) => `The path '${path}' leaves the folder '${root}'.`,
    remedy: () => 'Use a path inside that folder.',
    sample: { path: '../secrets.py', root: 'score' },
  }),
  NameInvalid: userError<{ what: string; name: string; rule: string }>({
    message: ({ what, name, rule }) => `'${name}' is not a valid ${what}: ${rule}.`,
    remedy: () => 'Choose a name that follows the rule.',
    sample: { what: 'endpoint name', name: 'Fraud_1', rule: '3 to 32 letters, digits and single dashes' },
  }),
};
