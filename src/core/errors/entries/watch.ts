// Catalogue entries: watch.

export const watchErrors = {};
