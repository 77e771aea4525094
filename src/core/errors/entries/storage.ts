// Catalogue entries: the bytes of models in storage, and the folder they are put into.
import { laterError, userError } from '../entry.ts';

export const storageErrors = {
  ModelLocationNotSupported: userError<{ model: string; version: string; uri: string }>({
    message: ({ model, version, uri }) =>
      `Version '${version}' of model '${model}' is at '${uri}', an address that can not be downloaded from.`,
    remedy: () => 'Register the model from a datastore path or from a folder, then use that version.',
    sample: { model: 'fraud', version: '7', uri: 'azureml://unknown/place' },
  }),
  ModelFilesMissing: userError<{ model: string; version: string; uri: string }>({
    message: ({ model, version, uri }) =>
      `Version '${version}' of model '${model}' has no files: nothing is stored at '${uri}'.`,
    remedy: () => 'Register the model again; its files were deleted or never uploaded.',
    sample: { model: 'fraud', version: '7', uri: 'azureml://datastores/workspaceblobstore/paths/fraud' },
  }),
  ItemPatternMatchesNothing: userError<{ pattern: string; model: string; files: number }>({
    message: ({ pattern, model, files }) =>
      `The item pattern '${pattern}' chooses none of the ${files} files of model '${model}'.`,
    remedy: () => "Correct the pattern; '**' takes every file.",
    sample: { pattern: '*.onnx', model: 'fraud', files: 3 },
  }),
  UnsafeModelPath: userError<{ path: string; reason: string }>({
    message: ({ path, reason }) => `The model holds a file named '${path}' that was not written: ${reason}.`,
    remedy: () => 'Find out who put it there, and register the model again without it.',
    sample: { path: '../../.bashrc', reason: 'it climbs out of its folder' },
  }),
  ModelFileDamaged: laterError<{ path: string; problem: string }>({
    message: ({ path, problem }) => `The file '${path}' arrived damaged: ${problem}.`,
    remedy: () => 'Run again; files that arrived whole are kept. If it stays, register the model again.',
    sample: { path: 'model/model.pkl', problem: 'its MD5 is not the one that storage names' },
  }),
  TargetNotWritable: userError<{ path: string; reason: string }>({
    message: ({ path, reason }) => `The folder '${path}' can not be written: ${reason}.`,
    remedy: () =>
      "Give the agent's user the right to write there and enough free space, or choose another folder.",
    sample: { path: '/agent/_work/r1/a/_fraud', reason: 'no space left' },
  }),
  TargetOccupied: userError<{ path: string }>({
    message: ({ path }) => `'${path}' is there already, and a download would write over it.`,
    remedy: () => "Add '--overwrite' (what is the same already is kept), or choose another folder.",
    sample: { path: 'models/model/model.pkl' },
  }),
  DatastoreNotFound: userError<{ datastore: string; workspace: string }>({
    message: ({ datastore, workspace }) =>
      `Workspace '${workspace}' has no datastore '${datastore}', which holds the model's files.`,
    remedy: () => 'Restore the datastore, or register the model again.',
    sample: { datastore: 'archive', workspace: 'prod' },
  }),
  DatastoreNotSupported: userError<{ datastore: string; type: string }>({
    message: ({ datastore, type }) =>
      `The datastore '${datastore}' is of the kind '${type}', which can not be downloaded from.`,
    remedy: () => 'Register the model from a blob datastore.',
    sample: { datastore: 'share', type: 'AzureFile' },
  }),
  StorageForbidden: userError<{ resource: string; reason: string }>({
    message: ({ resource, reason }) => `Storage refused access to '${resource}': ${reason}.`,
    remedy: () =>
      "Give the service connection's identity the role 'Storage Blob Data Reader' (for uploads 'Storage Blob Data Contributor') and open the storage firewall to the agent.",
    sample: {
      resource: 'https://mlprod.blob.core.windows.net/models',
      reason: 'AuthorizationPermissionMismatch',
    },
  }),
  StorageNotFound: userError<{ resource: string }>({
    message: ({ resource }) => `Storage has no '${resource}'.`,
    remedy: () => 'Register the model again; its container or file was deleted.',
    sample: { resource: 'https://mlprod.blob.core.windows.net/models' },
  }),
  StorageChanged: userError<{ resource: string }>({
    message: ({ resource }) => `The file '${resource}' was changed in storage while it was downloaded.`,
    remedy: () => 'Run again when nobody writes to it; files of a registered model should never change.',
    sample: { resource: 'https://mlprod.blob.core.windows.net/models/fraud/model.pkl' },
  }),
  StorageNotReachable: laterError<{ url: string; reason: string }>({
    message: ({ url, reason }) => `Storage did not answer at '${url}': ${reason}.`,
    remedy: () => 'Check the network of the agent (proxy, private link, DNS) and run again.',
    sample: { url: 'https://mlprod.blob.core.windows.net', reason: 'ENOTFOUND' },
  }),
  StorageFailed: laterError<{ resource: string; status: number; reason: string }>({
    message: ({ resource, status, reason }) => `Storage failed on '${resource}' with ${status}: ${reason}.`,
    remedy: () => 'Run again later; files that arrived whole are kept.',
    sample: { resource: 'https://mlprod.blob.core.windows.net/models', status: 503, reason: 'ServerBusy' },
  }),
  StorageRejected: userError<{ resource: string; status: number; reason: string }>({
    message: ({ resource, status, reason }) =>
      `Storage rejected the request for '${resource}' (${status}): ${reason}.`,
    remedy: () => 'Check the datastore that holds the model, then run again.',
    sample: {
      resource: 'https://mlprod.blob.core.windows.net/models',
      status: 400,
      reason: 'InvalidResourceName',
    },
  }),
  UploadSourceUnreadable: userError<{ path: string; reason: string }>({
    message: ({ path, reason }) => `The file '${path}' can not be uploaded: ${reason}.`,
    remedy: () => 'Make it readable for the agent and leave it unchanged while the task runs.',
    sample: { path: 'score/score.py', reason: 'ENOENT' },
  }),
};
