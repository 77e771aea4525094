// Whoever calls a container group: what stands in front of its model lets them in by their key, or does not.
import { fail } from '../../../../../src/core/errors/catalogue.ts';
import type {
  ScoringAnswer,
  ScoringRequest,
  ScoringService,
} from '../../../../../src/ports/scoring-service.ts';
import type { Clock } from '../../../../../src/ports/clock.ts';
import type { FakeContainerGroups, FakeGroup } from '../../../../support/fake-container-groups.ts';

/** From the start of a container until its server listens. Milliseconds. */
const serverStartMs = 1500;

/** The keys in the proxy's configuration; absent where its files are missing: it did not start. */
function keysOf({ body }: FakeGroup): readonly string[] | undefined {
  const volume = body.properties.volumes?.find(({ name }) => name === 'proxy');
  const config = volume?.secret?.['nginx.conf'];
  if (config === undefined) return undefined;
  const text = Buffer.from(config, 'base64').toString('utf8');
  return [...text.matchAll(/"~\^\[Bb\]earer ([^"]+)\$" 1;/g)].map(([, key = '']) =>
    key.replaceAll('[.]', '.').replaceAll('[+]', '+'),
  );
}

export interface GroupCallers {
  /** Status and image of what answers at this moment; absent: nobody. */
  ask(group: FakeGroup | undefined, key: string): { status: number; image: string } | undefined;
  readonly scoring: ScoringService;
}

export function createGroupCallers(groups: FakeContainerGroups, clock: Clock): GroupCallers {
  const ask: GroupCallers['ask'] = (group, key) => {
    if (!group || group.operation) return undefined;
    const keys = keysOf(group);
    if (!keys) return undefined;
    const { image } = group.body.properties.containers[0]?.properties ?? { image: '' };
    if (!keys.includes(key)) return { status: 401, image };
    const isUp = clock.now().getTime() >= group.startedAt + serverStartMs;
    return { status: isUp && !groups.isBroken(group, 'scoring') ? 200 : 502, image };
  };
  return {
    ask,
    scoring: {
      async score({ uri, connectTo, credential }: ScoringRequest): Promise<ScoringAnswer> {
        await Promise.resolve();
        const names = [...groups.groups.keys()];
        const found = names.map((name) => groups.find(name)).find((group) => group?.ip === connectTo?.ip);
        const authorization = credential && 'authorization' in credential ? credential.authorization : '';
        const answer = ask(found, authorization.replace('Bearer ', ''));
        if (!answer) throw fail('SmokeTestNotReachable', { deployment: 'any', uri, reason: 'refused' });
        return { status: answer.status, body: answer.image, milliseconds: 1 };
      },
    },
  };
}
