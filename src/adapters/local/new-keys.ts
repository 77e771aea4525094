// Keys for services whose callers present one.
import { randomBytes } from 'node:crypto';

/** 32 bytes, as the keys of Azure Machine Learning's own endpoints. */
const keyBytes = 32;

const key = (): string => randomBytes(keyBytes).toString('base64url');

/** Two new keys; secrets. */
export const newKeys = () => ({ primaryKey: key(), secondaryKey: key() });
