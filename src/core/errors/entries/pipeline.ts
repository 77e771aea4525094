// Catalogue entries: pipeline.

export const pipelineErrors = {};
