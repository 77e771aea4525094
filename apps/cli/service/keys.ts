// `azureml-release service keys show | rotate`: the keys of a service's callers, changed without a request being refused.
import { choice, toggle } from '../../../src/core/command-line/flag.ts';
import { requireKeys, rotateKey } from '../../../src/flows/service/endpoint-keys.ts';
import { requireService } from '../../../src/flows/service/require-service.ts';
import { keyNames, type KeyName } from '../../../src/ports/endpoint-keys.ts';
import { defineVerb, invalidFor } from '../model/verb.ts';
import { openService } from './open-service.ts';
import { serviceFlags } from './service-flags.ts';

const invalid = invalidFor('keys', 'service');

const actions = ['show', 'rotate'] as const;

function actionOf(words: readonly string[]): (typeof actions)[number] {
  const [word, ...more] = words;
  const action = actions.find((one) => one === word);
  if (action !== undefined && more.length === 0) return action;
  throw invalid(`it is followed by one of ${actions.join(', ')}, and not by '${words.join(' ')}'`);
}

export const keys = defineVerb({
  group: 'service',
  name: 'keys',
  summary: 'show the keys that callers present, or make a new one in place of one',
  example: 'service keys show|rotate -n NAME -g RG -w WS [--key primary|secondary]',
  words: 'any',
  flags: {
    ...serviceFlags,
    key: choice(keyNames, 'KEY', 'primary or secondary; show: both, rotate: secondary'),
    plain: toggle('print the one key and nothing else'),
    json: toggle('one JSON object; rotate prints the new key in it'),
  },
  async run(program, { values, words }) {
    const action = actionOf(words);
    const asked = keyNames.find((name): name is KeyName => name === values.key);
    if (values.plain && (action === 'rotate' || asked === undefined))
      throw invalid('--plain belongs to show with --key');
    const { target, ref, place } = await openService('keys', program, values);
    const access = target.keys;
    if (access === undefined)
      throw invalid(
        `only online endpoints and container groups have such keys, and not what runs on ${place}`,
      );
    const state = await requireService(target, ref);
    requireKeys(state);
    if (action === 'show') {
      const pair = await access.read(ref.workspace, ref.service);
      const shown = keyNames.filter((name) => asked === undefined || name === asked);
      if (values.plain) program.writeOut(`${shown.map((name) => pair[name]).join('\n')}\n`);
      else if (values.json)
        program.writeOut(`${JSON.stringify(Object.fromEntries(shown.map((name) => [name, pair[name]])))}\n`);
      else program.writeOut(shown.map((name) => `${name.padEnd(9)}  ${pair[name]}\n`).join(''));
      return 0;
    }
    const rotated = await rotateKey(access, ref, state, asked ?? 'secondary');
    const { key, stays, next } = rotated;
    if (values.json)
      program.writeOut(`${JSON.stringify({ rotated: key, kept: stays, [key]: rotated.keys[key], next })}\n`);
    else
      program.writeOut(
        `The ${key} key of '${ref.service}' is a new one; the ${stays} key is as it was.\n${next}\n`,
      );
    return 0;
  },
});
