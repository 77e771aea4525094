// The body that puts an earlier container group back. The service never shows secrets: they are taken from the plan.

interface Named {
  readonly name: string;
}

interface Properties {
  readonly volumes?: readonly (Named & { readonly secret?: object })[];
  readonly imageRegistryCredentials?: readonly object[];
}

const propertiesOf = (body: object): Properties => Reflect.get(body, 'properties') as Properties;

/**
 * @param earlier as the service shows it
 * @param planned the body that was to replace it, with its secrets
 */
export function restoredGroup(earlier: object, planned: object): object {
  const before = propertiesOf(earlier);
  const { volumes = [], imageRegistryCredentials } = propertiesOf(planned);
  const filled = before.volumes?.map((volume) =>
    volume.secret === undefined ? volume : (volumes.find(({ name }) => name === volume.name) ?? volume),
  );
  return {
    ...earlier,
    properties: {
      ...before,
      ...(filled && { volumes: filled }),
      ...(imageRegistryCredentials && { imageRegistryCredentials }),
    },
  };
}
