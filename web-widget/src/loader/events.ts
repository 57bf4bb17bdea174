import type { TillsideEvents } from '../api';

type Listener = (detail: unknown) => void;

/** What the shop listens to. Any number may listen, and each can stop by itself. */
export class Events {
  readonly #listeners = new Map<keyof TillsideEvents, Set<Listener>>();

  on(name: keyof TillsideEvents, listener: Listener): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => {
      listeners.delete(listener);
    };
  }

  emit(name: keyof TillsideEvents, detail?: unknown): void {
    this.#listeners.get(name)?.forEach((listener) => {
      listener(detail);
    });
  }
}
