// How a container group stands by its provisioning state. Pure.

/** Those of the service in which it refuses every further change with 409 (ContainerGroupTransitioning). */
const changing = /^(?:accepted|pending|creating|updating|repairing|deleting)$/i;

/** Whether another operation still works on the group. */
export const isChanging = (provisioningState: string): boolean => changing.test(provisioningState);
