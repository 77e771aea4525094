// The requests that put a deployment's assets in place, for every kind of endpoint.
import type { AssetStepKind, StepKind } from '../../deploy/deployment-step.ts';
import type { DesiredAssets, PlannedFile } from '../../deploy/desired-assets.ts';
import { given } from '../../given.ts';
import type { PlannedRequest } from '../plan.ts';
import { machineLearningRequest } from './machine-learning-request.ts';

interface AssetRequest {
  readonly request: PlannedRequest;
  readonly files?: readonly PlannedFile[];
}

const upload = (
  to: { readonly uri: string; readonly files: readonly PlannedFile[] } | undefined,
): AssetRequest => ({
  request: { system: 'blob', method: 'PUT', path: to?.uri ?? '' },
  files: to?.files ?? [],
});

const requests: Readonly<Record<AssetStepKind, (assets: DesiredAssets) => AssetRequest>> = {
  'upload-context': ({ environment }) => upload(environment?.context),
  'register-environment': ({ environment }) => ({
    request: machineLearningRequest('PUT', environment?.create?.id ?? '', environment?.create?.body),
  }),
  // The service says where to upload; the code version then points there.
  'upload-code': ({ code }) => ({
    request: machineLearningRequest('PUT', code?.id ?? '', { properties: { codeUri: '{blobUri}' } }),
    ...given({ files: code?.files }),
  }),
  'upload-model': ({ model }) => upload(model?.upload),
  'register-model': ({ model }) => ({
    request: machineLearningRequest('PUT', model?.id ?? '', model?.body),
  }),
};

export const isAssetKind = (kind: StepKind): kind is AssetStepKind => Object.hasOwn(requests, kind);

export const assetRequest = (kind: AssetStepKind, assets: DesiredAssets): AssetRequest =>
  requests[kind](assets);
