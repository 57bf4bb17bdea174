import type { OutboxStorage, Stored } from '../outbox';

/** What survives the tab in a test. */
export class MemoryStorage<Opening> implements OutboxStorage<Opening> {
  readonly kept: Map<string, string>;
  readonly #gone: AbortSignal | undefined;

  constructor(kept = new Map<string, string>(), gone?: AbortSignal) {
    this.kept = kept;
    this.#gone = gone;
  }

  /** The same, for a page that will be gone: what it does afterwards leaves no trace. */
  until(gone: AbortSignal): MemoryStorage<Opening> {
    return new MemoryStorage(this.kept, gone);
  }

  load(): Stored<Opening>[] {
    return [...this.kept.values()].map((text): Stored<Opening> => JSON.parse(text));
  }

  save(item: Stored<Opening>): void {
    if (this.#gone?.aborted !== true) this.kept.set(item.cid, JSON.stringify(item));
  }

  remove(cid: string): void {
    if (this.#gone?.aborted !== true) this.kept.delete(cid);
  }
}
