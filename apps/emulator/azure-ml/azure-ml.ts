// The emulated Azure Machine Learning service: everything under one workspace and one registry, as operations for the ARM server.
import type { Operation } from '../arm/operation.ts';
import type { RegisteredModel } from '../event-grid/grid-event.ts';
import type { TokenCheck } from '../identity/access-token.ts';
import type { Time } from '../kernel/time.ts';
import { codeKind, environmentKind, modelKind, registryModelKind } from './assets/asset-kinds.ts';
import { assetOperations } from './assets/asset-operations.ts';
import type { CodeProperties, EnvironmentProperties, ModelProperties } from './assets/asset-schemas.ts';
import { AssetRegistry } from './assets/asset.ts';
import { writeByOperation } from './assets/asset-writes.ts';
import { computeOperations } from './compute/compute-operations.ts';
import { ComputeStore } from './compute/compute-store.ts';
import {
  dataReferenceOperation,
  type DataReference,
  type DataReferenceOptions,
} from './assets/data-reference.ts';
import { datastoreOperations, initialDatastores, type DatastoreStorage } from './datastores.ts';
import { deploymentOperations } from './online/deployment-operations.ts';
import { endpointOperations } from './online/endpoint-operations.ts';
import { OperationTracker } from './long-running.ts';
import { OnlineStore } from './online/online-store.ts';
import { pendingUploadOperation, type PendingUploadStorage } from './assets/pending-upload.ts';
import { inRegistry, registryOperations } from './registry.ts';
import { registryHome, registryRoute, workspaceHome, workspaceRoute, type WorkspaceScope } from './scope.ts';
import type { BatchHost } from './batch/batch-host.ts';
import { createBatch } from './batch/batch.ts';
import type { ScoringHost } from './online/scoring-host.ts';
import { Stamps } from './system-data.ts';
import { inWorkspace, workspaceOperations } from './workspace.ts';

export interface AzureMlOptions {
  readonly scope: WorkspaceScope;
  readonly storage: PendingUploadStorage & DatastoreStorage & DataReferenceOptions['storage'];
  readonly host: ScoringHost;
  readonly batchHost: BatchHost;
  readonly time: Time;
  /** How long every long-running operation takes at least. Milliseconds. */
  readonly operationMs: number;
  readonly retryAfterSeconds: number;
  /** Accepts model names with a dot, which the description of 2024-04-01 forbids. */
  readonly allowDotsInModelNames: boolean;
  /** With what a registry opens its models' files; `containerSas` when absent. */
  readonly dataReference?: DataReference;
  /** Models of a registry that another workspace has made; its own when absent. */
  readonly registryModels?: AssetRegistry<ModelProperties>;
  /** Models and versions of a page; 30 when absent. */
  readonly pageSize?: number;
  readonly checkToken: (token: string) => Promise<TokenCheck>;
  /** Told about each new model version. */
  readonly modelRegistered?: (model: RegisteredModel) => void;
  readonly log: (line: string) => void;
}

export interface AzureMl {
  readonly operations: readonly Operation[];
  readonly endpoints: OnlineStore;
  readonly registryModels: AssetRegistry<ModelProperties>;
  /** Containers that must exist in the storage account. */
  readonly containers: readonly string[];
  /** Ends operations, deployments and endpoints. */
  close(): Promise<void>;
}

export function createAzureMl(options: AzureMlOptions): AzureMl {
  const { scope, storage, host, time, log } = options;
  const stamps = new Stamps(() => time.now());
  const models = new AssetRegistry<ModelProperties>(stamps);
  const registryModels = options.registryModels ?? new AssetRegistry<ModelProperties>(stamps);
  const codes = new AssetRegistry<CodeProperties>(stamps);
  const environments = new AssetRegistry<EnvironmentProperties>(stamps);
  const datastores = initialDatastores(scope);
  const paths = {
    containerOf: (name: string) => datastores.find((datastore) => datastore.name === name)?.container,
    storageUrl: storage.url,
  };
  const tracker = new OperationTracker({
    scope,
    time,
    minimumMs: options.operationMs,
    retryAfterSeconds: options.retryAfterSeconds,
    log,
  });
  const home = workspaceHome(scope);
  const store = new OnlineStore();
  const computes = new ComputeStore(scope);
  const online = { scope, store, computes, tracker, host, stamps, time, checkToken: options.checkToken };
  const assets = { scope, models, registryModels, codes, environments, paths };
  const batch = createBatch({ ...options, scope, computes, tracker, stamps, assets });
  return {
    containers: datastores.map(({ container }) => container),
    endpoints: store,
    registryModels,
    operations: [
      ...inWorkspace(scope, [
        ...workspaceOperations({ scope, storageAccount: storage.accountName, stamps }),
        ...assetOperations(home, {
          ...modelKind(models, paths, options.allowDotsInModelNames),
          ...(options.pageSize === undefined ? {} : { pageSize: options.pageSize }),
          registered: (name, version, { tags, properties }) =>
            options.modelRegistered?.({ name, version, tags: tags ?? {}, properties: properties ?? {} }),
        }),
        ...assetOperations(home, codeKind(codes, paths)),
        ...assetOperations(home, environmentKind(environments)),
        pendingUploadOperation(`${workspaceRoute}/codes/:name/versions/:version`, { scope, storage }),
        ...datastoreOperations({ scope, storage, datastores, stamps }),
        ...computeOperations({ scope, computes, tracker, stamps }),
        ...endpointOperations(online),
        ...deploymentOperations({ ...online, assets }),
        ...batch.operations,
        ...tracker.operations(),
      ]),
      ...inRegistry(scope, registryPart(options, registryModels, stamps, tracker)),
    ],
    async close() {
      await Promise.all([tracker.close(), batch.close()]);
      for (const endpoint of store.all()) {
        await endpoint.gateway?.close();
        await Promise.all([...endpoint.deployments.values()].map(async ({ running }) => running?.stop()));
      }
    },
  };
}

/** The registry and its models; a new version of it raises no event. */
function registryPart(
  options: AzureMlOptions,
  models: AssetRegistry<ModelProperties>,
  stamps: Stamps,
  tracker: OperationTracker,
): readonly Operation[] {
  const { scope, storage, allowDotsInModelNames, dataReference = 'containerSas' } = options;
  const paths = { containerOf: () => undefined, storageUrl: storage.url };
  const containers = new Set<string>();
  const isOurs = (container: string) => containers.has(container);
  return [
    ...registryOperations({ scope, storageAccount: storage.accountName, stamps }),
    ...assetOperations(
      registryHome(scope),
      registryModelKind(models, paths, allowDotsInModelNames, isOurs),
      writeByOperation(tracker),
    ),
    pendingUploadOperation(`${registryRoute}/models/:name/versions/:version`, {
      scope,
      storage,
      access: dataReference === 'noCredentials' ? 'public' : 'private',
      made: (container) => containers.add(container),
    }),
    dataReferenceOperation({ scope, models, storage, kind: dataReference }),
  ];
}
