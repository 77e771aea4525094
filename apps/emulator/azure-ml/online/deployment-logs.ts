// The logs of a deployment's two containers, kept in memory up to a bound.
import type { DeploymentLogs, LogContainer } from './scoring-host.ts';

/** What is kept of each container: enough for any start-up, little enough for a long run. */
const maxCharacters = 1_000_000;

export function createDeploymentLogs(): DeploymentLogs {
  const texts: Record<LogContainer, string> = { InferenceServer: '', StorageInitializer: '' };
  return {
    add(container, text) {
      texts[container] = (texts[container] + text).slice(-maxCharacters);
    },
    read(container, tail) {
      const text = texts[container];
      if (tail === undefined) return text;
      const lines = text.replace(/\n$/, '').split('\n');
      return tail === 0 ? '' : lines.slice(-tail).join('\n');
    },
  };
}
