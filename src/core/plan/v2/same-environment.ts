// Whether a registered environment is the one that a file defines. Versions never change, so another one is in the way.
import { parse } from 'yaml';
import { hashValue } from '../../deploy/content-hash.ts';

interface Registered {
  readonly image?: string;
  readonly condaFile?: string;
}

function content(condaFile: string | undefined): unknown {
  if (condaFile === undefined) return undefined;
  try {
    return parse(condaFile);
  } catch {
    return condaFile;
  }
}

/** @param body the request that would register the defined one; what an image is built from is not compared */
export function isSameEnvironment(found: Registered, body: object): boolean {
  const { properties } = body as {
    readonly properties: Registered & { readonly build?: object };
  };
  if (properties.build !== undefined) return true;
  return (
    found.image === properties.image &&
    hashValue([content(found.condaFile)]) === hashValue([content(properties.condaFile)])
  );
}
