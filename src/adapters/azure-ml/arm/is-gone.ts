// Telling "it is not there" from every other failure.
import { isExtensionError } from '../../../core/errors/extension-error.ts';

export const isGone = (error: unknown): boolean =>
  isExtensionError(error) && error.code === 'AzureResourceNotFound';
