// `azureml-release model promote`: from a development workspace to a production workspace or a registry.
import { resolve } from 'node:path';
import { text, toggle } from '../../../src/core/command-line/flag.ts';
import type { FlagValues } from '../../../src/core/command-line/flag.ts';
import { agentVariable, pipelineTags } from '../../../src/core/lineage/pipeline-facts.ts';
import { type ModelSource, sourceId, sourceInWords } from '../../../src/core/model/source.ts';
import { modelTarget, registryModelId } from '../../../src/core/model/target.ts';
import { promoteModel } from '../../../src/flows/promote-model.ts';
import { resolveVersion } from '../../../src/flows/resolve-version.ts';
import { azureFlags } from '../azure/azure-flags.ts';
import { commandOf, defineVerb, invalidFor } from './verb.ts';

const invalid = invalidFor('promote');

const place = (side: 'from' | 'to', where: string) =>
  ({
    [`${side}-workspace`]: text('WS', `the workspace ${where}`),
    [`${side}-registry`]: text('REGISTRY', `or the registry ${where}`),
    [`${side}-resource-group`]: text('RG', 'its resource group'),
    [`${side}-subscription-id`]: text('ID', 'its subscription; default: AZURE_SUBSCRIPTION_ID'),
  }) as Readonly<
    Record<
      `${typeof side}-${'workspace' | 'registry' | 'resource-group' | 'subscription-id'}`,
      ReturnType<typeof text>
    >
  >;

const flags = {
  model: text('MODEL', 'name:version; a name alone is the latest version', 'm'),
  ...place('from', 'that has it'),
  ...place('to', 'that shall have it'),
  'next-version': toggle('take the next free number there; default: the version is kept'),
  'output-metadata-file': text('FILE', 'what model deploy -f takes', 't'),
  json: toggle('one JSON object'),
  v: toggle('say on the standard error what is done'),
  ...azureFlags,
  help: toggle('this text', 'h'),
};

type Values = FlagValues<typeof flags>;

function sourceOf(values: Values, side: 'from' | 'to', variable: string | undefined): ModelSource {
  const workspace = values[`${side}-workspace`];
  const registry = values[`${side}-registry`];
  if ((workspace === undefined) === (registry === undefined))
    throw invalid(`it needs either --${side}-workspace or --${side}-registry`);
  const resourceGroup = values[`${side}-resource-group`];
  if (resourceGroup === undefined) throw invalid(`--${side}-resource-group is missing`);
  const subscriptionId = values[`${side}-subscription-id`] ?? variable?.trim() ?? '';
  if (subscriptionId === '') throw invalid(`--${side}-subscription-id is missing`);
  const where = { subscriptionId, resourceGroup };
  return workspace === undefined
    ? { kind: 'registry', ...where, name: registry ?? '' }
    : { ...where, name: workspace };
}

export const promote = defineVerb({
  name: 'promote',
  summary: 'copy a version to another workspace or a registry, with its tags and where it came from',
  example:
    'model promote -m MODEL:VERSION --from-workspace DEV --from-resource-group RG --to-workspace PROD --to-resource-group RG2',
  flags,
  async run(program, { values }) {
    const { model: reference, 'output-metadata-file': metadata } = values;
    if (reference === undefined) throw invalid('--model (-m) is missing');
    const { name, version, place: within } = modelTarget(reference);
    if (within.kind !== 'here') throw invalid(`'${reference}' names its own place: give name:version`);
    const { environment } = program;
    const from = sourceOf(values, 'from', environment['AZURE_SUBSCRIPTION_ID']);
    const to = sourceOf(values, 'to', environment['AZURE_SUBSCRIPTION_ID'] ?? from.subscriptionId);
    if (sourceId(from) === sourceId(to)) throw invalid(`both ends are ${sourceInWords(from)}`);
    const [{ clientOptions }, { createPromotePorts }] = await Promise.all([
      import('../azure/client-options.ts'),
      import('../../../src/wiring/promote-ports.ts'),
    ]);
    const { subscriptionId } = from;
    const options = clientOptions(program, {
      ...{ command: commandOf('promote'), values, subscriptionId, tells: values.v },
    });
    const { writeText, ...ports } = createPromotePorts(options);
    const promoted = await promoteModel(
      {
        ...{ model: await resolveVersion(ports.registry, from, name, version), from, to },
        nextVersion: values['next-version'],
        lineage: pipelineTags((variable) => environment[agentVariable(variable)]),
      },
      ports,
    );
    const { model } = promoted;
    const modelId = to.kind === 'registry' ? registryModelId(to.name, model.model, model.version) : model.id;
    const said = { model: model.model, version: model.version, modelId };
    if (metadata !== undefined)
      await writeText(
        resolve(program.project.workingFolder, metadata),
        `${JSON.stringify(said, undefined, 2)}\n`,
      );
    if (values.json)
      program.writeOut(
        `${JSON.stringify({ ...said, done: promoted.kind, files: promoted.files, bytes: promoted.bytes })}\n`,
      );
    else
      program.writeOut(
        promoted.kind === 'there'
          ? `${model.model}:${model.version} is in ${sourceInWords(to)} already.\n`
          : `${name}:${version} of ${sourceInWords(from)} is ${model.model}:${model.version} of ${sourceInWords(to)} now (${promoted.files} files, ${promoted.bytes} bytes, verified).\n`,
      );
    return 0;
  },
});
