// Versions behind one endpoint (v1: AKSENDPOINT): what becomes of each key on every target.
import { deploymentKey as key, refused, taken, warned } from './key-row.ts';

const oneVersion = warned('there is one version at a time', 'Leave the key out.');

export const versionKeys = [
  key(
    'versionName',
    { meaning: 'name of the version; left out: derived from model and content', sample: 'blue' },
    { rest: taken('name of the deployment'), local: oneVersion, aci: oneVersion, iotedge: oneVersion },
  ),
  key(
    'trafficPercentile',
    { meaning: 'percent of the requests; left out: all', sample: 20, idle: [100] },
    {
      rest: refused('nothing here splits requests', "Deploy to 'managed' or 'kubernetes'."),
      managed: taken('`traffic` of the endpoint; the default takes the rest'),
      kubernetes: taken('`traffic` of the endpoint; the default takes the rest'),
    },
  ),
  key(
    'isDefault',
    { meaning: 'takes what nobody else was given', sample: true },
    {
      rest: oneVersion,
      managed: taken('the rest of `traffic`'),
      kubernetes: taken('the rest of `traffic`'),
      batch: taken('`defaults.deploymentName`'),
    },
  ),
  key(
    'type',
    { meaning: '`control` or `treatment`', sample: 'treatment' },
    {
      rest: oneVersion,
      managed: taken('tag `azureml-release.version-type`'),
      kubernetes: taken('tag `azureml-release.version-type`'),
    },
  ),
];
