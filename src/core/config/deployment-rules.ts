// Which keys of a deployment config need, bound or exclude one another: v1's own checks, whatever the target.
import { v1AutoScaler } from './deployment-defaults.ts';
import type { DeploymentSettings } from './deployment-schema.ts';
import { conflictingKeys, invalidKey, isGiven, type Origin } from './origin.ts';
import type { ComputeType, Target } from './target.ts';

type Rule = (settings: DeploymentSettings, origin: Origin, target: Target) => void;

/** All of `keys` or none. */
const together =
  (...keys: readonly string[]): Rule =>
  (_, origin) => {
    const first = keys.find((key) => isGiven(origin, key));
    const missing = keys.find((key) => !isGiven(origin, key));
    if (first !== undefined && missing !== undefined)
      throw invalidKey(origin, first, `goes only with '${missing}', which is missing`);
  };

const exclude =
  (first: string, second: string): Rule =>
  (_, origin) => {
    if (isGiven(origin, first) && isGiven(origin, second)) throw conflictingKeys(origin, first, second);
  };

const tls: Rule = ({ sslEnabled, sslCertificate, sslKey, cname }, origin) => {
  if (sslEnabled !== true) return;
  const missing = Object.entries({ sslCertificate, sslKey, cname }).find(([, value]) => value === undefined);
  if (missing) throw invalidKey(origin, 'sslEnabled', `true needs '${missing[0]}'`);
};

const auth: Rule = ({ authEnabled, tokenAuthEnabled }, origin) => {
  if (authEnabled === true && tokenAuthEnabled === true)
    throw conflictingKeys(origin, 'authEnabled', 'tokenAuthEnabled');
};

const autoScale: Rule = ({ autoScaler, numReplicas, instanceCount }, origin) => {
  const replicas = numReplicas ?? instanceCount;
  const key = numReplicas === undefined ? 'instanceCount' : 'numReplicas';
  const on = autoScaler?.autoscaleEnabled;
  if (on === true && replicas !== undefined)
    throw conflictingKeys(origin, key, 'autoScaler.autoscaleEnabled');
  if (on === undefined && autoScaler && Object.keys(autoScaler).length > 0)
    throw invalidKey(origin, 'autoScaler', "its values need 'autoscaleEnabled: true' beside them");
  if (on === false && replicas === undefined)
    throw invalidKey(origin, 'autoScaler.autoscaleEnabled', "false needs 'numReplicas'");
  const { minReplicas = v1AutoScaler.minReplicas, maxReplicas = v1AutoScaler.maxReplicas } = autoScaler ?? {};
  if (minReplicas > maxReplicas)
    throw invalidKey(
      origin,
      isGiven(origin, 'autoScaler.minReplicas') ? 'autoScaler.minReplicas' : 'autoScaler.maxReplicas',
      `minReplicas is ${minReplicas}, and maxReplicas only ${maxReplicas}`,
    );
};

/** A container group's second key beside a derived first one: nobody could tell callers which is which. */
const loneKey: Rule = ({ keys }, origin, target) => {
  if (target === 'aci' && keys?.secondaryKey !== undefined && keys.primaryKey === undefined)
    throw invalidKey(origin, 'keys.secondaryKey', "goes only with 'keys.primaryKey', which is missing");
};

const limits: Rule = ({ containerResourceRequirements: needs }, origin) => {
  const pairs = [
    ['cpu', 'cpuLimit', 0.1],
    ['memoryInGB', 'memoryInGBLimit', 0.5],
  ] as const;
  for (const [request, limit, preset] of pairs) {
    const [asked, most] = [needs?.[request] ?? preset, needs?.[limit]];
    if (most !== undefined && most < asked)
      throw invalidKey(
        origin,
        `containerResourceRequirements.${limit}`,
        `must be at least the ${request} of ${asked}`,
      );
  }
};

const rules: readonly Rule[] = [
  auth,
  exclude('authMode', 'authEnabled'),
  exclude('authMode', 'tokenAuthEnabled'),
  tls,
  together('vaultBaseUrl', 'keyName', 'keyVersion'),
  together('vnetName', 'subnetName'),
  exclude('numReplicas', 'instanceCount'),
  autoScale,
  limits,
  loneKey,
  exclude('deviceId', 'targetCondition'),
];

/** v1 turned the autoscaler on where nobody said how many; a token excluded keys without a word. */
function implied(settings: DeploymentSettings, computeType: ComputeType): DeploymentSettings {
  const { autoScaler, numReplicas, instanceCount, authEnabled, tokenAuthEnabled } = settings;
  const isAks = computeType === 'aks' || computeType === 'aksendpoint';
  const scales = autoScaler?.autoscaleEnabled ?? (isAks && (numReplicas ?? instanceCount) === undefined);
  const signsIn = settings.authMode !== undefined ? undefined : (authEnabled ?? tokenAuthEnabled !== true);
  return {
    ...settings,
    ...(scales && { autoScaler: { ...v1AutoScaler, ...autoScaler } }),
    ...(isAks &&
      signsIn !== undefined && { authEnabled: signsIn, tokenAuthEnabled: tokenAuthEnabled ?? false }),
  };
}

/**
 * @returns the settings with what v1 concluded from them
 * @throws ConfigurationInvalid, ConfigurationConflict
 */
export function checkRules(
  settings: DeploymentSettings,
  { computeType, target }: { readonly computeType: ComputeType; readonly target: Target },
  origin: Origin,
): DeploymentSettings {
  for (const rule of rules) rule(settings, origin, target);
  return implied(settings, computeType);
}
