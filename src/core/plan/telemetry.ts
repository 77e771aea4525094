// Telemetry of servers that no Azure Machine Learning starts: it would hand them the workspace's component, so plans do it.
import type { PlanInput, WhatIsThere } from './plan.ts';

/** What the inference server reads (azureml_inference_server_http 1.5.1: constants.py, server/config.py). */
const keyVariable = 'AML_APP_INSIGHTS_KEY';
/** What its exporter reads beside it: where to send to (azure-monitor-opentelemetry-exporter: _connection_string_parser.py). */
const addressVariable = 'APPLICATIONINSIGHTS_CONNECTION_STRING';

/** Names of variables that hold an address and a key, wherever they are set. */
export const telemetryVariableNames: readonly string[] = [keyVariable, addressVariable];

const ownVariables = ({ inference, deployment }: PlanInput): Readonly<Record<string, string>> => ({
  ...inference?.environmentVariables,
  ...deployment.settings.environmentVariables,
});

/** Whether the workspace's component has to be looked up: a key in the files comes before it. */
export const needsComponent = (input: PlanInput): boolean =>
  input.deployment.settings.appInsightsEnabled === true && !(keyVariable in ownVariables(input));

/** Variables that nobody but the server shall read; the files' own stay what they are. */
export function telemetryVariables(
  input: PlanInput,
  { telemetry }: Pick<WhatIsThere, 'telemetry'>,
): Readonly<Record<string, string>> {
  if (telemetry === undefined || !needsComponent(input)) return {};
  const all = {
    [keyVariable]: telemetry.instrumentationKey,
    [addressVariable]: telemetry.connectionString,
  };
  const own = ownVariables(input);
  return Object.fromEntries(Object.entries(all).filter(([name]) => !(name in own)));
}
