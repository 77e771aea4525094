// What a service says about its own requests: its swagger document, and a request that it takes.
import { fail } from '../../core/errors/catalogue.ts';
import { readServiceSchema, type ServiceSchema } from '../../core/service/service-schema.ts';
import type { ScoringCredential } from '../../ports/online-endpoints.ts';
import type { ServiceDocuments } from '../../ports/service-documents.ts';
import type { ServiceState } from '../deploy/deploy-target.ts';

export interface ServiceDescription {
  readonly uri: string;
  /** As the service wrote it. */
  readonly document: string;
  readonly schema: ServiceSchema;
}

/** @throws ServiceNotDescribed */
export async function describeService(
  documents: ServiceDocuments,
  { name: service, swaggerUri }: ServiceState,
  credential: ScoringCredential,
  deployment: string | undefined,
): Promise<ServiceDescription> {
  if (swaggerUri === undefined)
    throw fail('ServiceNotDescribed', { service, reason: 'it has no such address' });
  const document = await documents.read(swaggerUri, credential, deployment);
  if (document === undefined)
    throw fail('ServiceNotDescribed', { service, reason: `${swaggerUri} answers with none` });
  const schema = readServiceSchema(document);
  if (schema === undefined)
    throw fail('ServiceNotDescribed', {
      service,
      reason: `${swaggerUri} is no document of an inference server`,
    });
  return { uri: swaggerUri, document, schema };
}
