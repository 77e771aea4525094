// `azureml-release service delete`: a service, or one deployment that gets no requests.
import { toggle } from '../../../src/core/command-line/flag.ts';
import { deleteService } from '../../../src/flows/service/delete-service.ts';
import { defineVerb } from '../model/verb.ts';
import { openService } from './open-service.ts';
import { serviceFlags } from './service-flags.ts';

export const deleteVerb = defineVerb({
  group: 'service',
  name: 'delete',
  summary: 'delete a service, or with --deployment one deployment that gets no requests',
  example: 'service delete -n NAME -g RG -w WS [--deployment NAME] --yes',
  flags: { ...serviceFlags, yes: toggle('delete; without it only what would be deleted is said', 'y') },
  async run(program, { values }) {
    const { target, ref } = await openService('delete', program, values);
    const { kind, reason } = await deleteService(target, ref, values.yes);
    switch (kind) {
      case 'nothing':
        program.writeOut(`Nothing to delete: ${reason}.\n`);
        return 0;
      case 'would delete':
        program.writeOut(`This would delete ${reason}. Add --yes to do it.\n`);
        return 1;
      case 'deleted':
        program.writeOut(`Deleted ${reason}.\n`);
        return 0;
    }
  },
});
