// The Azure clouds that Microsoft runs, and what a service connection leaves unsaid about them.

interface Cloud {
  readonly armUrl: string;
  readonly authorityUrl: string;
  readonly audience: string;
}

const publicCloud: Cloud = {
  armUrl: 'https://management.azure.com',
  authorityUrl: 'https://login.microsoftonline.com',
  audience: 'https://management.core.windows.net/',
};

/** By the name that a service connection carries in `environment`. */
const clouds: ReadonlyMap<string, Cloud> = new Map([
  ['AzureCloud', publicCloud],
  [
    'AzureUSGovernment',
    {
      armUrl: 'https://management.usgovcloudapi.net',
      authorityUrl: 'https://login.microsoftonline.us',
      audience: 'https://management.core.usgovcloudapi.net/',
    },
  ],
  [
    'AzureChinaCloud',
    {
      armUrl: 'https://management.chinacloudapi.cn',
      authorityUrl: 'https://login.chinacloudapi.cn',
      audience: 'https://management.core.chinacloudapi.cn/',
    },
  ],
]);

/** Hosts whose metadata Entra's instance discovery knows; login.windows.net is the old name in azurerm connections. */
const knownAuthorityHosts = new Set([
  'login.microsoftonline.com',
  'login.windows.net',
  'login.microsoft.com',
  'sts.windows.net',
  'login.microsoftonline.us',
  'login.chinacloudapi.cn',
  'login.partner.microsoftonline.cn',
]);

/** The addresses of a cloud by its name in a service connection; the public cloud's for an unknown or absent name. */
export function cloudNamed(name: string | undefined): Cloud {
  return clouds.get(name ?? '') ?? publicCloud;
}

/** True if Entra's instance discovery can vouch for this authority (false for Azure Stack and the emulated stack). */
export function isWellKnownAuthority(authorityUrl: string): boolean {
  return URL.canParse(authorityUrl) && knownAuthorityHosts.has(new URL(authorityUrl).hostname);
}

/** The scope of an ARM token: the audience as it is plus `/.default`, so `https://x/` gives `https://x//.default`. */
export function tokenScope(audience: string): string {
  return `${audience}/.default`;
}

/** Whom a token is for that starts batch jobs: Azure Machine Learning itself, not ARM (the Python SDK's names). */
export function invokerAudience(armUrl: string): string {
  const ending = /\.(?:usgovcloudapi\.net|(?<china>chinacloudapi\.cn))$/.exec(new URL(armUrl).hostname);
  if (ending === null) return 'https://ml.azure.com';
  return ending.groups?.['china'] === undefined ? 'https://ml.azure.us' : 'https://ml.azure.cn';
}
