// The environment of a task's process: exactly the names and forms that the agent gives it, nothing of the emulator's own.
import type { ServiceConnection } from '../connections/service-connection.ts';
import { environmentName, type Variables } from './variables.ts';

export interface SystemConnection {
  readonly url: string;
  readonly accessToken: string;
}

export interface TaskEnvironment {
  readonly variables: Variables;
  readonly inputs: Readonly<Record<string, string>>;
  readonly connections: readonly ServiceConnection[];
  readonly system: SystemConnection;
  /** Of the machine: PATH, HOME, LANG, TMPDIR, as far as set. */
  readonly machine: Readonly<Record<string, string>>;
  /** The authority an agent is configured with; NODE_EXTRA_CA_CERTS points at it. */
  readonly caFile: string;
  /** Folders put before PATH by ##vso[task.prependpath], in order of the commands. */
  readonly prependPath: readonly string[];
  /** The step's own `environment`. */
  readonly own: Readonly<Record<string, string>>;
  readonly taskVariables: Readonly<Record<string, string>>;
}

type Environment = Record<string, string>;

function variableEntries(variables: Variables): Environment {
  const environment: Environment = {};
  const all = variables.all();
  for (const { name, value, secret } of all) {
    if (secret) environment[`SECRET_${environmentName(name)}`] = value;
    else {
      environment[environmentName(name)] = value;
      // The one variable that is also there under its own name.
      if (name.toLowerCase() === 'agent.jobstatus') environment[name] = value;
    }
  }
  const names = (secret: boolean): string =>
    JSON.stringify(all.filter((variable) => variable.secret === secret).map(({ name }) => name));
  environment['VSTS_PUBLIC_VARIABLES'] = names(false);
  environment['VSTS_SECRET_VARIABLES'] = names(true);
  return environment;
}

interface Endpoint {
  readonly key: string;
  readonly url: string;
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly data?: Readonly<Record<string, string>>;
}

function endpointEntries({ key, url, scheme, parameters, data }: Endpoint): Environment {
  const environment: Environment = {
    [`ENDPOINT_URL_${key}`]: url,
    [`ENDPOINT_AUTH_${key}`]: JSON.stringify({ parameters, scheme }),
    [`ENDPOINT_AUTH_SCHEME_${key}`]: scheme,
  };
  for (const [name, value] of Object.entries(parameters))
    environment[`ENDPOINT_AUTH_PARAMETER_${key}_${environmentName(name)}`] = value;
  if (data !== undefined) {
    environment[`ENDPOINT_DATA_${key}`] = JSON.stringify(data);
    for (const [name, value] of Object.entries(data))
      environment[`ENDPOINT_DATA_${key}_${environmentName(name)}`] = value;
  }
  return environment;
}

function systemEndpoint({ url, accessToken }: SystemConnection): Endpoint {
  return { key: 'SYSTEMVSSCONNECTION', url, scheme: 'OAuth', parameters: { AccessToken: accessToken } };
}

function prefixed(prefix: string, values: Readonly<Record<string, string>>): Environment {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${prefix}${environmentName(name)}`, value]),
  );
}

/** The whole environment. The agent adds the parts in this order, so a later one wins. */
export function taskEnvironment(parts: TaskEnvironment): Environment {
  const path = [...parts.prependPath.toReversed(), parts.machine['PATH'] ?? ''].join(':');
  return {
    ...parts.machine,
    NODE_EXTRA_CA_CERTS: parts.caFile,
    ...parts.own,
    ...variableEntries(parts.variables),
    ...prefixed('INPUT_', parts.inputs),
    ...Object.fromEntries(
      parts.connections.flatMap((connection) =>
        Object.entries(endpointEntries({ ...connection, key: connection.id })),
      ),
    ),
    ...endpointEntries(systemEndpoint(parts.system)),
    ...prefixed('VSTS_TASKVARIABLE_', parts.taskVariables),
    ...(parts.prependPath.length === 0 ? {} : { PATH: path }),
  };
}
