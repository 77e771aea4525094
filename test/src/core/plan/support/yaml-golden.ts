// One golden case for every key of the files of `az ml` v2.
import type { YamlFileKind } from '../../../../../scripts/docs/yaml-keys/yaml-key.ts';
import type { File } from './plan-input.ts';

export interface YamlGolden {
  /** As the file says it. */
  readonly value: unknown;
  /** What stands in the request then; an expression for its path. */
  readonly body?: unknown;
  /** What stands there without the key, unless nothing does. */
  readonly absent?: unknown;
  /** A value that the key does not take, and words of the refusal; absent where it takes anything. */
  readonly bad?: readonly [value: unknown, words: string];
  /** What has to stand beside it. */
  readonly needs?: File;
  readonly on?: 'kubernetes';
}

type More = Omit<YamlGolden, 'value' | 'body' | 'bad'>;
const make =
  (bad: readonly [unknown, string]) =>
  (value: unknown, body: unknown = value, more: More = {}): YamlGolden => ({ value, body, bad, ...more });

const text = make(['', 'must not be empty']);
const anyText = make([5, 'expected string']);
const flag = make(['yes', "'yes' is a text: write true or false"]);
const count = make([0, 'must be at least 1']);
const fromZero = make([-1, 'expected number to be >=0']);
const percent = make([101, 'must be at most 100']);
const choice = make(['none', 'expected one of']);
const texts = make([['a'], 'expected record']);
const rate = make([2, 'expected number to be <=1']);
const route = make(['///', 'must have a letter, a digit or an underscore']);
const port = make([65_536, 'expected number to be <=65535']);
const shape = make([5, 'expected']);

const identityId =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i';
const userAssigned: File = { identity: { type: 'user_assigned' } };
const schema = 'https://azuremlschemas.azureedge.net/latest';
const foreign = [
  'https://azuremlschemas.azureedge.net/latest/commandJob.schema.json',
  'is that of commandJob',
] as const;

const common = {
  description: anyText('scores claims'),
  tags: texts({ a: 1 }, { a: '1' }, { absent: {} }),
  properties: texts({ b: true }, { b: 'true' }),
};

const endpoint = {
  ...common,
  name: { value: 'fraud', body: /Endpoints\/fraud$/, bad: ['', 'must not be empty'] },
  location: text('northeurope', 'northeurope', { absent: 'westeurope' }),
  'identity.type': {
    value: 'None',
    body: 'None',
    absent: 'SystemAssigned',
    bad: ['own', 'expected one of'],
  },
  'identity.user_assigned_identities': shape([identityId], { [identityId]: {} }, { needs: userAssigned }),
} satisfies Record<string, YamlGolden>;

const deployment = {
  ...common,
  name: { value: 'blue-2', body: /\/deployments\/blue-2$/, bad: ['', 'must not be empty'] },
  endpoint_name: { value: 'fraud', body: /Endpoints\/fraud\/deployments\//, bad: ['', 'must not be empty'] },
  location: text('northeurope', 'northeurope', { absent: 'westeurope' }),
  model: {
    value: 'azureml:fraud:7',
    body: /\/models\/fraud\/versions\/7$/,
    bad: ['azureml:a b', 'is no reference'],
  },
  'code_configuration.code': text('azureml:code:2', /\/codes\/code\/versions\/2$/, {
    needs: { code_configuration: { scoring_script: 'score.py' } },
  }),
  'code_configuration.scoring_script': text('score.py', 'score.py', {
    needs: { code_configuration: { code: 'azureml:code:2' } },
  }),
  environment: {
    value: 'azureml:score@latest',
    body: /\/environments\/score\/versions\/4$/,
    bad: ['env.yml', 'is no reference'],
  },
} satisfies Record<string, YamlGolden>;

const probe = (name: string) => ({
  [`${name}.period`]: count(10, 'PT10S'),
  [`${name}.initial_delay`]: fromZero(0, 'PT0S'),
  [`${name}.timeout`]: count(2, 'PT2S'),
  [`${name}.success_threshold`]: count(1),
  [`${name}.failure_threshold`]: count(30),
});

const amounts = (name: string) => ({
  [`resources.${name}.cpu`]: text(0.5, '0.5', { on: 'kubernetes' }),
  [`resources.${name}.memory`]: text('1Gi', '1Gi', { on: 'kubernetes' }),
  [`resources.${name}.nvidia.com/gpu`]: text(1, '1', { on: 'kubernetes' }),
});

const scales: More = { needs: { scale_settings: { type: 'target_utilization' } }, on: 'kubernetes' };
const collects: More = { needs: { data_collector: { collections: { request: {} } } } };

const batchSettings = {
  mini_batch_size: count(10),
  max_concurrency_per_instance: count(2),
  error_threshold: { value: -1, body: -1, bad: [-2, 'must be at least -1'] },
  'retry_settings.max_retries': fromZero(0),
  'retry_settings.timeout': count(30, 'PT30S'),
  output_action: choice('Append_Row', 'AppendRow'),
  output_file_name: text('scores.csv'),
  logging_level: choice('DEBUG', 'Debug'),
  environment_variables: texts({ A: 1 }, { A: '1' }),
} satisfies Record<string, YamlGolden>;

const routes: File = Object.fromEntries(
  ['liveness_route', 'readiness_route', 'scoring_route'].map((name) => [name, { path: '/a', port: 1 }]),
);
const route2 = (name: string) => ({
  [`inference_config.${name}.path`]: route('/live', '/live', {
    needs: { inference_config: routes },
    absent: '/a',
  }),
  [`inference_config.${name}.port`]: port(80, 80, { needs: { inference_config: routes }, absent: 1 }),
});

export const yamlGolden: Readonly<Record<YamlFileKind, Readonly<Record<string, YamlGolden>>>> = {
  'online endpoint': {
    ...endpoint,
    $schema: { value: `${schema}/managedOnlineEndpoint.schema.json`, bad: foreign },
    auth_mode: choice('AML_Token', 'AMLToken', { absent: 'Key' }),
    public_network_access: choice('Disabled', 'Disabled'),
    compute: text('azureml:k8s', /\/computes\/k8s$/, { on: 'kubernetes', absent: /\/computes\/other$/ }),
    traffic: {
      value: { blue: 100 },
      body: { blue: 100 },
      bad: [{ blue: 90 }, 'must add up to 100, and it is 90'],
    },
    mirror_traffic: { value: { blue: 10 }, body: { blue: 10 }, bad: [{ blue: 51 }, 'must be at most 50'] },
  },
  'online deployment': {
    ...deployment,
    $schema: { value: `${schema}/managedOnlineDeployment.schema.json`, bad: foreign },
    type: choice('Managed', 'Managed', { absent: 'Managed' }),
    environment_variables: texts({ A: 1 }, { A: '1' }),
    instance_type: text('Standard_DS3_v2', 'Standard_DS3_v2', { on: 'kubernetes' }),
    instance_count: count(3, 3, { absent: 1 }),
    app_insights_enabled: flag(true),
    model_mount_path: text('/var/model'),
    'scale_settings.type': {
      value: 'target_utilization',
      body: 'TargetUtilization',
      bad: ['none', 'Invalid discriminator value'],
      on: 'kubernetes',
    },
    'scale_settings.min_instances': count(2, 2, scales),
    'scale_settings.max_instances': count(5, 5, scales),
    'scale_settings.polling_interval': count(10, 'PT10S', scales),
    'scale_settings.target_utilization_percentage': percent(60, 60, scales),
    'request_settings.request_timeout_ms': count(90_000, 'PT90S'),
    'request_settings.max_concurrent_requests_per_instance': count(3),
    'request_settings.max_queue_wait_ms': count(500, 'PT0.5S'),
    ...probe('liveness_probe'),
    ...probe('readiness_probe'),
    egress_public_network_access: choice('disabled', 'Disabled'),
    'data_collector.collections.*.enabled': shape('False', 'Disabled', { ...collects, absent: 'Enabled' }),
    'data_collector.collections.*.data': shape('azureml:claims:3', /\/data\/claims\/versions\/3$/, collects),
    'data_collector.collections.*.sampling_rate': rate(0.5, 0.5, collects),
    'data_collector.collections.*.client_id': text('c', 'c', collects),
    'data_collector.sampling_rate': rate(0.5, 0.5, collects),
    'data_collector.rolling_rate': choice('Hour', 'Hour', collects),
    'data_collector.request_logging.capture_headers': shape(['x-trace'], ['x-trace'], collects),
    ...amounts('requests'),
    ...amounts('limits'),
  },
  'batch endpoint': {
    ...endpoint,
    $schema: { value: `${schema}/batchEndpoint.schema.json`, bad: foreign },
    auth_mode: {
      value: 'AAD_Token',
      body: 'AADToken',
      absent: 'AADToken',
      bad: ['key', 'expected "aad_token"'],
    },
    'defaults.deployment_name': text('other', 'other', { absent: 'blue' }),
  },
  'batch deployment': {
    ...deployment,
    $schema: { value: `${schema}/modelBatchDeployment.schema.json`, bad: foreign },
    type: { value: 'Model', bad: ['none', 'expected one of'] },
    component: { value: undefined },
    job_definition: { value: undefined },
    compute: {
      value: '/subscriptions/s/c',
      body: '/subscriptions/s/c',
      absent: /\/computes\/cpu$/,
      bad: ['', 'must not be empty'],
    },
    'resources.instance_count': count(2),
    'resources.instance_type': text('a'),
    'settings.instance_count': count(2),
    ...batchSettings,
    ...Object.fromEntries(
      Object.entries(batchSettings).map(([key, golden]) => [`settings.${key}`, golden] as const),
    ),
  },
  environment: {
    ...common,
    tags: texts({ a: 1 }, { a: '1' }),
    $schema: { value: `${schema}/environment.schema.json` },
    datastore: { value: 'workspaceblobstore' },
    name: { value: 'score', body: /\/environments\/score\/versions\//, bad: ['', 'must not be empty'] },
    version: { value: '1.10', body: /\/versions\/1\.10$/, bad: [[], 'expected'] },
    image: text('own:2', 'own:2', { absent: 'own:1' }),
    conda_file: {
      value: { dependencies: ['python'] },
      body: 'dependencies:\n  - python\n',
      bad: [5, 'must be a path or a map'],
    },
    'build.path': {
      value: 'https://x.example.net/y',
      body: 'https://x.example.net/y/',
      bad: [5, 'expected string'],
    },
    'build.dockerfile_path': anyText('own.Dockerfile', 'own.Dockerfile', {
      needs: { build: { path: 'https://x.example.net/y' } },
      absent: 'Dockerfile',
    }),
    ...route2('liveness_route'),
    ...route2('readiness_route'),
    ...route2('scoring_route'),
    os_type: choice('Windows', 'Windows', { absent: 'Linux' }),
  },
  model: {
    ...common,
    tags: texts({ a: 1 }, { a: '1' }),
    $schema: { value: `${schema}/model.schema.json` },
    datastore: { value: 'azureml://datastores/workspaceblobstore' },
    name: { value: 'claims', body: /\/models\/claims\/versions\//, bad: ['', 'must not be empty'] },
    version: { value: '1.10', body: /\/versions\/1\.10$/, bad: [[], 'expected'] },
    type: choice('MLflow_model', 'mlflow_model', { absent: 'custom_model' }),
    path: {
      value: 'https://x.example.net/y',
      body: 'https://x.example.net/y',
      absent: /LocalUpload/,
      bad: [5, 'expected string'],
    },
    flavors: shape({ sklearn: { pickled: true } }, { sklearn: { data: { pickled: 'true' } } }),
    stage: text('Production'),
  },
};

type Pair = readonly [string, string];

const bothPlaces: readonly Pair[] = Object.keys(batchSettings)
  .map((key) => key.split('.')[0] ?? '')
  .map((key) => [key, `settings.${key}`] as const);

/** Pairs of keys that exclude each other. */
export const exclusiveYamlKeys: Readonly<Record<YamlFileKind, readonly Pair[]>> = {
  'online endpoint': [],
  'online deployment': [],
  'batch endpoint': [],
  'batch deployment': bothPlaces,
  environment: [
    ['image', 'build'],
    ['conda_file', 'build'],
  ],
  model: [],
};
