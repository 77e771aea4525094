import assert from 'node:assert/strict';
import { masked } from '../../../../src/core/plan/masked.ts';
import type { Plan } from '../../../../src/core/plan/plan.ts';
import { someComponent as telemetry } from '../../../support/fake-application-insights.ts';
import { nothingThere, planOf, smallest, type File } from './support/plan-input.ts';

const key = telemetry.instrumentationKey;
const now = { ...nothingThere, telemetry };

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly secureValue?: string;
}

function groupVariables(deployment: File): readonly Variable[] {
  const step = planOf({ deployment }, now).steps.find(({ kind }) => kind === 'create-container-group');
  const { properties } = step?.request.body as {
    properties: { containers: { properties: { environmentVariables: Variable[] } }[] };
  };
  return properties.containers[0]?.properties.environmentVariables ?? [];
}

const bodies = (plan: Plan): string => JSON.stringify(plan.steps.map(({ request }) => request.body));

/** Targets whose servers this product starts. */
const ours: readonly (readonly [string, File])[] = [
  ['aci', smallest.aci],
  ['iotedge', smallest.iotedge],
  ['local, in Docker', { ...smallest.local, engine: 'docker' }],
  ['local, as a process', { ...smallest.local, engine: 'process' }],
];

describe('src/core/plan/telemetry.ts', () => {
  it('hands key and address of the component to a container group, where the service does not show them', () => {
    const variables = groupVariables({ ...smallest.aci, appInsightsEnabled: true });
    const named = (wanted: string) => variables.find(({ name }) => name === wanted);
    assert.equal(named('AML_APP_INSIGHTS_ENABLED')?.value, 'true');
    assert.deepEqual(named('AML_APP_INSIGHTS_KEY'), { name: 'AML_APP_INSIGHTS_KEY', secureValue: key });
    assert.deepEqual(named('APPLICATIONINSIGHTS_CONNECTION_STRING'), {
      name: 'APPLICATIONINSIGHTS_CONNECTION_STRING',
      secureValue: telemetry.connectionString,
    });
  });

  for (const [name, deployment] of ours) {
    it(`${name}: both are in the plan while appInsightsEnabled is true, and nobody reads them there`, () => {
      const plan = planOf({ deployment: { ...deployment, appInsightsEnabled: true } }, now);
      assert.match(bodies(plan), new RegExp(`AML_APP_INSIGHTS_KEY.*${key}`));
      assert.match(bodies(plan), /IngestionEndpoint=/);
      assert.doesNotMatch(JSON.stringify(masked(plan)), new RegExp(`${key}|IngestionEndpoint`));
    });

    it(`${name}: no component is handed over that nobody asked for`, () => {
      assert.doesNotMatch(bodies(planOf({ deployment }, now)), new RegExp(`${key}|AML_APP_INSIGHTS`));
    });
  }

  it('leaves a key of the file’s own alone, and its address with it', () => {
    const own = 'ffffffff-0000-4000-8000-00000000aaaa';
    const variables = groupVariables({
      ...smallest.aci,
      appInsightsEnabled: true,
      environmentVariables: { AML_APP_INSIGHTS_KEY: own },
    });
    assert.deepEqual(
      variables.filter(({ name }) => /KEY|CONNECTION_STRING/.test(name)),
      [{ name: 'AML_APP_INSIGHTS_KEY', value: own }],
    );
  });

  it('is another deployment when the workspace gets another component', () => {
    const deployment = { ...smallest.aci, appInsightsEnabled: true };
    const content = (found: typeof telemetry) =>
      bodies(planOf({ deployment }, { ...now, telemetry: found })).match(
        /"azureml-release.content":"(\w+)"/,
      )?.[1];
    assert.ok(content(telemetry));
    assert.equal(content(telemetry), content({ ...telemetry }));
    assert.notEqual(content(telemetry), content({ ...telemetry, instrumentationKey: 'another' }));
  });
});
