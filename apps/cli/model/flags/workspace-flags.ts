// The flags that every verb of `model` takes: which workspace, how to reach it, and how much to say.
import { choice, text, toggle } from '../../../../src/core/command-line/flag.ts';
import { azureFlags } from '../../azure/azure-flags.ts';

export const workspaceFlags = {
  'resource-group': text('RG', 'resource group of the workspace', 'g'),
  'workspace-name': text('WS', 'the workspace', 'w'),
  'subscription-id': text('ID', 'its Azure subscription; default: AZURE_SUBSCRIPTION_ID'),
  path: text(
    'FOLDER',
    'the project: relative paths start there, and .azureml/config.json or config.json in it may name the workspace; default: the current folder',
  ),
  v: toggle('say on the standard error what is done'),
  ...azureFlags,
  help: toggle('this text', 'h'),
};

export const outputFormats = ['json', 'table', 'none'] as const;

export const outputFlag = {
  output: choice(outputFormats, 'FORMAT', `${outputFormats.join(', ')}; default: json`, 'o'),
};
