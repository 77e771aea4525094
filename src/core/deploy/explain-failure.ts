// What the service's error codes of a failed deployment mean, and what a person does about each (how-to-troubleshoot-online-endpoints).

const advice: Readonly<Record<string, string>> = {
  ImageBuildFailure:
    'The image of the environment could not be built: mend what the build log names, usually a package or its version in the conda file.',
  OutOfQuota:
    'There is not enough quota left: take a smaller size or fewer instances, delete deployments that nobody uses, or ask for more; 20 % are reserved for upgrades.',
  BadArgument: 'The service refuses a value: mend what the message names (size, resources, script, role).',
  ResourceNotReady:
    'The container crashed, or its probes failed until the end: mend what its log says about init(), raise initialDelaySeconds, or take a size with more memory.',
  ResourceNotFound:
    "Something that the deployment needs is gone, or the endpoint's identity may not read it: check model, image and registry, and the roles AcrPull and Storage Blob Data Reader.",
  WorkspaceManagedNetworkNotReady:
    "The workspace's managed network is not made yet: provision it and run again.",
  OperationCanceled: 'Another operation came first: run again.',
  SecretsInjectionError:
    "A secret that a variable names could not be read: give the endpoint's identity access to it.",
  InternalServerError:
    'The service itself failed: run again; if it stays, open a support case with the request id from the log.',
};

/** @param reason `Code: sentence`, as the service gave it; absent when the code is not known */
export function explainFailure(reason: string): string | undefined {
  const code = /^(\w+)/.exec(reason)?.[1] ?? '';
  return Object.hasOwn(advice, code) ? advice[code] : undefined;
}

/** A probe that failed, in the words of Kubernetes, which both logs and events use. */
const probeLine = /\b(?:liveness|readiness|startup) probe\b.*\b(?:fail|error)/i;

/** The lines of a container's log that are about its probes, the last three of them. */
export const probeResults = (log: string): readonly string[] =>
  log
    .split('\n')
    .filter((line) => probeLine.test(line))
    .slice(-3)
    .map((line) => line.trim());
