// Rules: a task runs on Node 24 and Node 20, on an agent that has them, from files that are in the package.
import { isObject, textAt } from '../../json.ts';
import type { ExtensionPackage, TaskDocument } from '../extension-package.ts';
import type { Finding } from '../finding.ts';
import { agentWithNode24, removedHandlers, requiredHandlers } from '../known.ts';
import { finding } from '../shape.ts';
import type { Rule } from '../rule.ts';
import { judgeImage } from './manifest-files.ts';

const both = `List exactly ${requiredHandlers.join(' and ')}, both with the same target.`;

function handlers({ file, value }: TaskDocument): readonly Finding[] {
  const execution = value['execution'];
  if (!isObject(execution)) return [];
  const missing = requiredHandlers
    .filter((handler) => !(handler in execution))
    .map((handler) =>
      finding({ file, path: ['execution', handler] }, `The handler '${handler}' is missing.`, both),
    );
  const foreign = Object.keys(execution)
    .filter((handler) => !requiredHandlers.includes(handler))
    .map((handler) => {
      const why = removedHandlers.includes(handler)
        ? 'is removed from the agent'
        : 'is not one this project runs on';
      return finding({ file, path: ['execution', handler] }, `The handler '${handler}' ${why}.`, both);
    });
  return [...missing, ...foreign];
}

function targets({ file, value, folder }: TaskDocument, files: readonly string[]): readonly Finding[] {
  const execution = value['execution'];
  if (!isObject(execution)) return [];
  return Object.entries(execution).flatMap(([handler, entry]) => {
    const target = textAt(entry, 'target');
    if (target === undefined || files.includes(`${folder}/${target}`)) return [];
    return finding(
      { file, path: ['execution', handler, 'target'] },
      `There is no '${target}' in '${folder}'.`,
      'Build the task, or correct the name.',
    );
  });
}

/** An agent older than the first with Node 24 updates itself when the task asks for that version, and only then. */
function agent({ file, value }: TaskDocument): readonly Finding[] {
  const version = textAt(value, 'minimumAgentVersion');
  if (version === undefined || version === agentWithNode24) return [];
  return [
    finding(
      { file, path: ['minimumAgentVersion'] },
      `'${version}' is not the first agent version with Node 24.`,
      `Write ${agentWithNode24}.`,
    ),
  ];
}

function icon(extension: ExtensionPackage, { file, folder }: TaskDocument): readonly Finding[] {
  const path = `${folder}/icon.png`;
  const place = { file, path: [] };
  return extension.files.includes(path)
    ? judgeImage(extension, place, path, { width: 32, height: 32 })
    : [finding(place, `The task has no icon '${path}'.`, 'Add a PNG of 32 x 32 pixels.')];
}

export const taskHandlers: Rule = (extension) =>
  extension.tasks.flatMap((task) => [
    ...handlers(task),
    ...targets(task, extension.files),
    ...agent(task),
    ...icon(extension, task),
  ]);
