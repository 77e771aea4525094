// Autoscale settings in memory.
import type { AutoscaleSetting, AutoscaleSettings } from '../../src/ports/azure-monitor.ts';

export class FakeAutoscale implements AutoscaleSettings {
  readonly settings = new Map<string, AutoscaleSetting & { readonly body: object }>();

  get(id: string): Promise<AutoscaleSetting | undefined> {
    const found = this.settings.get(id.toLowerCase());
    return Promise.resolve(found && { id: found.id, tags: found.tags });
  }

  put(id: string, body: object): Promise<void> {
    const { tags = {} } = body as { readonly tags?: Readonly<Record<string, string>> };
    this.settings.set(id.toLowerCase(), { id, tags, body });
    return Promise.resolve();
  }

  delete(id: string): Promise<void> {
    this.settings.delete(id.toLowerCase());
    return Promise.resolve();
  }
}
