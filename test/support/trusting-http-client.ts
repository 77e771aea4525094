// Lets unmodified Azure SDK clients of this process trust the stack's certificate authority, and no other.

/**
 * Client options for @azure/identity, @azure/arm-machinelearning and @azure/storage-blob. NODE_EXTRA_CA_CERTS is read
 * when a process starts, so it cannot serve a test that makes its authority itself.
 */
export function trusting(caPem: string): { tlsOptions: { ca: string }; userAgentOptions: object } {
  // The second option does nothing: types without tlsOptions (storage) want to see one that they know.
  return { tlsOptions: { ca: caPem }, userAgentOptions: {} };
}
