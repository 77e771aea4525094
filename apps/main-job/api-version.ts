// The api-version of the main job's own calls. The package's default, 2022-10-01, is older than the description that
// the recorded traffic is checked against.

export const apiVersion = '2024-04-01';
