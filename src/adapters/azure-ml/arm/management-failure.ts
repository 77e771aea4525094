// What a call through the management package ends as: a value, absent, or a catalogue error.
import { isRestError } from '@azure/core-rest-pipeline';
import { fail } from '../../../core/errors/catalogue.ts';
import { isExtensionError } from '../../../core/errors/extension-error.ts';
import { type ModelSource, sourceNotFound } from '../../../core/model/source.ts';
import { type ArmAnswer, armFailure, isSourceMissing } from './error.ts';

/**
 * Runs `call`. A 404 of the resource itself is absent; a 404 of the source around it is WorkspaceNotFound or
 * RegistryNotFound.
 *
 * @param resource how messages name what was asked for
 */
export async function answerOrAbsent<T>(
  source: ModelSource,
  resource: string,
  call: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isExtensionError(error)) throw error;
    const answer = answerOf(error);
    if (answer === undefined)
      throw fail('AzureAnswerUnreadable', { resource, problem: 'the answer cannot be read' }, error);
    if (answer.status !== 404) throw armFailure(answer);
    if (isSourceMissing(answer)) throw sourceNotFound(source, error);
    return undefined;
  }
}

function answerOf(error: unknown): ArmAnswer | undefined {
  if (!isRestError(error) || error.response === undefined) return undefined;
  const { request, status, bodyAsText } = error.response;
  // A success that could not be deserialised is an unreadable answer, not a failure of Azure.
  if (status < 300) return undefined;
  return { method: request.method, url: request.url, status, body: bodyAsText ?? undefined };
}
