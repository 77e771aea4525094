// What a container group says about itself in its tags, beside the content's hash.

/** What can not be changed in place. */
export const frameTag = 'azureml-release.frame';
/** Where the keys that callers present come from: `none`, `config` or `registry`. */
export const keysTag = 'azureml-release.keys';
/** The host name of the certificate. */
export const hostTag = 'azureml-release.host';

/** Hash of the secrets that it was put with, 16 hex digits: the service never shows them. */
export const secretsTag = 'azureml-release.secrets';

/** The longest name of a group. */
const longest = 63;
const suffix = '-candidate';

/** The group that proves new containers before the serving one is touched. */
export const candidateOf = (name: string): string => `${name.slice(0, longest - suffix.length)}${suffix}`;
