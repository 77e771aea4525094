// What happened and how long it took: shown while it happens, and summed up at the end.

export interface TimelineOptions {
  readonly write: (text: string) => void;
  /** A terminal gets a line that is redrawn; anything else gets a line every few seconds. */
  readonly isTerminal: boolean;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
}

interface Entry {
  readonly title: string;
  /** Milliseconds since the start of the timeline. */
  readonly at: number;
  readonly milliseconds: number;
}

/** Lets a step say what it is doing right now. */
export type Note = (text: string) => void;

const terminalTickMs = 200;
const plainTickMs = 10_000;

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;

export class Timeline {
  readonly #options: TimelineOptions;
  readonly #entries: Entry[] = [];
  readonly #start: number;

  constructor(options: TimelineOptions) {
    this.#options = options;
    this.#start = options.now();
  }

  /** Runs one step: says that it began, that it is still at it, and how long it took. */
  async step<T>(title: string, work: (note: Note) => Promise<T>): Promise<T> {
    const { now, write, isTerminal } = this.#options;
    const began = now();
    let doing = '';
    const line = (mark: string) => `${mark} ${title}${doing && `: ${doing}`} (${seconds(now() - began)})`;
    const redraw = () => {
      write(isTerminal ? `\r\u001b[K${line('…')}` : `${line('…')}\n`);
    };
    redraw();
    const ticking = setInterval(redraw, isTerminal ? terminalTickMs : plainTickMs);
    try {
      const result = await work((text) => {
        doing = text;
      });
      doing = '';
      write(`${isTerminal ? '\r\u001b[K' : ''}${line('✓')}\n`);
      this.#entries.push({ title, at: began - this.#start, milliseconds: now() - began });
      return result;
    } catch (error) {
      write(`${isTerminal ? '\r\u001b[K' : ''}${line('✗')}\n`);
      throw error;
    } finally {
      clearInterval(ticking);
    }
  }

  /** Notes something that happened elsewhere, at `time` (the same clock as `now`). */
  happened(title: string, time: number, milliseconds = 0): void {
    this.#entries.push({ title, at: time - this.#start, milliseconds });
  }

  /** The whole story, one line each, in the order in which things began. */
  summary(): string {
    const rows = this.#entries.toSorted((a, b) => a.at - b.at);
    const width = Math.max(...rows.map((row) => seconds(row.at).length));
    return rows
      .map((row) => {
        const took = row.milliseconds > 0 ? `  (${seconds(row.milliseconds)})` : '';
        return `  +${seconds(row.at).padStart(width)}  ${row.title}${took}`;
      })
      .join('\n');
  }
}
