// Bodies of container groups as far as the service judges and hides them.

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly secureValue?: string;
}

interface Container {
  readonly name: string;
  readonly properties: {
    readonly image: string;
    readonly environmentVariables?: readonly Variable[];
    readonly resources: object;
    readonly volumeMounts?: readonly { readonly name: string }[];
  };
}

export interface GroupBody {
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly properties: {
    readonly containers: readonly Container[];
    readonly imageRegistryCredentials?: readonly {
      readonly server: string;
      readonly username: string;
      readonly password?: string;
    }[];
    readonly ipAddress?: {
      readonly type: string;
      readonly ports: readonly { readonly port: number }[];
      readonly dnsNameLabel?: string;
    };
    readonly volumes?: readonly {
      readonly name: string;
      readonly secret?: Readonly<Record<string, string>>;
    }[];
    readonly restartPolicy?: string;
  };
}

/** What the service sees of the registry that images come from. */
export interface RegistrySight {
  readonly server: string;
  readonly password: string;
  readonly images: ReadonlySet<string>;
}

/** What no update changes. */
export function frameOf({ location, properties }: GroupBody): string {
  const { containers, ipAddress, restartPolicy } = properties;
  const sizes = containers.map(({ name, properties: { resources } }) => [name, resources]);
  return JSON.stringify([location, sizes, ipAddress?.type, ipAddress?.dnsNameLabel, restartPolicy]);
}

const isOneText = ({ value, secureValue }: Variable) => (value === undefined) !== (secureValue === undefined);

/** Why the service refuses the body; absent when it does not. */
export function checkGroupBody({ properties }: GroupBody, registry: RegistrySight): string | undefined {
  const { containers, imageRegistryCredentials = [], volumes = [] } = properties;
  const variable = containers
    .flatMap((container) => container.properties.environmentVariables ?? [])
    .find((one) => !isOneText(one));
  if (variable) return `InvalidEnvironmentVariable: '${variable.name}' needs one of value and secureValue`;
  const mounts = containers.flatMap((container) => container.properties.volumeMounts ?? []);
  const lost = mounts.find((mount) => !volumes.some(({ name }) => name === mount.name));
  if (lost) return `InvalidVolume: '${lost.name}' is mounted, but not defined`;
  const texts = volumes.flatMap(({ secret = {} }) => Object.values(secret));
  if (texts.some((text) => Buffer.from(text, 'base64').toString('base64') !== text))
    return 'InvalidVolume: a file is not encoded in base64';
  const own = containers.map((container) => container.properties.image);
  const from = own.filter((image) => image.startsWith(`${registry.server}/`));
  const opens = imageRegistryCredentials.some(
    ({ server, password }) => server === registry.server && password === registry.password,
  );
  const missing = from.find(
    (image) => !opens || !registry.images.has(image.slice(registry.server.length + 1)),
  );
  return missing && `InaccessibleImage: The image '${missing}' is not accessible`;
}

const hide = (value: object, name: string): object =>
  Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));

/** The body as the service shows it. */
export function shownBody(body: GroupBody): object {
  const { containers, volumes, imageRegistryCredentials } = body.properties;
  return {
    ...body,
    properties: {
      ...body.properties,
      containers: containers.map(({ name, properties: { environmentVariables, ...properties } }) => ({
        name,
        properties: {
          ...properties,
          ...(environmentVariables && {
            environmentVariables: environmentVariables.map((variable) => hide(variable, 'secureValue')),
          }),
        },
      })),
      ...(volumes && {
        volumes: volumes.map(({ secret, ...volume }) => (secret ? { ...volume, secret: {} } : volume)),
      }),
      ...(imageRegistryCredentials && {
        imageRegistryCredentials: imageRegistryCredentials.map((known) => hide(known, 'password')),
      }),
    },
  };
}
