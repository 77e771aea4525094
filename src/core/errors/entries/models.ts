// Catalogue entries: naming, registering and changing models.
import { userError } from '../entry.ts';

export const modelErrors = {
  ModelVersionTaken: userError<{ model: string; version: string }>({
    message: ({ model, version }) => `Model '${model}' has a version '${version}' already, with other files.`,
    remedy: () => 'Leave the version out, so that the next free number is taken, or choose another one.',
    sample: { model: 'fraud', version: '7' },
  }),
  ModelSourceMissing: userError<{ uri: string }>({
    message: ({ uri }) => `Nothing is stored at '${uri}', so no model can be registered from there.`,
    remedy: () => 'Correct the path or the run; the studio shows what a run logged under Outputs + logs.',
    sample: { uri: 'azureml://jobs/brave_fox_1/outputs/artifacts/paths/outputs/model.pkl' },
  }),
  ModelPropertyFixed: userError<{ model: string; version: string; property: string }>({
    message: ({ model, version, property }) =>
      `The property '${property}' of model '${model}', version '${version}', has another value, and properties never change.`,
    remedy: () => 'Use a tag for what may change, or register a new version.',
    sample: { model: 'fraud', version: '7', property: 'trainedOn' },
  }),
  ModelPackageNotBuilt: userError<{ image: string }>({
    message: ({ image }) =>
      `The image '${image}' is not built: v1's service built images of models, and today's has no such operation outside previews.`,
    remedy: ({ image }) =>
      `Add '--output-path FOLDER', which gets Dockerfile, code and models, then run 'az acr build -r REGISTRY -t ${image} FOLDER' or 'docker build -t ${image} FOLDER'.`,
    sample: { image: 'fraud:prod' },
  }),
  ModelProfilingGone: userError<{ profile: string; models: string }>({
    message: ({ profile, models }) =>
      `The profile '${profile}' of ${models} is not made: profiling was a service of v1, and today's Azure Machine Learning has none.`,
    remedy: () =>
      "Deploy with containerResourceRequirements for a size by Microsoft's table, or with '--cp local' to measure on this machine, and hand cpu and memoryInGB to 'model deploy --pi FILE'.",
    sample: { profile: 'fraud-size', models: 'fraud:7' },
  }),
  ModelReferenceInvalid: userError<{ reference: string; problem: string }>({
    message: ({ reference, problem }) => `'${reference}' names no registered model: ${problem}.`,
    remedy: () =>
      "Give name, name:version, name@latest, an ARM id, 'azureml:name:version' or 'azureml://registries/REGISTRY/models/NAME/versions/VERSION'.",
    sample: { reference: 'fraud@stable', problem: "the service knows the label 'latest' only" },
  }),
  ModelNotRegistered: userError<{ reference: string; what: string; register: string }>({
    message: ({ reference, what }) =>
      `'${reference}' is ${what}, and only a registered model can be deployed.`,
    remedy: ({ register }) => `Register it first: 'azureml-release model register -n NAME ${register}'.`,
    sample: {
      reference: 'azureml://jobs/brave_fox_1/outputs/artifacts/paths/outputs/model',
      what: 'what a run left behind',
      register: '--run-id brave_fox_1 --asset-path outputs/model',
    },
  }),
};
