// Catalogue entries: rolling a new version out beside the one that serves.
import { userError } from '../entry.ts';

export const rolloutErrors = {
  DeploymentChangedInPlace: userError<{ endpoint: string; deployment: string; share: number }>({
    message: ({ endpoint, deployment, share }) =>
      `Deployment '${deployment}' of endpoint '${endpoint}' gets ${share} % of its requests, and its file has other content: changed in place, callers would meet the new version before it is tested.`,
    remedy: () =>
      "Give the new version a name of its own, as with '--set name=green', and its share in the endpoint's file or by --all-traffic; or change it in place all the same, with --overwrite.",
    sample: { endpoint: 'fraud', deployment: 'blue', share: 100 },
  }),
  SmokeTestWrong: userError<{ endpoint: string; deployment: string; test: string; reason: string }>({
    message: ({ endpoint, deployment, test, reason }) =>
      `Deployment '${deployment}' of endpoint '${endpoint}' answers smoke test '${test}' wrongly: ${reason}.`,
    remedy: () =>
      'Compare the model with the expected answer, mend the one that is wrong and deploy again; traffic stays where it was.',
    sample: {
      endpoint: 'fraud',
      deployment: 'v7-3fa91c',
      test: 'known fraud',
      reason: '[0] is 0.12 and should be 0.97',
    },
  }),
  RolloutJudgedWorse: userError<{
    endpoint: string;
    deployment: string;
    reason: string;
    traffic: string;
    kept: string;
  }>({
    message: ({ endpoint, deployment, reason, traffic, kept }) =>
      `Deployment '${deployment}' of endpoint '${endpoint}' is worse than it may be: ${reason}. The traffic is with ${traffic} again, and the deployment ${kept}.`,
    remedy: () =>
      'Look into its log, mend it and deploy again; if the judgement is too strict, raise maximumErrorRate, maximumSlowdown or latencyObjectiveMs.',
    sample: {
      endpoint: 'fraud',
      deployment: 'v7-3fa91c',
      reason: '2 of 2 requests failed, and at most 1 % may (confidence 95 %)',
      traffic: 'v6-11aa22 100 %',
      kept: 'is kept for diagnosis',
    },
  }),
  ReleaseSuperseded: userError<{ endpoint: string; mine: string; newer: string }>({
    message: ({ endpoint, mine, newer }) =>
      `Endpoint '${endpoint}' belongs to ${newer}, which is newer than ${mine}: this one ends here.`,
    remedy: () =>
      'Nothing has to be done: the newer one wins. To serve the older version, deploy it again when the newer one has ended.',
    sample: { endpoint: 'fraud', mine: 'release 17', newer: 'release 18' },
  }),
  EndpointLeased: userError<{ endpoint: string; holder: string; minutes: number }>({
    message: ({ endpoint, holder, minutes }) =>
      `Endpoint '${endpoint}' was held by ${holder} for ${minutes} minutes.`,
    remedy: () =>
      "Wait until that one has ended and run again. When it was killed, its lease (the endpoint's tag azureml-release.lease) expires by itself, and 'azureml-release model deploy --take-over' does not wait for that.",
    sample: { endpoint: 'fraud', holder: 'release 17', minutes: 60 },
  }),
};
