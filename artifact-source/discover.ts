// Finds the release definitions that want to be watched, and makes watches of them.
import {
  type ConnectionFacts,
  type FoundArtifact,
  isWatched,
  judgeArtifact,
} from '../src/core/discovery/found-artifact.ts';
import type { Found, LeftOut } from '../src/core/discovery/merge-watches.ts';
import { inParallel } from '../src/core/in-parallel.ts';
import type { ReleaseDefinitions } from '../src/ports/release-definitions.ts';
import type { WatchEvents } from '../src/ports/watch-events.ts';
import { createFailures } from './failures.ts';

export interface DiscoveryRule {
  readonly projects: 'all' | readonly string[];
  /** Where the watcher signs in to Azure Resource Manager. */
  readonly armUrl: string;
}

export interface Discovered {
  readonly found: readonly Found[];
  /** What wants to be watched and cannot be. */
  readonly unusable: readonly LeftOut[];
}

export interface Discovery {
  /**
   * What is there to watch now. Where Azure DevOps cannot be asked, what was found before stays: a watch must not end
   * because a service is down.
   *
   * @returns absent if nothing could ever be asked
   */
  look(): Promise<Discovered | undefined>;
}

/** How many projects are asked about at the same time. */
const atOnce = 4;

export function createDiscovery(
  { projects: rule, armUrl }: DiscoveryRule,
  definitions: ReleaseDefinitions,
  events: WatchEvents,
): Discovery {
  const failures = createFailures(events);
  const known = new Map<string, Discovered>();
  let projects: readonly string[] | undefined = rule === 'all' ? undefined : rule;

  async function lookInto(project: string): Promise<void> {
    const attempt = { action: `find the release definitions of project '${project}' that are to be watched` };
    const looked = await failures.guard(attempt, async () => {
      const artifacts = (await definitions.artifacts(project)).filter(isWatched);
      const ids = [...new Set(artifacts.map(connectionOf))].filter((id) => id !== '');
      const connections =
        ids.length === 0 ? new Map<string, ConnectionFacts>() : await definitions.connections(project, ids);
      return judgeAll(artifacts, connections, armUrl);
    });
    if (looked !== undefined) known.set(project, looked.value);
  }

  return {
    async look() {
      if (rule === 'all') {
        const listed = await failures.guard({ action: 'list the projects' }, () => definitions.projects());
        projects = listed?.value ?? projects;
      }
      if (projects === undefined) return undefined;
      for (const project of known.keys()) if (!projects.includes(project)) known.delete(project);
      await inParallel(projects, atOnce, lookInto);
      if (known.size === 0 && projects.length > 0) return undefined;
      const all = [...known.values()];
      return {
        found: all.flatMap(({ found }) => found),
        unusable: all.flatMap(({ unusable }) => unusable),
      };
    },
  };
}

function judgeAll(
  artifacts: readonly FoundArtifact[],
  connections: ReadonlyMap<string, ConnectionFacts>,
  armUrl: string,
): Discovered {
  const found: Found[] = [];
  const unusable: LeftOut[] = [];
  for (const artifact of artifacts) {
    const judged = judgeArtifact(artifact, connections.get(connectionOf(artifact)), armUrl);
    if (judged.kind === 'watch') found.push({ artifact, watch: judged.watch });
    if (judged.kind === 'unusable') unusable.push({ artifact, reason: judged.reason });
  }
  return { found, unusable };
}

function connectionOf({ inputs }: FoundArtifact): string {
  return (inputs['connection'] ?? '').toLowerCase();
}
