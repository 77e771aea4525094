// Place, network, encryption and registry: what becomes of each key on every target.
import { deploymentKey as key, depends, refused, taken, warned } from './key-row.ts';
import { elsewhere } from './request-keys.ts';

const thisMachine = warned('the container runs on this machine', 'Leave the key out.');
const ownKey = refused(
  'the disks of the service are encrypted by keys of Microsoft or of the workspace',
  'Give the workspace a customer-managed key, and leave these keys out.',
);
const ownNetwork = refused(
  'an endpoint does not join a network of yours',
  "Set publicNetworkAccess to 'disabled' and reach it by the workspace's private endpoint.",
);
const clusterNetwork = refused('the cluster has its network already', 'Leave the key out.');

const encryption = (name: string, sample: string, meaning: string) =>
  key(
    name,
    { meaning, sample },
    { rest: ownKey, aci: taken(`\`encryptionProperties.${name}\``), local: thisMachine, iotedge: thisDevice },
  );

const thisDevice = warned('the device encrypts its own disks', 'Leave the key out.');

const network = (name: string, sample: string, meaning: string) =>
  key(
    name,
    { meaning, sample },
    {
      rest: ownNetwork,
      aci: taken('`subnetIds`, and `ipAddress.type` Private'),
      local: thisMachine,
      kubernetes: clusterNetwork,
      batch: refused('the cluster has its network already', 'Create the cluster in that network.'),
      iotedge: warned('the device has its network already', 'Leave the key out.'),
    },
  );

const access = (name: string, managed: string, meaning: string) =>
  key(
    name,
    { meaning, sample: 'disabled', idle: ['enabled', 'Enabled'] },
    {
      rest: refused(
        'only a managed endpoint can be closed that way',
        "Deploy to 'managed', or leave the key out.",
      ),
      managed: taken(managed),
    },
  );

export const networkKeys = [
  key(
    'location',
    { meaning: "Azure region; left out: the workspace's", sample: 'northeurope' },
    {
      rest: refused('an endpoint is in the region of its workspace', 'Use a workspace of that region.'),
      local: thisMachine,
      aci: taken('`location`'),
      iotedge: thisMachine,
    },
  ),
  key(
    'dnsNameLabel',
    { meaning: 'first part of the host name', sample: 'fraud-scores' },
    {
      rest: warned("the endpoint's name is in its address", 'Leave the key out.'),
      local: thisMachine,
      aci: depends(
        'a subnet is given, too',
        (_, all) => 'subnetName' in all,
        refused('a group in a subnet has no public name', 'Leave out one of the two.'),
        taken('`ipAddress.dnsNameLabel`'),
      ),
      iotedge: thisMachine,
    },
  ),
  encryption('vaultBaseUrl', 'https://vault.example.net', 'vault with the key that encrypts'),
  encryption('keyName', 'key', 'name of that key'),
  encryption('keyVersion', '1', 'version of that key'),
  network('vnetName', 'net', "virtual network in the workspace's resource group"),
  network('subnetName', 'subnet', 'subnet of that network'),
  access('publicNetworkAccess', '`publicNetworkAccess` of the endpoint', 'may the public network call it'),
  access('egressPublicNetworkAccess', '`egressPublicNetworkAccess`', 'may it call the public network'),
  key(
    'containerRegistry',
    { meaning: "registry for the image; left out: the workspace's", sample: 'other.azurecr.io' },
    {
      rest: warned('the service builds into the registry of the workspace', 'Leave the key out.'),
      local: warned('the image is built on this machine', 'Leave the key out.'),
      aci: taken('registry of the build and of the image'),
      iotedge: taken('registry of the build and of the image'),
    },
  ),
  key(
    'namespace',
    { meaning: 'namespace on the cluster', sample: 'scoring' },
    {
      rest: elsewhere('Kubernetes'),
      kubernetes: warned(
        'the namespace belongs to the attached compute',
        "Attach the cluster with 'az ml compute attach --namespace' and name that compute.",
      ),
    },
  ),
  key(
    'computeTargetName',
    { meaning: 'attached Kubernetes compute, or cluster of a batch endpoint', sample: 'k8s' },
    {
      rest: elsewhere('Kubernetes and batch endpoints'),
      kubernetes: taken('`compute` of the endpoint'),
      batch: taken('`compute` of the deployment'),
    },
  ),
];
