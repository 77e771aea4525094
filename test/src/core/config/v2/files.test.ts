import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { parseEnvironmentYaml, parseModelYaml } from '../../../../../src/core/config/v2/assets.ts';
import { parseBatchDeploymentYaml } from '../../../../../src/core/config/v2/batch-files.ts';
import {
  parseOnlineDeploymentYaml,
  parseOnlineEndpointYaml,
} from '../../../../../src/core/config/v2/online-files.ts';
import { isExtensionError } from '../../../../../src/core/errors/extension-error.ts';
import { catalogueError } from '../../../../support/catalogue-error.ts';
import {
  batchDeployment,
  kubernetesDeployment,
  managedDeployment,
  managedEndpoint,
} from '../../plan/support/yaml-files.ts';

const parsers = {
  'endpoint.yml': parseOnlineEndpointYaml,
  'deployment.yml': parseOnlineDeploymentYaml,
  'batch.yml': parseBatchDeploymentYaml,
  'environment.yml': parseEnvironmentYaml,
  'model.yml': parseModelYaml,
} as const;

describe('src/core/config/v2', () => {
  it('tells Kubernetes from managed by $schema, or by type', () => {
    assert.equal(parseOnlineDeploymentYaml(managedDeployment, 'd').value.type, 'managed');
    assert.equal(parseOnlineDeploymentYaml(kubernetesDeployment, 'd').value.type, 'kubernetes');
    const typed = 'name: a\nendpoint_name: b\ntype: Kubernetes\n';
    assert.equal(parseOnlineDeploymentYaml(typed, 'd').value.type, 'kubernetes');
  });

  it('reads over what only the service writes, and says so', () => {
    const read = parseOnlineEndpointYaml(
      `${managedEndpoint}scoring_uri: https://x\nprovisioning_state: Succeeded\n`,
      'e.yml',
    );
    assert.equal(read.warnings.length, 2);
    assert.match(read.warnings.join(), /'e\.yml' \(line \d+\) gives 'scoring_uri'/);
  });

  const bad: readonly (readonly [keyof typeof parsers, string, ...string[]])[] = [
    ['endpoint.yml', 'name: a\nauth_mod: key\n', 'line 2', 'auth_mod'],
    ['endpoint.yml', 'name: a\nauth_mode: none\n', 'line 2', 'auth_mode'],
    ['endpoint.yml', 'name: a\ntraffic: { x: 50 }\n', 'line 2', 'add up to 100'],
    ['endpoint.yml', 'name: a\nmirror_traffic: { x: 60 }\n', 'line 2', 'at most 50'],
    ['endpoint.yml', 'name: a\nmirror_traffic: { x: 10, y: 10 }\n', 'line 2', 'one deployment'],
    ['endpoint.yml', '$schema: https://x/batchEndpoint.schema.json\nname: a\n', 'line 1', '$schema'],
    ['deployment.yml', 'name: a\nendpoint_name: b\n', 'instance_type', 'is required'],
    [
      'deployment.yml',
      'name: a\nendpoint_name: b\ninstance_type: c\nrequest_settings: { request_timeout_ms: 200000 }\n',
      'line 4',
      'at most 180000',
    ],
    ['deployment.yml', 'name: a\nendpoint_name: b\ninstance_type: c\nresources: {}\n', 'line 4', 'resources'],
    [
      'deployment.yml',
      'name: a\nendpoint_name: b\ninstance_type: c\nscale_settings: { type: target_utilization }\n',
      'line 4',
      'Azure Monitor',
    ],
    [
      'deployment.yml',
      'name: a\nendpoint_name: b\ninstance_type: c\nliveness_probe: { period: PT10S }\n',
      'line 4',
      'liveness_probe.period',
    ],
    ['batch.yml', 'name: a\nendpoint_name: b\n', 'compute', 'is required'],
    ['environment.yml', 'name: a\nversion: 1\n', 'image'],
    ['environment.yml', 'name: a\nconda_file: c.yml\n', 'line 2', "'image', which is missing"],
    ['model.yml', 'name: a\n', 'path', 'is required'],
    ['model.yml', 'name: a\npath: p\ntype: onnx\n', 'line 3', 'type'],
  ];
  for (const [file, text, ...named] of bad)
    it(`refuses ${text.trim().replaceAll('\n', ', ')}`, () => {
      assert.throws(() => parsers[file](text, file), catalogueError('ConfigurationInvalid', file, ...named));
    });

  it('refuses an image beside a build context, and a pipeline', () => {
    assert.throws(
      () => parseEnvironmentYaml('name: a\nimage: i\nbuild: { path: . }\n', 'environment.yml'),
      catalogueError('ConfigurationConflict', 'line 2', 'image', 'build'),
    );
    assert.throws(
      () => parseBatchDeploymentYaml('name: a\nendpoint_name: b\ntype: pipeline\ncompute: c\n', 'batch.yml'),
      catalogueError('ConfigurationNotSupported', 'line 3', 'pipeline'),
    );
    assert.throws(
      () => parseBatchDeploymentYaml(`${batchDeployment}mini_batch_size: 3\n`, 'batch.yml'),
      catalogueError('ConfigurationConflict', 'mini_batch_size', 'settings.mini_batch_size'),
    );
  });

  it('ends in a value or in a catalogue error, whatever a key holds', () => {
    const keys = [
      'name',
      'endpoint_name',
      'model',
      'environment',
      'type',
      'settings',
      'path',
      'traffic',
      '$schema',
    ];
    const file = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue());
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(parsers)), file, (parse, value) => {
        try {
          parse(stringify(value), 'file.yml');
        } catch (error) {
          assert.ok(isExtensionError(error), String(error));
        }
      }),
    );
  });
});
