// The operations on autoscale settings.
import { param, type Operation, type OperationCall } from '../arm/operation.ts';
import { groupRoute, type WorkspaceScope } from '../azure-ml/scope.ts';
import { parseSetting, type AutoscaleSetting } from './autoscale-setting.ts';
import { insightsErrors } from './insights-error.ts';

export interface StoredSetting {
  readonly name: string;
  readonly setting: AutoscaleSetting;
  /** When it scaled last, in milliseconds. */
  scaledAt: number | undefined;
}

export interface AutoscaleOptions {
  readonly scope: WorkspaceScope;
  /** By name in lower case. */
  readonly settings: Map<string, StoredSetting>;
  /** Whether the ARM id is of a deployment that can be scaled. */
  readonly canScale: (id: string) => boolean;
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

export function autoscaleOperations({ scope, settings, canScale }: AutoscaleOptions): readonly Operation[] {
  const group = `/subscriptions/${scope.subscriptionId}/resourceGroups/${scope.resourceGroup}`;
  const list = `${groupRoute}/providers/Microsoft.Insights/autoscalesettings`;
  const one = `${list}/:setting`;
  const view = ({ name, setting }: StoredSetting) => ({
    id: `${group}/providers/microsoft.insights/autoscalesettings/${name}`,
    name,
    type: 'Microsoft.Insights/autoscaleSettings',
    location: setting.location,
    tags: setting.tags ?? {},
    properties: { ...setting.properties, name, notifications: setting.properties.notifications ?? [] },
  });
  const all = () => ({ status: 200, body: { value: [...settings.values()].map(view) } });
  const nameOf = (call: OperationCall) => param(call, 'setting');
  const put = (call: OperationCall) => {
    const name = nameOf(call);
    const setting = parseSetting(call.body);
    const { targetResourceUri: target, profiles } = setting.properties;
    if (!canScale(target)) throw insightsErrors.invalid(`The target resource '${target}' can not be scaled.`);
    const other = [...settings.values()].find(
      (stored) => !same(stored.name, name) && same(stored.setting.properties.targetResourceUri, target),
    );
    if (other) throw insightsErrors.twoSettings(target, other.name);
    const strange = profiles[0]?.rules.find(
      ({ metricTrigger }) => !same(metricTrigger.metricResourceUri, target),
    );
    if (strange) throw insightsErrors.invalid('Rules by the metrics of another resource are not emulated.');
    const before = settings.get(name.toLowerCase());
    const stored = { name: before?.name ?? name, setting, scaledAt: before?.scaledAt };
    settings.set(name.toLowerCase(), stored);
    return { status: before ? 200 : 201, body: view(stored) };
  };
  return [
    {
      method: 'GET',
      path: '/subscriptions/:subscriptionId/providers/Microsoft.Insights/autoscalesettings',
      query: [],
      handle: all,
    },
    { method: 'GET', path: list, query: [], handle: all },
    {
      method: 'GET',
      path: one,
      query: [],
      handle: (call) => {
        const stored = settings.get(nameOf(call).toLowerCase());
        if (!stored) throw insightsErrors.settingNotFound(nameOf(call));
        return { status: 200, body: view(stored) };
      },
    },
    { method: 'PUT', path: one, query: [], handle: put },
    {
      method: 'DELETE',
      path: one,
      query: [],
      handle: (call) => ({ status: settings.delete(nameOf(call).toLowerCase()) ? 200 : 204 }),
    },
  ];
}
