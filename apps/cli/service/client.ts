// `azureml-release service client`: code of a caller, and what the service says about its requests.
import { createArmClient } from '../../../src/adapters/azure-ml/arm/client.ts';
import { createOnlineEndpoints } from '../../../src/adapters/azure-ml/online-endpoints.ts';
import { serviceDocuments } from '../../../src/adapters/scoring/service-documents.ts';
import { clientCode, languages } from '../../../src/core/client-code/client-code.ts';
import type { AuthMode } from '../../../src/core/client-code/caller.ts';
import { choice, text } from '../../../src/core/command-line/flag.ts';
import { given } from '../../../src/core/given.ts';
import { requestAddress } from '../../../src/core/no-code/triton-request.ts';
import { sampleRequest } from '../../../src/core/service/service-schema.ts';
import { describeService } from '../../../src/flows/service/describe-service.ts';
import { requireService } from '../../../src/flows/service/require-service.ts';
import type { ServiceState } from '../../../src/flows/deploy/deploy-target.ts';
import type { ScoringCredential } from '../../../src/ports/online-endpoints.ts';
import { defineVerb, invalidFor } from '../model/verb.ts';
import { requestBody } from './invoke.ts';
import { openService, type OpenService } from './open-service.ts';
import { serviceFlags } from './service-flags.ts';

const invalid = invalidFor('client', 'service');

const modes: Readonly<Record<string, AuthMode>> = { key: 'Key', amltoken: 'AMLToken', aadtoken: 'AADToken' };

/** What a caller presents; nothing where the service asks for nothing. */
export async function callerCredential(
  { ref, options, place, target }: OpenService,
  { name, authMode, state }: ServiceState,
): Promise<ScoringCredential> {
  if (authMode === undefined) return { authorization: '' };
  if (place !== 'managed' && place !== 'kubernetes') {
    const pair = await target.keys?.read(ref.workspace, ref.service);
    return { authorization: pair === undefined ? '' : `Bearer ${pair.primary}` };
  }
  const endpoints = createOnlineEndpoints(createArmClient(options), options.credential);
  return endpoints.credential(ref.workspace, { name, authMode, provisioningState: state, traffic: {} });
}

export const client = defineVerb({
  group: 'service',
  name: 'client',
  summary: 'code of a caller, with the right way to sign in and a request that the service takes',
  example: 'service client -n NAME -g RG -w WS --language python',
  flags: {
    ...serviceFlags,
    language: choice(languages, 'LANGUAGE', `${languages.join(', ')}; default: curl`),
    'input-data': text('JSON', 'the request in it; default: the sample of its own document', 'd'),
    'input-file': text('FILE', 'a file that holds the request'),
  },
  async run(program, { values }) {
    const open = await openService('client', program, values);
    const { ref, target, files, place } = open;
    const state = await requireService(target, ref);
    const { scoringUri, authMode } = state;
    if (scoringUri === undefined) throw invalid(`'${ref.service}' has no scoring address (yet)`);
    const isGiven = values['input-data'] !== undefined || values['input-file'] !== undefined;
    const sample = async () => {
      const credential = await callerCredential(open, state);
      const { schema } = await describeService(serviceDocuments, state, credential, ref.deployment);
      return JSON.stringify(sampleRequest(schema) ?? {});
    };
    const request = isGiven ? await requestBody(values, files) : await sample();
    const language = languages.find((one) => one === values.language) ?? 'curl';
    const { name: workspace, resourceGroup } = ref.workspace;
    program.writeOut(
      clientCode(language, {
        ...{
          service: ref.service,
          workspace,
          resourceGroup,
          scoringUri: requestAddress(scoringUri, request),
        },
        ...{ auth: modes[authMode?.toLowerCase() ?? ''] ?? 'None' },
        // One line, whatever the file's own layout.
        request: JSON.stringify(JSON.parse(request)),
        ...given({ deployment: ref.deployment, computeType: place === 'aci' ? place : undefined }),
      }),
    );
    return 0;
  },
});
