// One Azure DevOps organization: signs in, finds its services, and translates every fault.
import type {
  IRequestHandler,
  IRequestOptions,
} from 'azure-devops-node-api/interfaces/common/VsoBaseInterfaces.js';
import { ReleaseApi } from 'azure-devops-node-api/ReleaseApi.js';
import { BearerCredentialHandler } from 'azure-devops-node-api/handlers/bearertoken.js';
import { PersonalAccessTokenCredentialHandler } from 'azure-devops-node-api/handlers/personalaccesstoken.js';
import { fail } from '../../core/errors/catalogue.ts';
import { given } from '../../core/given.ts';
import type { Quota } from '../../ports/quota.ts';
import { readAnswer, resourceAreasSchema } from './answers.ts';
import { limitsOf, statusOf, translateFault } from './faults.ts';

export interface OrganizationOptions {
  /** E.g. https://dev.azure.com/contoso, or a collection of an Azure DevOps Server. */
  readonly url: string;
  /** A personal access token, or an Entra access token for Azure DevOps. */
  readonly token: string;
  /** Shared by all that call this organization with this token. */
  readonly quota: Quota;
}

export interface Organization {
  readonly url: string;
  /**
   * Makes one call of the release service.
   *
   * @param action the call as a verb with its object, for messages
   * @throws DevOpsThrottled, without calling, while an earlier answer's Retry-After has more than 30 s to go
   */
  call<T>(action: string, work: (api: ReleaseApi) => Promise<T>): Promise<T>;
  /** The same of a service that has the organization's own address, e.g. `BuildApi`. */
  callOwn<A, T>(Api: ApiClass<A>, action: string, work: (api: A) => Promise<T>): Promise<T>;
}

/** A client of azure-devops-node-api. */
export type ApiClass<A> = new (url: string, handlers: IRequestHandler[], options?: IRequestOptions) => A;

/** The area of classic releases: `ReleaseApi.RESOURCE_AREA_ID` is not defined in azure-devops-node-api 17. */
const releaseArea = 'efc2f575-36ef-48e9-b672-0c6fb4a48ac5';

/** The oldest version that still answers: Azure DevOps Server refuses those newer than itself. */
const accept = { acceptHeader: 'application/json;api-version=5.0-preview.1' };

/** How often a throttled call is made within a check. */
const attempts = 3;

/** How long one request may go without a byte, in milliseconds. */
const socketTimeout = 60_000;

export function createOrganization({ url, token, quota }: OrganizationOptions): Organization {
  const organization = url.replace(/\/+$/, '');
  let found: ReleaseApi | undefined;
  const own = new Map<ApiClass<unknown>, unknown>();

  async function guarded<T>(action: string, work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      const wait = await quota.enter();
      if (wait > 0) throw fail('DevOpsThrottled', { organization, seconds: Math.ceil(wait / 1000) });
      try {
        const answer = await work();
        // A call that was slowed down, but answered, can ask for a pause as well.
        quota.learn({ status: 200, ...limitsOf(answer) });
        return answer;
      } catch (thrown) {
        quota.learn({ ...given({ status: statusOf(thrown) }), ...limitsOf(thrown) });
        const fault = translateFault(thrown, { organization, action });
        // A throttled call had no effect, so even a creation may be repeated.
        if (fault.code !== 'DevOpsThrottled' || attempt === attempts) throw fault;
      }
    }
  }

  async function releaseService(): Promise<ReleaseApi> {
    const action = 'find the release service of the organization';
    const front = apiAt(ReleaseApi, organization, token);
    const address = `${organization}/_apis/ResourceAreas`;
    const answer = await guarded(action, () => front.rest.get<unknown>(address, accept));
    if (answer.statusCode === 404) {
      throw fail('DevOpsOrganizationNotFound', { organization, reason: 'it answered 404' });
    }
    const areas = readAnswer(answer.result, resourceAreasSchema, { organization, action });
    if (areas === undefined) {
      // 203 with a web page: how Azure DevOps answers where there is no token at all.
      const reason = `it answered ${answer.statusCode} with a page instead of data`;
      throw fail('DevOpsUnauthorized', { organization, reason });
    }
    const area = areas.value?.find(({ id }) => id.toLowerCase() === releaseArea);
    return area === undefined ? front : apiAt(ReleaseApi, area.locationUrl, token);
  }

  return {
    url: organization,
    async call(action, work) {
      const api = (found ??= await releaseService());
      return guarded(action, () => work(api));
    },
    async callOwn<A, T>(Api: ApiClass<A>, action: string, work: (api: A) => Promise<T>) {
      // A client asks for its locations on its first call, so it is kept.
      const api = (own.get(Api) as A | undefined) ?? apiAt(Api, organization, token);
      own.set(Api, api);
      return guarded(action, () => work(api));
    },
  };
}

function apiAt<A>(Api: ApiClass<A>, url: string, token: string): A {
  // An Entra token is a JWT and always begins like this; everything else is a personal access token.
  const Handler = token.startsWith('eyJ') ? BearerCredentialHandler : PersonalAccessTokenCredentialHandler;
  const handler = new Handler(token, false); // false: the token is not sent along to another host
  // Redirects lead to the sign-in page only, and would hide that the token was refused.
  return new Api(url, [handler], { allowRedirects: false, socketTimeout });
}
