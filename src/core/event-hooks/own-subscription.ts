// Which event subscriptions the artifact type's createwebhook has made, and for which hook of Azure DevOps.
import { payloadUrlHeader, secretHeader } from '../relay/relay-headers.ts';

/** What an event subscription shows of itself. */
export interface EventSubscription {
  readonly name: string;
  readonly labels: readonly string[];
  readonly eventTypes: readonly string[];
  /** e.g. `models/fraud:`. */
  readonly subjectPrefix: string;
  /** Names of the headers that each delivery gets; secret values do not come back. */
  readonly headers: readonly string[];
  /** ISO 8601. */
  readonly createdAt?: string;
}

/** Where Azure DevOps receives for one hook. */
export interface HookAddress {
  readonly url: string;
  /** The hook's GUID, lower case. */
  readonly hookId: string;
}

const eventType = 'Microsoft.MachineLearningServices.ModelRegistered';

/** Azure DevOps names its hooks so, and the binding takes the name over. */
const hookName = /^Webhook[0-9a-f]{32}$/i;

/** The receive addresses of the release service and of the pipeline service, each with the hook's id at its end. */
const hookPath =
  /\/_apis\/(?:Release\/receiveExternalEvent|public\/distributedtask\/webhooks)\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/**
 * Everything has to fit: one that a person made by hand for the relay, say for an incoming webhook with a name of its own,
 * is none of ours.
 *
 * @returns absent for a subscription of somebody else
 */
export function hookAddressOf(subscription: EventSubscription): HookAddress | undefined {
  const { name, labels, eventTypes, headers } = subscription;
  const has = (values: readonly string[], wanted: string): boolean =>
    values.some((value) => value.toLowerCase() === wanted.toLowerCase());
  if (!hookName.test(name) || labels.length !== 1) return undefined;
  if (!has(headers, payloadUrlHeader) || !has(headers, secretHeader)) return undefined;
  if (eventTypes.length !== 1 || !has(eventTypes, eventType)) return undefined;
  const [url = ''] = labels;
  const hookId = URL.canParse(url) ? hookPath.exec(new URL(url).pathname)?.[1] : undefined;
  return hookId === undefined ? undefined : { url, hookId: hookId.toLowerCase() };
}

/** The model whose versions it tells of; the prefix as it is if it names none. */
export function modelOf({ subjectPrefix }: EventSubscription): string {
  return /^models\/(.+):$/.exec(subjectPrefix)?.[1] ?? subjectPrefix;
}
