// Request bodies of computes: clusters of Azure Machine Learning, and attached Kubernetes clusters.
import { z } from 'zod';

const readOnly = z.unknown().optional();
const text = z.string().nullish();

const amounts = z.record(z.string(), z.string().nullable());

const instanceType = z.object({
  nodeSelector: z.record(z.string(), z.string().nullable()).nullish(),
  resources: z.object({ requests: amounts.nullish(), limits: amounts.nullish() }).nullish(),
});

const scaleSettings = z.object({
  maxNodeCount: z.int().min(0),
  minNodeCount: z.int().min(0).default(0),
  nodeIdleTimeBeforeScaleDown: z.string().default('PT120S'),
});

const common = {
  computeLocation: text,
  description: text,
  resourceId: text,
  disableLocalAuth: z.boolean().optional(),
  provisioningState: readOnly,
  createdOn: readOnly,
  modifiedOn: readOnly,
  provisioningErrors: readOnly,
  isAttachedCompute: readOnly,
};

const cluster = z.object({
  ...common,
  computeType: z.literal('AmlCompute'),
  properties: z.object({
    vmSize: z.string().min(1),
    vmPriority: z.enum(['Dedicated', 'LowPriority']).default('Dedicated'),
    osType: z.enum(['Linux', 'Windows']).default('Linux'),
    scaleSettings: scaleSettings.optional(),
    isolatedNetwork: z.boolean().optional(),
    remoteLoginPortPublicAccess: z.enum(['Enabled', 'Disabled', 'NotSpecified']).default('NotSpecified'),
    enableNodePublicIp: z.boolean().nullable().default(true),
    subnet: z.object({ id: z.string() }).nullish(),
  }),
});

const kubernetes = z.object({
  ...common,
  computeType: z.literal('Kubernetes'),
  properties: z
    .object({
      relayConnectionString: text,
      serviceBusConnectionString: text,
      extensionPrincipalId: text,
      extensionInstanceReleaseTrain: z.string().optional(),
      vcName: z.string().optional(),
      namespace: z.string().default('default'),
      defaultInstanceType: z.string().optional(),
      instanceTypes: z.record(z.string(), instanceType).optional(),
    })
    .prefault({}),
});

/** Kinds of the official description that are not emulated. */
export const otherComputeTypes = [
  ...['AKS', 'ComputeInstance', 'DataFactory', 'VirtualMachine', 'HDInsight'],
  ...['Databricks', 'DataLakeAnalytics', 'SynapseSpark'],
];

export const computeBody = z.object({
  id: readOnly,
  name: readOnly,
  type: readOnly,
  systemData: readOnly,
  location: z.string().optional(),
  tags: z.record(z.string(), z.string()).nullish(),
  identity: z.object({ type: z.string() }).loose().optional(),
  sku: z.object({ name: z.string() }).loose().nullish(),
  properties: z.discriminatedUnion('computeType', [cluster, kubernetes]),
});

export const computePatch = z.object({
  properties: z.object({ properties: z.object({ scaleSettings }) }),
});

export type ComputeRequest = z.infer<typeof computeBody>;
export type InstanceType = z.infer<typeof instanceType>;
export type KubernetesProperties = z.infer<typeof kubernetes>['properties'];
export type ClusterProperties = z.infer<typeof cluster>['properties'];
