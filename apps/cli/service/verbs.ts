// Every verb of `azureml-release service`.
import type { Verb } from '../model/verb.ts';
import { client } from './client.ts';
import { deleteVerb } from './delete.ts';
import { invoke } from './invoke.ts';
import { keys } from './keys.ts';
import { logs } from './logs.ts';
import { schema } from './schema.ts';
import { score } from './score.ts';
import { status } from './status.ts';
import { update } from './update.ts';

export const serviceVerbs: readonly Verb[] = [
  ...[status, logs, invoke, score, update, keys, client, schema, deleteVerb],
];

/** Verbs that `model` takes, too: it has none of these names itself. v1's `model update` and `model delete` are about models. */
export const sharedVerbs: readonly Verb[] = [status, logs, invoke];
