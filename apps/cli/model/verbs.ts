// Every verb of `azureml-release model`, in the order of a model's life.
import { deploy } from './deploy.ts';
import type { Verb } from './verb.ts';

export const verbs: readonly Verb[] = [deploy];
