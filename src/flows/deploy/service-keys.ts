// Keys of a service that nobody wrote into a file: derived from a secret of the image registry, so that every run finds the
// same ones again although the service never shows them.
import { createHmac } from 'node:crypto';
import type { PlanInput } from '../../core/plan/plan.ts';

/** @param secret a password that stays the same; @param service what the keys are for, e.g. its ARM id */
export function derivedKeys(secret: string, service: string): NonNullable<PlanInput['newKeys']> {
  const key = (name: string) =>
    createHmac('sha256', secret)
      .update(`azureml-release ${service.toLowerCase()} ${name}`)
      .digest('base64url');
  return { primaryKey: key('primary'), secondaryKey: key('secondary') };
}
