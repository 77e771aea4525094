// Catalogue entries: storage.

export const storageErrors = {};
