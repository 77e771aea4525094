// The autoscale setting of a managed deployment: Azure Monitor does from outside what v1's autoScaler did inside.
import { hashValue } from '../../deploy/content-hash.ts';
import { contentTag } from '../../deploy/content-tag.ts';
import type { DesiredDeployment } from '../../deploy/desired-deployment.ts';
import type { OnlineSettings, ScaleRange } from '../../deploy/online-settings.ts';
import { given } from '../../given.ts';
import { workspacePath, type Workspace } from '../../workspace.ts';
import { autoscale } from '../api-versions.ts';
import type { PlanStep, WhatIsThere } from '../plan.ts';

/** Azure Monitor writes one value a minute; five of them make a trend. */
const grain = 'PT1M';
const span = 'PT5M';

/** An instance fewer must not lift the rest above the target at once: scale in well below it. */
const scaleInShare = 0.5;

function rule(metricResourceUri: string, direction: 'Increase' | 'Decrease', threshold: number): object {
  return {
    metricTrigger: {
      metricName: 'CpuUtilizationPercentage',
      metricNamespace: 'microsoft.machinelearningservices/workspaces/onlineendpoints/deployments',
      metricResourceUri,
      timeGrain: grain,
      statistic: 'Average',
      timeWindow: span,
      timeAggregation: 'Average',
      operator: direction === 'Increase' ? 'GreaterThan' : 'LessThan',
      threshold,
    },
    scaleAction: { direction, type: 'ChangeCount', value: '1', cooldown: span },
  };
}

function settingBody(target: string, location: string, scale: ScaleRange): object {
  const { min, max, targetUtilization } = scale;
  return {
    location,
    properties: {
      enabled: true,
      targetResourceUri: target,
      profiles: [
        {
          name: 'autoScaler',
          capacity: { minimum: String(min), maximum: String(max), default: String(min) },
          rules: [
            rule(target, 'Increase', targetUtilization),
            rule(target, 'Decrease', Math.floor(targetUtilization * scaleInShare)),
          ],
        },
      ],
    },
  };
}

/** ARM id of the setting that goes with a deployment. */
export function autoscaleSettingId(workspace: Workspace, endpoint: string, deployment: string): string {
  const group = workspacePath(workspace).split('/providers/', 1)[0] ?? '';
  return `${group}/providers/Microsoft.Insights/autoscaleSettings/${endpoint}-${deployment}`;
}

export function autoscaleStep(
  { workspace, endpoint, deployment }: DesiredDeployment,
  { scale, computeType }: OnlineSettings,
  now: WhatIsThere,
): PlanStep | undefined {
  if (scale === undefined || computeType !== 'Managed') return undefined;
  const target = `${workspacePath(workspace)}/onlineEndpoints/${endpoint.name}/deployments/${deployment.name}`;
  const body = settingBody(target, now.location, scale);
  const content = hashValue(body).slice(0, 16);
  if (now.autoscale === content) return undefined;
  return {
    kind: 'set-autoscale',
    why: `scale '${deployment.name}' between ${scale.min} and ${scale.max} instances, because autoScaler asks for it`,
    request: {
      system: 'azure',
      method: 'PUT',
      path: autoscaleSettingId(workspace, endpoint.name, deployment.name),
      apiVersion: autoscale,
      body: { ...body, tags: { [contentTag]: content } },
    },
    ...given({
      replaces: now.autoscale === undefined ? undefined : 'the autoscale setting of this deployment',
    }),
  };
}
