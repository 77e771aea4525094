// Whether a server answers.

/** @param uri the server's own health address; any failure to answer 200 is false */
export type HealthProbe = (uri: string) => Promise<boolean>;
