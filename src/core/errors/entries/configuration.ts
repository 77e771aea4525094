// Catalogue entries: configuration.

export const configurationErrors = {};
