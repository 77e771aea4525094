import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTryOut } from '../../../apps/main-job/try-out.ts';

const root = join(import.meta.dirname, '..', '..', '..');

const addresses = {
  caFile: "/tmp/it's here/ca.pem",
  identity: {
    ...{ authority: 'https://localhost:5000', tenantId: 't', clientId: 'c' },
    clientSecret: `a'b"c$(exit 3)\\`,
  },
  arm: { url: 'https://localhost:4000', subscriptionId: 's', resourceGroup: 'g', workspace: 'w' },
  blob: { url: 'https://localhost:6000' },
  devops: { organizationUrl: 'https://localhost:7000', project: 'p', personalAccessToken: 'x' },
};

describe('apps/main-job/try-out.ts', () => {
  let folder = '';
  before(() => (folder = mkdtempSync(join(tmpdir(), 'try-out-'))));
  after(() => rmSync(folder, { recursive: true }));

  it('gives a shell every variable as it is, whatever characters it has, and nobody else the secret', async function () {
    if (process.platform === 'win32') this.skip();
    const place = join(folder, 'try');
    const project = join(root, 'apps', 'main-job', 'diabetes', 'score');
    await writeTryOut({ addresses, root, project, folder: place });
    const script = '. ../env.sh && printf "%s|%s" "$AZURE_CLIENT_SECRET" "$NODE_EXTRA_CA_CERTS"';
    const said = execFileSync('sh', ['-c', script], { cwd: join(place, 'project'), encoding: 'utf8' });
    assert.equal(said, `${addresses.identity.clientSecret}|${addresses.caFile}`);
    const found = execFileSync('sh', ['-c', '. ./env.sh && command -v azureml-release'], { cwd: place });
    assert.equal(String(found).trim(), join(place, 'bin', 'azureml-release'));
    assert.equal(statSync(join(place, 'env.sh')).mode & 0o777, 0o600);
    assert.ok(statSync(join(place, 'project', 'inferenceconfig.yml')).isFile());
  });
});
