// Every verb of `azureml-release model`, in the order of a model's life.
import { deleteModel } from './delete.ts';
import { deploy } from './deploy.ts';
import { download } from './download.ts';
import { list } from './list.ts';
import { packageVerb } from './package.ts';
import { profile } from './profile.ts';
import { promote } from './promote.ts';
import { register } from './register.ts';
import { show } from './show.ts';
import { update } from './update.ts';
import type { Verb } from './verb.ts';
import { where } from './where.ts';

/** Those of v1. */
export const verbs: readonly Verb[] = [
  register,
  list,
  show,
  update,
  download,
  profile,
  packageVerb,
  deploy,
  deleteModel,
];

/** Those that v1 had not. */
export const newVerbs: readonly Verb[] = [promote, where];
