import assert from 'node:assert/strict';
import { ArmError } from '../../../../apps/emulator/arm/arm-error.ts';
import { groupBody, type GroupRequest } from '../../../../apps/emulator/container-instance/group-schemas.ts';
import { pullImages } from '../../../../apps/emulator/container-instance/pull.ts';
import { ImageStore } from '../../../../apps/emulator/container-registry/image-store.ts';
import type {
  ContainerRuntime,
  Image,
} from '../../../../apps/emulator/container-runtime/container-runtime.ts';

const group = (image: string, credential?: object): GroupRequest =>
  groupBody.parse({
    location: 'westeurope',
    properties: {
      osType: 'Linux',
      containers: [
        { name: 'one', properties: { image, resources: { requests: { cpu: 1, memoryInGB: 1 } } } },
      ],
      ...(credential && { imageRegistryCredentials: [credential] }),
    },
  });

const refusedWith = (code: string) => (error: unknown) =>
  error instanceof ArmError && error.spec.code === code;

describe('apps/emulator/container-instance/pull.ts', () => {
  const images = new ImageStore('demo.azurecr.io', 'demo');
  images.push('fraud:1', 'sha256:1');
  const asked: unknown[] = [];
  /** Has what `has` names, and can not pull the rest. */
  const pull = async (kind: ContainerRuntime['kind'], request: GroupRequest, ...has: readonly Image[]) => {
    const runtime: Pick<ContainerRuntime, 'kind' | 'pull'> = {
      kind,
      pull: (name, signIn) => {
        asked.push([name, signIn?.username]);
        return Promise.resolve(has.find((image) => image.name === name));
      },
    };
    const [pulled] = await pullImages('group', request, { images, runtime });
    return pulled?.image;
  };
  const nginx = { name: 'nginx:1.25', digest: 'sha256:2' };

  it('takes an image of the stack’s registry for its key, and refuses it without', async () => {
    const { username, password } = images.keys();
    const credential = { server: 'demo.azurecr.io', username, password };
    assert.deepEqual(await pull('docker', group('demo.azurecr.io/fraud:1', credential)), {
      name: 'demo.azurecr.io/fraud:1',
      digest: 'sha256:1',
    });
    await assert.rejects(pull('docker', group('demo.azurecr.io/fraud:1')), refusedWith('InaccessibleImage'));
    assert.deepEqual(asked, []);
  });

  it('runs nginx as the engine has it, and interprets it where nobody has it', async () => {
    assert.deepEqual(await pull('docker', group(nginx.name), nginx), nginx);
    assert.equal(await pull('docker', group(nginx.name)), undefined);
    assert.equal(await pull('process', group('mcr.microsoft.com/azurelinux/base/nginx:1.25')), undefined);
  });

  it('pulls from another registry with the credentials of the group, where there is an engine', async () => {
    const other = { name: 'other.azurecr.io/a:1', digest: 'sha256:3' };
    const credential = { server: 'other.azurecr.io', username: 'me', password: 'x' };
    assert.deepEqual(await pull('docker', group(other.name, credential), other), other);
    assert.deepEqual(asked.at(-1), [other.name, 'me']);
    await assert.rejects(pull('docker', group(other.name, credential)), refusedWith('InaccessibleImage'));
    await assert.rejects(pull('process', group(other.name, credential)), refusedWith('NotImplemented'));
  });
});
