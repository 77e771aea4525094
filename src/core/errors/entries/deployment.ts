// Catalogue entries: deployment.

export const deploymentErrors = {};
