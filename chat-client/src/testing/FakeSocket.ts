import type { Socket } from '../socket';

type Listeners = {
  open: (() => void)[];
  message: ((event: { data: unknown }) => void)[];
  close: ((event: { code: number }) => void)[];
};

/** A socket whose other end is the test. */
export class FakeSocket implements Socket {
  readonly sent: Record<string, unknown>[] = [];
  /** The code with which the client closed it. */
  closedWith: number | undefined;
  readonly #listeners: Listeners = { open: [], message: [], close: [] };
  #onSent: ((frame: Record<string, unknown>) => void) | undefined;

  addEventListener<Type extends keyof Listeners>(type: Type, listener: Listeners[Type][number]): void {
    const listeners: Listeners[Type][number][] = this.#listeners[type];
    listeners.push(listener);
  }

  send(text: string): void {
    const frame: Record<string, unknown> = JSON.parse(text);
    this.sent.push(frame);
    this.#onSent?.(frame);
  }

  close(code?: number): void {
    this.closedWith = code;
  }

  /** Answers as it is spoken to. */
  serve(onSent: (frame: Record<string, unknown>) => void): void {
    this.#onSent = onSent;
  }

  accept(): void {
    for (const listener of this.#listeners.open) listener();
  }

  deliver(frame: object): void {
    this.deliverText(JSON.stringify(frame));
  }

  deliverText(data: string): void {
    for (const listener of this.#listeners.message) listener({ data });
  }

  drop(code: number): void {
    for (const listener of this.#listeners.close) listener({ code });
  }

  sentOf(type: string): Record<string, unknown>[] {
    return this.sent.filter((frame) => frame['t'] === type);
  }
}
