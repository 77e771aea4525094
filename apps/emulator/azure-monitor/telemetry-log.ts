// What senders have written to the stack's Application Insights component.
import { z } from 'zod';

/** An envelope of the ingestion interface (v2.1), as far as it is looked at. */
export const telemetryItem = z.looseObject({
  name: z.string(),
  time: z.string(),
  iKey: z.string(),
  tags: z.record(z.string(), z.string()).nullish(),
  data: z.looseObject({
    baseType: z.string(),
    baseData: z.looseObject({ name: z.string().optional() }),
  }),
});

export type TelemetryItem = z.infer<typeof telemetryItem>;

/** Enough to look at, little enough for a long run. */
const kept = 1000;

export class TelemetryLog {
  #items: readonly TelemetryItem[] = [];

  add(item: TelemetryItem): void {
    this.#items = [...this.#items, item].slice(-kept);
  }

  /** @param type e.g. RequestData; absent: of every type, oldest first */
  items(type?: string): readonly TelemetryItem[] {
    return this.#items.filter(({ data }) => type === undefined || data.baseType === type);
  }
}
