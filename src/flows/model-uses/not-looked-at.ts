// Why a place was not looked at, from the error that said so.
import type { ExtensionError } from '../../core/errors/extension-error.ts';
import type { NotLookedAt } from '../../ports/model-uses.ts';

/** A sentence of the catalogue as the rest of "because ...": they begin with an article or the like, never with a name. */
export const notLookedAt = ({ message }: ExtensionError): NotLookedAt => ({
  notLookedAt: `${message.charAt(0).toLowerCase()}${message.slice(1)}`.replace(/\.$/, ''),
});
