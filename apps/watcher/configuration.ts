// watch.yml: what it may say, checked before anything starts.
import * as z from 'zod';
import { parseConfiguration } from '../../src/core/config/document.ts';
import type { Watch } from '../../src/core/watch/watch.ts';
import { intervalLimits } from './arguments.ts';
import { workspacesOf } from '../../src/core/watch-config/watch-source.ts';
import { watchesSchema } from '../../src/core/watch-config/watches-section.ts';
import { azureSchema } from './azure-section.ts';
import { address, text, variable } from '../../src/core/watch-config/values.ts';
import { canForwardTo, relaySchema } from './relay/relay-section.ts';
import { stateSchema } from './state/state-section.ts';

/** Where to look for release definitions, and how often. */
const discoverSchema = z.strictObject({
  projects: z.union(
    [z.literal('all'), z.array(text).min(1)],
    "must be 'all' or a list of projects with at least one name",
  ),
  intervalSeconds: z.int().min(30).max(intervalLimits.most).default(300),
});

/** Where health and figures are shown. */
const metricsSchema = z.strictObject({
  host: text.default('127.0.0.1'),
  /** 0 takes any that is free. */
  port: z.int().min(0).max(65_535),
});

/** What the file may say; `docs/watch.schema.json` is made from it. */
export const watchFileSchema = z
  .strictObject({
    azure: azureSchema,
    organization: z.strictObject({ url: address, tokenFrom: variable.optional() }),
    intervalSeconds: z.int().min(intervalLimits.least).max(intervalLimits.most).default(60),
    /** While the relay's events arrive as they should. */
    intervalWithEventsSeconds: z.int().min(intervalLimits.least).max(intervalLimits.most).optional(),
    watches: watchesSchema.default([]),
    /** Release definitions that want to be watched are found by themselves. */
    discover: discoverSchema.optional(),
    relay: relaySchema.optional(),
    metrics: metricsSchema.optional(),
    /** An OpenTelemetry collector, by OTLP over HTTP. */
    tracing: z.strictObject({ endpoint: address }).optional(),
    state: stateSchema.optional(),
  })
  .superRefine(({ organization, watches, discover, relay }, context) => {
    const mistake = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if ((discover !== undefined || needsToken(watches)) && organization.tokenFrom === undefined) {
      mistake('organization', 'needs tokenFrom: the watches create releases or runs');
    }
    if (watches.length === 0 && discover === undefined && relay === undefined) {
      mistake('watches', 'must have at least one watch, unless there is discover or a relay');
    }
    if (relay === undefined) return;
    if (workspacesOf(watches).length === 0 && discover === undefined && relay.workspaces === undefined) {
      mistake('relay', 'needs workspaces: there is no watch of a workspace to take them from');
    }
    if (relay.organizations === undefined && !canForwardTo(organization.url)) {
      mistake('relay', 'needs organizations: organization.url is not the https address of one organization');
    }
  });

/** @param watches those with a mistake of their own have no target yet */
function needsToken(watches: readonly Partial<Pick<Watch, 'target'>>[]): boolean {
  return watches.some(({ target }) => target !== undefined && target.kind !== 'webhook');
}

export type WatchConfiguration = Omit<z.infer<typeof watchFileSchema>, 'watches'> & {
  readonly watches: readonly Watch[];
};

/**
 * @param file its name, for messages
 * @throws ConfigurationUnreadable, ConfigurationInvalid with every mistake and its line
 */
export function parseWatchConfiguration(content: string, file: string): WatchConfiguration {
  return parseConfiguration(watchFileSchema, content, file, Number.POSITIVE_INFINITY);
}
