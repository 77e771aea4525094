// A service whose input is a dictionary of several inputs, as Power BI asks for it: described by inference-schema itself, and asked
// with the very request that the description gives.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack, type Stack } from '../../../../apps/emulator/stack.ts';
import { trustAuthority } from '../../../support/trust-authority.ts';
import { writeProject } from '../../../tasks/support/scoring-project.ts';
import { registerModel } from '../../emulator/support/deploy.ts';
import { connect } from '../../emulator/support/workspace-client.ts';
import { type CliOnStack, cliOnStack } from '../support/cli-on-stack.ts';

const root = join(import.meta.dirname, '../../../..');

/** Names and nesting are those of the service's documentation. */
const script = `from inference_schema.schema_decorators import input_schema, output_schema
from inference_schema.parameter_types.standard_py_parameter_type import StandardPythonParameterType as Sample

def init():
    pass

people = Sample([{"name": "Sarah", "age": 25}, {"name": "John", "age": 26}])
inputs = Sample({"input1": Sample([[1.0, 2.0]]), "input2": people, "input3": Sample(0.5)})

@input_schema("Inputs", inputs)
@input_schema("global_parameters", Sample(2.0))
@output_schema(Sample({"Results": Sample([1.0, 1.0])}))
def run(Inputs, global_parameters):
    return {"Results": [row["age"] * Inputs["input3"] * global_parameters for row in Inputs["input2"]]}
`;

describe('apps/cli/service/schema.ts (on the stack)', function () {
  this.timeout(300_000);
  let stack: Stack;
  let folder = '';
  let cli: CliOnStack;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cli-schema-'));
    const project = await writeProject(folder, 'project', { 'score.py': script });
    stack = await startStack({ cacheDir: join(root, '.cache'), env: process.env, log: () => undefined });
    trustAuthority(stack.caPem);
    await registerModel(connect(stack), '1', 2);
    cli = cliOnStack(stack, project);
    await good(
      ...['model', 'deploy', '-n', 'tables', '-m', 'weight:1'],
      ...['--ic', 'inferenceconfig.yml', '--dc', 'deploymentconfig.yml'],
    );
  });
  after(async () => {
    await stack.close();
    await rm(folder, { recursive: true, force: true });
  });

  const good = async (...argv: readonly string[]): Promise<string> => {
    const { status, out, aside } = await cli.run(...argv);
    assert.equal(status, 0, `${argv.join(' ')}: ${aside}`);
    return out;
  };

  it('shows the rows, and what a request needs beside them', async () => {
    const table = await good('service', 'schema', '-n', 'tables');
    const lines = table.trimEnd().split('\n').slice(1);
    assert.deepEqual(lines, [
      'rows     Inputs.input2: a list of dictionaries, answers under Results',
      '  name  text',
      '  age   integer',
      'besides  Inputs.input1: list of lists of number, one for all rows',
      'besides  Inputs.input3: number, one for all rows',
      'besides  global_parameters: number, one for all rows',
    ]);
  });

  it('gives a request that the service answers', async () => {
    const { sample } = JSON.parse(await good('service', 'schema', '-n', 'tables', '-o', 'json')) as {
      sample: unknown;
    };
    const answer = await good('service', 'invoke', '-n', 'tables', '-d', JSON.stringify(sample));
    assert.deepEqual(JSON.parse(answer), { Results: [25, 26] });
  });
});
