// What deployments rely on from container groups, for the fake and for the service alike.
import assert from 'node:assert/strict';
import type { Workspace } from '../../src/core/workspace.ts';
import type { ContainerGroups, GroupRef } from '../../src/ports/container-groups.ts';
import { catalogueError } from '../support/catalogue-error.ts';

export interface GroupsUnderTest {
  readonly groups: ContainerGroups;
  readonly workspace: Workspace;
  /** An image of the registry that stays up. */
  readonly image: string;
  readonly registry: { readonly server: string; readonly username: string; readonly password: string };
  readonly sleep: (milliseconds: number) => Promise<void>;
}

const hidden = 'hush';

export function containerGroupsContract(setUp: () => Promise<GroupsUnderTest>): void {
  let subject: GroupsUnderTest;
  let ref: GroupRef;

  before(async () => {
    subject = await setUp();
    ref = { workspace: subject.workspace, group: 'contract' };
  });

  const other = (): GroupRef => ({ ...ref, group: 'contract-other' });

  const body = ({ cpu = 1, label = 'contract-of-groups', mode = 'slow', password = '' } = {}) => ({
    location: 'westeurope',
    tags: { team: 'ml' },
    properties: {
      containers: [
        {
          name: 'scoring',
          properties: {
            image: subject.image,
            ports: [{ port: 5001, protocol: 'TCP' }],
            environmentVariables: [
              { name: 'AML_APP_ROOT', value: '/var/azureml-app/code' },
              { name: 'AZUREML_ENTRY_SCRIPT', value: 'score.py' },
              { name: 'AZUREML_MODEL_DIR', value: '/var/azureml-app/azureml-models/weight/1' },
              { name: 'MODE', value: mode },
              { name: 'SECRET', secureValue: hidden },
            ],
            resources: { requests: { cpu, memoryInGB: 1 } },
          },
        },
      ],
      imageRegistryCredentials: [{ ...subject.registry, ...(password === '' ? {} : { password }) }],
      ipAddress: { type: 'Public', ports: [{ port: 5001, protocol: 'TCP' }], dnsNameLabel: label },
      osType: 'Linux',
      restartPolicy: 'Always',
      volumes: [{ name: 'proxy', secret: { 'nginx.conf': Buffer.from(hidden).toString('base64') } }],
    },
  });

  it('has nothing before anything was put, and finds nothing wrong with deleting it', async () => {
    assert.equal(await subject.groups.get(ref), undefined);
    await subject.groups.delete(ref);
  });

  it('waits until a group runs, and shows all of it but its secrets', async () => {
    await subject.groups.put(ref, body());
    const group = await subject.groups.get(ref);
    assert.ok(group);
    assert.deepEqual(
      [group.provisioningState, group.state, group.pauseMs],
      ['Succeeded', 'Running', undefined],
    );
    assert.deepEqual([group.location, group.tags, group.ports], ['westeurope', { team: 'ml' }, [5001]]);
    assert.equal(group.fqdn, 'contract-of-groups.westeurope.azurecontainer.io');
    assert.match(group.ip ?? '', /^\d+(?:\.\d+){3}$/);
    const [container] = group.containers;
    assert.deepEqual(
      [container?.name, container?.image, container?.state],
      ['scoring', subject.image, 'Running'],
    );
    const shown = JSON.stringify(group.body);
    assert.match(shown, /"name":"MODE","value":"slow"/);
    assert.match(shown, /"name":"SECRET"\}/);
    const coded = Buffer.from(hidden).toString('base64');
    for (const secret of [hidden, coded, subject.registry.password])
      assert.ok(!shown.includes(secret), secret);
  });

  it('takes the body that it shows again, once the secrets are filled in, and keeps its address', async () => {
    const before = await subject.groups.get(ref);
    await subject.groups.put(ref, body({ mode: 'fast' }));
    const after = await subject.groups.get(ref);
    assert.equal(after?.ip, before?.ip);
    assert.match(JSON.stringify(after?.body), /"name":"MODE","value":"fast"/);
    const { properties, ...rest } = before?.body as ReturnType<typeof body>;
    const { volumes, imageRegistryCredentials, containers } = body().properties;
    await subject.groups.put(ref, {
      ...rest,
      properties: { ...properties, volumes, imageRegistryCredentials, containers },
    });
    assert.deepEqual((await subject.groups.get(ref))?.body, before?.body);
  });

  it('refuses a variable whose secret nobody filled in, an image without its key, a change of size, a label that is taken', async () => {
    const shown = (await subject.groups.get(ref))?.body ?? {};
    await assert.rejects(subject.groups.put(ref, shown), catalogueError('AzureRejected', 'SECRET'));
    await assert.rejects(
      subject.groups.put(other(), body({ password: 'wrong' })),
      catalogueError('AzureRejected', 'InaccessibleImage'),
    );
    await assert.rejects(
      subject.groups.put(ref, body({ cpu: 2 })),
      catalogueError('AzureRejected', 'InvalidContainerGroupUpdate'),
    );
    await assert.rejects(
      subject.groups.put(other(), body()),
      catalogueError('AzureConflict', 'DnsNameLabelNotAvailable'),
    );
    assert.equal(await subject.groups.get(other()), undefined);
  });

  it('refuses every change while it works on one, and says when to ask again', async () => {
    const first = subject.groups.put(other(), body({ label: 'contract-other' }));
    let group = await subject.groups.get(other());
    while (group === undefined) {
      await subject.sleep(5);
      group = await subject.groups.get(other());
    }
    assert.match(group.provisioningState, /^(?:Pending|Creating)$/);
    assert.ok((group.pauseMs ?? 0) > 0, 'no Retry-After');
    await assert.rejects(subject.groups.delete(other()), catalogueError('AzureConflict', 'transitioning'));
    await first;
    await subject.groups.delete(other());
    assert.equal(await subject.groups.get(other()), undefined);
  });

  it('replaces tags and restarts nothing', async () => {
    await subject.groups.tag(ref, { release: '12' });
    const group = await subject.groups.get(ref);
    assert.deepEqual([group?.tags, group?.containers[0]?.restarts], [{ release: '12' }, 0]);
  });

  it('shows the end of a container’s log, and knows no other container', async () => {
    let text = '';
    while (text === '') {
      text = await subject.groups.logs(ref, 'scoring', 1);
      await subject.sleep(50);
    }
    assert.equal(text.trimEnd().split('\n').length, 1);
    await assert.rejects(subject.groups.logs(ref, 'proxy', 1), catalogueError('AzureResourceNotFound'));
  });

  it('deletes a group, and its label is free again', async () => {
    await subject.groups.delete(ref);
    assert.equal(await subject.groups.get(ref), undefined);
    await subject.groups.put(other(), body());
    await subject.groups.delete(other());
  });
}
