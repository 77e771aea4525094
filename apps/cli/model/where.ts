// `azureml-release where MODEL[:VERSION]`: what runs a model, and who put it there.
import { text, toggle } from '../../../src/core/command-line/flag.ts';
import { given } from '../../../src/core/given.ts';
import { factsOf, lineageInWords } from '../../../src/core/lineage/lineage-tags.ts';
import {
  modelInWords,
  type ModelQuestion,
  type ModelUse,
  useInWords,
} from '../../../src/core/lineage/model-use.ts';
import { modelTarget } from '../../../src/core/model/target.ts';
import { modelUsers, unseenInWords } from '../../../src/flows/model-uses/model-users.ts';
import { hubFlag, hubsOf } from './flags/hub-flag.ts';
import { workspaceFlags } from './flags/workspace-flags.ts';
import { openSession } from './session.ts';
import { defineVerb, invalidFor } from './verb.ts';

const invalid = invalidFor('where');

/** A name alone means every version: "latest" is a question about the registry, not about what runs. */
function questionOf(words: readonly string[], registry: string | undefined): ModelQuestion {
  const [reference, ...more] = words;
  if (reference === undefined || more.length > 0) throw invalid('it takes one MODEL or MODEL:VERSION');
  const { name: model, version, place } = modelTarget(reference);
  const isNamed = version !== 'latest' || /[@:]latest$/i.test(reference);
  if (isNamed && version === 'latest')
    throw invalid(`'${reference}' may be another one tomorrow; name a version, or none for all`);
  const from = place.kind === 'registry' ? place.name : registry;
  return { model, ...given({ version: isNamed ? version : undefined, registry: from }) };
}

function useText(use: ModelUse): string {
  const lineage = lineageInWords(use.tags);
  const models = use.models.map(modelInWords).join(', ');
  return `${models}  ${useInWords(use)}  ${use.state}\n${lineage === undefined ? '' : `  by ${lineage}\n`}`;
}

export const where = defineVerb({
  name: 'where',
  summary: 'what runs a model of a workspace, or one version of it, and who put it there',
  example: 'where MODEL[:VERSION] -g RG -w WS [--registry REGISTRY] [--json]',
  words: 'any',
  flags: {
    registry: text('REGISTRY', 'the model is one of this registry, and not of the workspace'),
    json: toggle('one JSON object'),
    ...hubFlag,
    ...workspaceFlags,
  },
  async run(program, { values, words }) {
    const question = questionOf(words, values.registry);
    const hubs = hubsOf('where', values['iot-hub'], program.environment);
    const { workspace, options, log } = await openSession(program, 'where', values);
    const { createModelUses } = await import('../../../src/wiring/model-uses.ts');
    const finders = createModelUses(options, hubs, program.environment);
    const { uses, looked, unseen } = await modelUsers(finders, workspace, question);
    if (values.json) {
      const shown = uses.map((use) => ({ ...use, lineage: factsOf(use.tags) }));
      const answer = { ...question, workspace: workspace.name, uses: shown, notLookedAt: unseen };
      program.writeOut(`${JSON.stringify(answer)}\n`);
      return 0;
    }
    for (const place of unseen) log.warning(`Something there may run it, too: ${unseenInWords(place)}.`);
    program.writeOut(
      uses.length === 0
        ? `Nothing runs it in workspace '${workspace.name}' (looked at: ${looked.join(', ')}).\n`
        : uses.map(useText).join(''),
    );
    return 0;
  },
});
