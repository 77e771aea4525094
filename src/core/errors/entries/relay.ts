// Catalogue entries: the relay, from its own address to the hook it forwards to.
import { laterError, userError } from '../entry.ts';

export const relayErrors = {
  RelayCannotListen: userError<{ address: string; reason: string }>({
    message: ({ address, reason }) => `The relay cannot listen at ${address}: ${reason}.`,
    remedy: () => 'Correct relay.host and relay.port in the configuration, or stop what has the port.',
    sample: { address: '127.0.0.1:8080', reason: 'the port is in use' },
  }),
  RelayCertificateUnusable: userError<{ certificate: string; key: string; reason: string }>({
    message: ({ certificate, key, reason }) =>
      `The relay cannot use the certificate '${certificate}' with the key '${key}': ${reason}.`,
    remedy: () =>
      'Name PEM files of one certificate chain and its unencrypted private key as relay.tls.certificate and relay.tls.key.',
    sample: { certificate: 'relay.pem', key: 'relay-key.pem', reason: 'key values mismatch' },
  }),
  RelayDeadlinePassed: laterError<{ action: string; seconds: number }>({
    message: ({ action, seconds }) =>
      `There was no time left to ${action} within the ${seconds} s that a delivery may take.`,
    remedy: () => 'Nothing to do: Event Grid delivers the event again. If it stays, look at what is slow.',
    sample: { action: 'ask the registry about version 7 of fraud', seconds: 25 },
  }),
  HookNotReachable: laterError<{ host: string; reason: string }>({
    message: ({ host, reason }) => `The hook at ${host} did not answer: ${reason}.`,
    remedy: () =>
      'Check the network (proxy, DNS) and, for a private certificate authority, NODE_EXTRA_CA_CERTS; Event Grid delivers the event again.',
    sample: { host: 'vsrm.dev.azure.com', reason: 'connection refused' },
  }),
  HookBusy: laterError<{ host: string; status: number; reason: string }>({
    message: ({ host, status, reason }) => `The hook at ${host} answered ${status}: ${reason}.`,
    remedy: () =>
      'Nothing to do: Event Grid delivers the event again. If it stays, save the definition again.',
    sample: { host: 'vsrm.dev.azure.com', status: 503, reason: 'it failed' },
  }),
  HookUnknown: userError<{ host: string; status: number; reason: string }>({
    message: ({ host, status, reason }) => `The hook at ${host} answered ${status}: ${reason}.`,
    remedy: () =>
      "Run 'azureml-release hooks list' to see whether an event subscription was left behind, and 'azureml-release hooks prune --yes' to remove it; if a definition's trigger should be behind it, switch that trigger off and on again.",
    sample: { host: 'vsrm.dev.azure.com', status: 404, reason: 'it does not know the hook' },
  }),
  HookRefused: userError<{ host: string; status: number; reason: string }>({
    message: ({ host, status, reason }) => `The hook at ${host} answered ${status}: ${reason}.`,
    remedy: () =>
      'Switch the trigger of the definition off and on again, so that hook and event subscription are made anew with one secret.',
    sample: { host: 'vsrm.dev.azure.com', status: 400, reason: 'it refuses the payload or its signature' },
  }),
};
