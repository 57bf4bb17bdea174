import { type FromFrame, type FromPage, isFromFrame, KNOCK, WELCOME } from '../bridge';

/**
 * The chat's own document and the one way to speak with it: a port that is handed over only when the right window
 * (`source`) of the right origin has knocked. What is said before that is kept, in order.
 */
export class Frame {
  readonly element: HTMLIFrameElement;
  readonly #page: Window;
  readonly #nodeOrigin: string;
  readonly #hear: (message: FromFrame) => void;
  #port: MessagePort | undefined;
  #unsaid: FromPage[] = [];

  constructor(page: Window, nodeOrigin: string, path: string, hear: (message: FromFrame) => void) {
    this.#page = page;
    this.#nodeOrigin = nodeOrigin;
    this.#hear = hear;
    this.element = page.document.createElement('iframe');
    this.element.src = nodeOrigin + path;
    page.addEventListener('message', this.#onMessage);
  }

  say(message: FromPage): void {
    if (this.#port === undefined) this.#unsaid.push(message);
    else this.#port.postMessage(message);
  }

  dispose(): void {
    this.#page.removeEventListener('message', this.#onMessage);
    this.#port?.close();
    this.element.remove();
  }

  readonly #onMessage = (event: MessageEvent): void => {
    const window = this.element.contentWindow;
    if (window === null || event.source !== window) return;
    if (event.origin !== this.#nodeOrigin || event.data !== KNOCK) return;
    // It knocks again when it was reloaded: the newest document has the port.
    this.#port?.close();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      if (isFromFrame(data)) this.#hear(data);
    };
    window.postMessage(WELCOME, this.#nodeOrigin, [port2]);
    this.#port = port1;
    for (const message of this.#unsaid.splice(0)) port1.postMessage(message);
  };
}
