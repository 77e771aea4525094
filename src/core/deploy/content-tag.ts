/** The tag that says which content an endpoint or a deployment carries; a re-run compares it instead of guessing. */
export const contentTag = 'azureml-release.content';
