// The flags of `model deploy`: all of v1's, and ours.
import { many, text, toggle } from '../../../../src/core/command-line/flag.ts';
import type { CommandLine } from '../../../../src/core/command-line/read-command-line.ts';
import { deploymentFlags } from './deployment-flags.ts';
import { inferenceFlags } from './inference-flags.ts';
import { rolloutFlags } from './rollout-flags.ts';
import { workspaceFlags } from './workspace-flags.ts';

/** Of the files of `az ml` v2. */
const yamlFlags = {
  file: text('FILE', 'an online or batch deployment as az ml v2 writes it, instead of --ic and --dc'),
  'endpoint-file': text('FILE', 'the endpoint of that deployment; absent: one that is there stays as it is'),
  set: many('KEY=VALUE', 'a key of --file, e.g. instance_count=3'),
  'all-traffic': toggle(
    "the deployment of --file gets all traffic in the end, where no endpoint's file splits it",
  ),
};

export const deployFlags = {
  name: text('NAME', 'endpoint, service, container or module', 'n'),
  model: many(
    'MODEL',
    'name, name:version, name@latest, an ARM id, azureml:... or azureml://...; several for an image',
    'm',
  ),
  'model-metadata-file': many(
    'FILE',
    'a file that names a model, as register -t and the download task write it',
    'f',
  ),
  ...yamlFlags,
  'test-request': text('FILE', 'JSON body that the new deployment is tested with before it gets traffic'),
  'dry-run': toggle('print what would be done against what is there now, and change nothing'),
  offline: toggle('suppose that nothing is there yet, and call nobody'),
  json: toggle('the plan as one JSON object'),
  tag: many('NAME=VALUE', 'tags, beside those of the file'),
  property: many(
    'NAME=VALUE',
    'become tags, with a warning: a deployment of today has no properties that are fixed',
  ),
  overwrite: toggle(
    'replace what a service of this name has; without it that is refused, as in v1. With --file: change a deployment in place that gets requests',
  ),
  'take-over': toggle(
    'wait for no older roll-out of the endpoint that was killed; one that is at work after all ends at its next change',
  ),
  'no-wait': toggle('accepted, with a warning: traffic moves only to what has answered, so there is a wait'),
  ...inferenceFlags,
  ...deploymentFlags,
  ...rolloutFlags,
  ...workspaceFlags,
};

export type DeployLine = CommandLine<typeof deployFlags>;

/** Those that say something to v1's files only. */
export const v1Flags: readonly string[] = [
  ...['name', 'model', 'model-metadata-file', 'tag', 'property'],
  ...Object.keys(inferenceFlags),
  ...Object.keys(deploymentFlags),
];
