// The options of the emulator's command line.
import { parseArgs } from 'node:util';
import { containerModes, type ContainerMode } from './container-runtime/choose-runtime.ts';

export interface CommandLine {
  readonly state: string | undefined;
  readonly record: string | undefined;
  readonly python: string | undefined;
  readonly vsix: string | undefined;
  readonly node24: string | undefined;
  readonly allowDotsInModelNames: boolean;
  readonly containers: ContainerMode;
  readonly ports: {
    readonly identity: number;
    readonly arm: number;
    readonly devops: number;
    readonly blob: number;
    readonly iotHub: number;
  };
}

export const usage =
  'emulator [--state DIR] [--record FILE] [--python PATH] [--vsix FILE] [--node24 PATH] [--allow-dots-in-model-names] [--containers auto|docker|process] [--port-identity N] [--port-arm N] [--port-devops N] [--port-blob N] [--port-iot-hub N]';

function port(name: string, text: string | undefined): number {
  if (text === undefined) return 0;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 65_535)
    throw new Error(`Option '--${name}' must be a port from 0 to 65535, not '${text}'.`);
  return value;
}

function containerMode(text = 'auto'): ContainerMode {
  const mode = containerModes.find((known) => known === text);
  if (mode) return mode;
  throw new Error(`Option '--containers' must be one of ${containerModes.join(', ')}, not '${text}'.`);
}

/**
 * Reads the arguments after the program's name.
 *
 * @throws Error with one sentence for the user
 */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    allowPositionals: false,
    options: {
      state: text,
      record: text,
      python: text,
      vsix: text,
      node24: text,
      containers: text,
      'allow-dots-in-model-names': { type: 'boolean', default: false },
      'port-identity': text,
      'port-arm': text,
      'port-devops': text,
      'port-blob': text,
      'port-iot-hub': text,
    },
  });
  return {
    state: values.state,
    record: values.record,
    python: values.python,
    vsix: values.vsix,
    node24: values.node24,
    allowDotsInModelNames: values['allow-dots-in-model-names'],
    containers: containerMode(values.containers),
    ports: {
      identity: port('port-identity', values['port-identity']),
      arm: port('port-arm', values['port-arm']),
      devops: port('port-devops', values['port-devops']),
      blob: port('port-blob', values['port-blob']),
      iotHub: port('port-iot-hub', values['port-iot-hub']),
    },
  };
}
