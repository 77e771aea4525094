// The models of the modules that an IoT Hub brings to devices, as far as the labels of its configurations tell.
import { tagsFromLabels } from '../../core/lineage/lineage-labels.ts';
import { usesByTags } from '../../core/lineage/uses-by-tags.ts';
import type { EdgeConfiguration, EdgeConfigurations } from '../../ports/edge-configurations.ts';
import type { ModelUses } from '../../ports/model-uses.ts';

/** Every configuration brings its module to devices that join later, too: none is only history. */
const stateOf = ({ targetCondition }: EdgeConfiguration): string =>
  targetCondition === '' ? 'for no device' : `for devices with ${targetCondition}`;

/**
 * One request a hub.
 *
 * @param hubs host names. A workspace does not know its hubs: they are named by whoever asks
 */
export const createEdgeModelUses = (
  configurations: Pick<EdgeConfigurations, 'list'>,
  hubs: readonly string[],
): ModelUses => ({
  what: 'IoT Edge configurations',
  async list(workspace) {
    if (hubs.length === 0)
      return { notLookedAt: 'no IoT Hub was named (--iot-hub, or AZUREML_RELEASE_IOT_HUBS)' };
    const found = await Promise.all(
      hubs.map(async (hub) =>
        (await configurations.list(hub)).flatMap((one) =>
          usesByTags(
            {
              ...{ kind: 'IoT Edge configuration', service: one.id, place: hub, state: stateOf(one) },
              tags: tagsFromLabels(one.labels),
            },
            workspace,
          ),
        ),
      ),
    );
    return found.flat();
  },
});
