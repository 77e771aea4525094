// Registers and removes web hooks with artifact services, in the server's order: its own row comes last.
import { randomUUID } from 'node:crypto';
import type { PickedValue } from '../data-sources/input-value.ts';
import { bindingFor, valuesFor, type ArtifactLookupContext } from '../releases/artifact-lookup.ts';
import type { Switches } from '../switches.ts';
import { ServerCrash, type CrashPlan } from './crash-points.ts';
import { hookKeyOf, type HookSource } from './hook-key.ts';
import { entryToDelete, isListed } from './hook-match.ts';
import { joinParameters, type Parameters } from './hook-parameters.ts';
import type { Hook, HookStore, HookWorld } from './hook-store.ts';

export interface HookSurroundings {
  readonly hooks: HookStore;
  readonly lookup: ArtifactLookupContext;
  readonly projectId: string;
  readonly payloadUrl: (world: HookWorld, hookId: string) => string;
  readonly switches: () => Switches;
  readonly crashes: CrashPlan;
  readonly log: (line: string) => void;
}

/** A hook of the right form for a source that has none yet; nothing is stored. */
function newHook({ payloadUrl, projectId }: HookSurroundings, world: HookWorld, source: HookSource): Hook {
  const id = randomUUID();
  return {
    id,
    name: `Webhook${randomUUID().replaceAll('-', '')}`,
    world,
    key: hookKeyOf(source, projectId),
    payloadUrl: payloadUrl(world, id),
  };
}

/** The Base64 of a GUID's sixteen bytes. */
function newSecret(): string {
  return Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64');
}

function identity({ id, name }: Hook): Parameters {
  return { webHookId: id, webHookName: name };
}

async function call(
  { lookup }: HookSurroundings,
  { type }: HookSource,
  target: string,
  inputs: Parameters,
): Promise<readonly PickedValue[]> {
  // Creating is done with elevated rights, which may POST through any connection.
  const elevated = target === 'createwebhook';
  return (await valuesFor(lookup, { type, target, inputs, allPages: false, elevated })) ?? [];
}

async function create(
  surroundings: HookSurroundings,
  source: HookSource,
  hook: Hook,
  secret: string | undefined,
): Promise<void> {
  const { crashes } = surroundings;
  const { type, inputs } = source;
  const added = {
    payloadUrl: hook.payloadUrl,
    ...identity(hook),
    ...(secret === undefined ? {} : { secret }),
  };
  const parameters = joinParameters(type.name, inputs, added);
  if (!bindingFor(type, 'createwebhook')) return;
  crashes.reach('createwebhook:before');
  await call(surroundings, source, 'createwebhook', parameters);
  crashes.reach('createwebhook:after');
}

function isServerLevel({ type }: HookSource): boolean {
  return type.artifactTriggerConfiguration?.isWebhookSupportedAtServerLevel === true;
}

async function link(surroundings: HookSurroundings, source: HookSource, hook: Hook): Promise<void> {
  if (!isServerLevel(source)) return;
  const added = { payloadUrl: hook.payloadUrl, ...identity(hook) };
  await call(surroundings, source, 'linkwebhook', joinParameters(source.type.name, source.inputs, added));
  surroundings.crashes.reach('linkwebhook:after');
}

/**
 * Makes sure that the source's hook is there and gives its row. `isLinked`: the definition listened to it before.
 *
 * @throws VssError 400 in the words of the artifact service; then nothing new is stored
 */
export async function registerHook(
  surroundings: HookSurroundings,
  world: HookWorld,
  source: HookSource,
  isLinked: (hook: Hook) => boolean,
): Promise<Hook> {
  const { hooks, projectId, crashes } = surroundings;
  const stored = hooks.find(world, hookKeyOf(source, projectId));
  if (stored) {
    const parameters = joinParameters(source.type.name, source.inputs, identity(stored));
    const entries = await call(surroundings, source, 'listwebhook', parameters);
    if (!isListed(stored, entries)) await create(surroundings, source, stored, hooks.secretOf(stored.id));
    if (!isLinked(stored)) await link(surroundings, source, stored);
    return stored;
  }
  const hook = newHook(surroundings, world, source);
  const secret = source.type.artifactTriggerConfiguration?.payloadHashHeaderName ? newSecret() : undefined;
  await create(surroundings, source, hook, secret);
  await link(surroundings, source, hook);
  if (secret !== undefined) hooks.keepSecret(hook.id, secret);
  crashes.reach('secret:after');
  const row = hooks.insert(hook);
  crashes.reach('hookRow:after');
  return row;
}

async function removeFromService(
  surroundings: HookSurroundings,
  source: HookSource,
  hook: Hook,
): Promise<void> {
  const { switches, crashes, log } = surroundings;
  const { deleteWebhookById, deleteWebhookWithoutMatch } = switches();
  const listed = joinParameters(source.type.name, source.inputs, identity(hook));
  const entries = await call(surroundings, source, 'listwebhook', listed);
  crashes.reach('listwebhook:after');
  const entry = entryToDelete(hook, entries, deleteWebhookById);
  if (!entry && !deleteWebhookWithoutMatch) {
    log(
      `The web hook ${hook.name} was not deleted: listwebhook gives no entry whose Value is '${hook.payloadUrl}'.`,
    );
    return;
  }
  const data = Object.entries(entry?.data ?? {}).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const added = { payloadUrl: hook.payloadUrl, ...identity(hook) };
  const parameters = joinParameters(source.type.name, source.inputs, added, Object.fromEntries(data));
  await call(surroundings, source, 'deletewebhook', parameters);
  crashes.reach('deletewebhook:after');
}

/** A failure on the way out is only a message: the definition is saved or deleted all the same. */
async function orMessage({ log }: HookSurroundings, hook: Hook, step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (error instanceof ServerCrash) throw error;
    log(
      `The web hook ${hook.name} could not be removed: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** Takes a source off its hook; with the last one the hook itself goes, its row at the very end. */
export async function unregisterHook(
  surroundings: HookSurroundings,
  source: HookSource,
  hook: Hook,
): Promise<void> {
  const { hooks, crashes } = surroundings;
  if (isServerLevel(source))
    await orMessage(surroundings, hook, async () => {
      const added = { payloadUrl: hook.payloadUrl, ...identity(hook) };
      await call(
        surroundings,
        source,
        'unlinkwebhook',
        joinParameters(source.type.name, source.inputs, added),
      );
      crashes.reach('unlinkwebhook:after');
    });
  if (hooks.subscriptionsOf(hook.id).length > 0) return;
  await orMessage(surroundings, hook, () => removeFromService(surroundings, source, hook));
  hooks.remove(hook);
}
