// The versions of the interfaces that plans are written for.

/** Enough for everything that is planned; newer ones change nothing of it. */
export const machineLearning = '2024-04-01';
export const containerInstance = '2023-05-01';
/** Builds in a registry have never left this version. */
export const registryTasks = '2019-06-01-preview';
export const registryCredentials = '2023-07-01';
export const autoscale = '2022-10-01';
/** Of Microsoft.Insights/components. */
export const applicationInsights = '2020-02-02';
export const iotHub = '2021-04-12';
/** Docker Engine 20.10. */
export const docker = 'v1.41';
