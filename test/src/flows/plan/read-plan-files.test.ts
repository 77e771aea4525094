import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProjectFiles } from '../../../../src/adapters/local/project-files.ts';
import { parseDeploymentConfig } from '../../../../src/core/config/deployment-config.ts';
import { parseInferenceConfig } from '../../../../src/core/config/inference-config.ts';
import { readPlanFiles } from '../../../../src/flows/plan/read-plan-files.ts';
import { goodProject, writeProject } from '../../../tasks/support/scoring-project.ts';

describe('src/flows/plan/read-plan-files.ts', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plan-files-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('never takes a certificate’s key for code, though it lies beside the script', async () => {
    const config = 'computeType: aci\nsslEnabled: true\ncname: a.b\nsslCertificate: ./c.pem\nsslKey: k.pem\n';
    const project = await writeProject(folder, 'project', { 'c.pem': 'CERTIFICATE', 'k.pem': 'KEY' });
    const { source, texts } = await readPlanFiles(
      parseInferenceConfig(goodProject['inferenceconfig.yml'] ?? '', 'inferenceconfig.yml'),
      parseDeploymentConfig(config, 'deploymentconfig.yml'),
      project,
      createProjectFiles(),
    );
    assert.equal(texts.certificateKeyText, 'KEY');
    const paths = source.map(({ path }) => path);
    assert.ok(paths.includes('score.py'));
    assert.ok(!paths.some((path) => path.endsWith('.pem')), paths.join(', '));
  });
});
