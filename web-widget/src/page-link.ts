import { type FromFrame, type FromPage, isFromPage, KNOCK, WELCOME } from './bridge';

/**
 * The frame's end of the way to the shop's page. It knocks at the one origin that its address names, takes the port from
 * nobody else, and says nothing to a page that does not answer.
 */
export class PageLink {
  readonly #hear: (message: FromPage) => void;
  #port: MessagePort | undefined;
  #unsaid: FromFrame[] = [];

  constructor(frame: Window, pageOrigin: string, hear: (message: FromPage) => void) {
    this.#hear = hear;
    frame.addEventListener('message', (event) => {
      const [port] = event.ports;
      if (event.source !== frame.parent || event.origin !== pageOrigin || event.data !== WELCOME) return;
      if (port !== undefined && this.#port === undefined) this.#take(port);
    });
    frame.parent.postMessage(KNOCK, pageOrigin);
  }

  say(message: FromFrame): void {
    if (this.#port === undefined) this.#unsaid.push(message);
    else this.#port.postMessage(message);
  }

  #take(port: MessagePort): void {
    this.#port = port;
    port.onmessage = ({ data }) => {
      if (isFromPage(data)) this.#hear(data);
    };
    for (const message of this.#unsaid.splice(0)) port.postMessage(message);
  }
}
