// `azureml-release service status`: state, versions, traffic, addresses and where they came from.
import { toggle } from '../../../src/core/command-line/flag.ts';
import { requireService } from '../../../src/flows/service/require-service.ts';
import { defineVerb } from '../model/verb.ts';
import { openService } from './open-service.ts';
import { serviceFlags } from './service-flags.ts';
import { statusJson, statusText } from './status-report.ts';

export const status = defineVerb({
  group: 'service',
  name: 'status',
  summary: 'state, versions, traffic, addresses, and who put them there',
  example: 'service status -n NAME -g RG -w WS [--json]',
  flags: { ...serviceFlags, json: toggle('one JSON object') },
  async run(program, { values }) {
    const { target, ref } = await openService('status', program, values);
    const found = await requireService(target, ref);
    const { deployment } = ref;
    const shown =
      deployment === undefined
        ? found
        : { ...found, deployments: found.deployments.filter(({ name }) => name === deployment) };
    program.writeOut(values.json ? statusJson(shown) : statusText(shown));
    return 0;
  },
});
