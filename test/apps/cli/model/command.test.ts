import assert from 'node:assert/strict';
import { verbs } from '../../../../apps/cli/model/verbs.ts';
import { namesOf } from '../../../../src/core/command-line/flag.ts';
import { runCommandLine } from '../support/run-program.ts';

/** Every flag of `az ml model` of azure-cli-ml, verb by verb. */
const v1: Readonly<Record<string, string>> = {
  register:
    '--name -n --model-path -p --asset-path --run-id -r --run-metadata-file -f --experiment-name --model-framework --model-framework-version --cc --cpu-cores --gb --memory-gb --gc --gpu-cores --sample-input-dataset-id --sample-output-dataset-id --tag --property --description -d --output-metadata-file -t',
  list: '--latest -l --model-name -n --run-id --dataset-id --tag --property',
  show: '--model-id -i --model-name -n --version --run-id',
  update:
    '--model-id -i --add-tag --remove-tag --add-property --description --cc --gb --gc --sample-input-dataset-id --sample-output-dataset-id',
  delete: '--model-id -i',
  download: '--model-id -i --target-dir -t --overwrite',
  package:
    '--model -m --model-metadata-file -f --image-label --il --image-name --in --output-path --ic --es --sd --rt --cf --bi --ir -e --ev --ed',
  profile:
    '--name -n --model -m --model-metadata-file -f --ic --input-dataset-id --idi --cpu-cores --cc --memory-in-gb --gb --es --sd --cf --bi --ir -e --ev --ed --description --output-metadata-file -t --input-data -d',
  deploy:
    '--name -n --model -m --model-metadata-file -f --inference-config-file --ic --deploy-config-file --dc --compute-target --ct --compute-type --cp --entry-script --es --source-directory --sd --runtime --rt --conda-file --cf --extra-docker-file-steps --ds --enable-gpu --eg --cuda-version --cv --base-image --bi --base-image-registry --ir --environment-name -e --environment-version --ev --environment-directory --ed --cpu-cores --cc --cpu-cores-limit --ccl --memory-gb --gb --memory-gb-limit --gbl --gpu-cores --gc --auth-enabled --ae --token-auth-enabled --enable-app-insights --ai --collect-model-data --md --autoscale-enabled --as --autoscale-min-replicas --mi --autoscale-max-replicas --ma --autoscale-refresh-seconds --ar --autoscale-target-utilization --at --num-replicas --nr --replica-max-concurrent-requests --rm --max-request-wait-time --mr --scoring-timeout-ms --tm --period-seconds --ps --initial-delay-seconds --id --timeout-seconds --ts --success-threshold --st --failure-threshold --ft --namespace --location --lo --dns-name-label --dn --ssl-enabled --se --ssl-cert-pem-file --sp --ssl-key-pem-file --sk --ssl-cname --sc --kp --ks --vault-base-url --key-name --key-version --vnet-name --subnet-name --port --po --version-name --vn --traffic-percentile --tp --profile-input --pi --tag --property --description --overwrite --no-wait',
};
const shared = '--path --resource-group -g --workspace-name -w --subscription-id -v';

const refuses = async (...argv: readonly string[]): Promise<string> => {
  const { status, out, aside } = await runCommandLine(['model', ...argv]);
  assert.deepEqual([status, out], [2, '']);
  assert.match(aside, /\[\w+, docs\/errors\.md#\w+\]\n$/);
  assert.doesNotMatch(aside, /\n {4}at /);
  return aside;
};

describe('apps/cli/model/command.ts', () => {
  it('has the verbs of v1', () => {
    assert.deepEqual(verbs.map(({ name }) => name).toSorted(), Object.keys(v1).toSorted());
  });

  for (const verb of verbs)
    it(`takes every flag of v1's ${verb.name}`, () => {
      const names = Object.entries(verb.flags).flatMap(([name, flag]) => namesOf(name, flag));
      for (const flag of `${v1[verb.name] ?? ''} ${shared}`.split(' ')) assert.ok(names.includes(flag), flag);
    });

  for (const { name } of verbs)
    it(`helps with ${name}, and refuses what it does not understand without calling anybody`, async () => {
      const { status, out } = await runCommandLine(['model', name, '--bogus', '--help']);
      assert.equal(status, 0);
      assert.match(out, new RegExp(`^azureml-release model ${name}: [^]*--resource-group`));
      assert.match(await refuses(name, '--bogus'), /it knows no flag '--bogus'/);
      assert.match(await refuses(name, 'stray'), /does not know what to do with 'stray'/);
      assert.match(await refuses(name, '-g'), /-g needs a value/);
      assert.match(
        await refuses(name, '-g', 'a', '--resource-group', 'a'),
        /--resource-group is given twice: -g/,
      );
    });

  it('lists its verbs, and names them to whoever mistypes one', async () => {
    const { status, out } = await runCommandLine(['model', '--help']);
    assert.equal(status, 0);
    for (const { name } of verbs) assert.match(out, new RegExp(`^ {2}${name} `, 'm'));
    assert.match(await refuses('regsiter'), /there is no verb 'regsiter', only register/);
    assert.match(await refuses(), /names no verb/);
  });

  it('says which verb takes a flag that this one does not', async () => {
    assert.match(await refuses('list', '--target-dir', 'a'), /'--target-dir'; 'model download' takes it/);
    assert.match(
      await refuses('show', '--ic', 'a'),
      /'model profile', 'model package', 'model deploy' take it/,
    );
  });

  for (const [argv, problem] of [
    [['register'], /--name \(-n\) is missing/],
    [['register', '-n', 'a'], /either --model-path \(-p\) or --asset-path/],
    [['register', '-n', 'a', '-p', 'b', '--asset-path', 'c'], /either --model-path/],
    [['register', '-n', 'a', '--asset-path', 'c'], /--run-id \(-r\) is missing/],
    [['register', '-n', 'a', '-p', 'b', '--model-framework', 'Caffe'], /knows TensorFlow, ScikitLearn/],
    [['register', '-n', 'a', '-p', 'b', '--tag', 'x'], /--tag 'x' is not of the form name=value/],
    [['show'], /either --model-id \(-i\), or --model-name/],
    [['show', '-i', 'a', '-n', 'b'], /either --model-id/],
    [['show', '-n', 'a', '--version', '1', '--run-id', 'r', '-i', 'x'], /either --model-id/],
    [['update', '-i', 'a:1'], /names nothing to change/],
    [['update', '-i', 'a:1', '--add-tag', 'x=1', '--remove-tag', 'x'], /both add and remove the tag 'x'/],
    [['delete'], /--model-id \(-i\) is missing/],
    [['delete', '-i', 'a'], /names no version/],
    [['delete', '-i', 'azureml://datastores/d/paths/m'], /only a registered model/],
    [['download', '-i', 'a:1'], /--target-dir \(-t\) is missing/],
    [['package', '-m', 'a:1'], /'a:latest' is not built/],
    [['package'], /no model is named/],
    [['profile', '-m', 'a:1'], /--name \(-n\) is missing/],
    [
      ['profile', '-n', 'p', '-m', 'a:1', 'b:2', '--idi', 'd', '--cc', '2'],
      /profile 'p' of a:1, b:2 is not made/,
    ],
  ] as const)
    it(`refuses '${argv.join(' ')}'`, async () => {
      assert.match(await refuses(...argv), problem);
    });
});
