// What a target is asked to make, with as little said as the test needs.
import type { FiringRequest } from '../../src/ports/firing-targets.ts';

export function firingRequest(version: string, description: string, key = 'key'): FiringRequest {
  return {
    key,
    description,
    tags: {},
    facts: {
      model: 'fraud',
      version,
      createdAt: '2026-11-21T00:00:00.000Z',
      subscriptionId: '11111111-1111-1111-1111-111111111111',
      resourceGroup: 'ml',
      workspace: 'prod',
      registry: '',
      tags: '{}',
      trainingRun: '',
      link: 'https://ml.azure.com/model/fraud',
      traceparent: '00-526b5a19b6fb92171650d847d71c9326-00f067aa0ba902b7-01',
      reason: 'the test says so',
    },
  };
}
