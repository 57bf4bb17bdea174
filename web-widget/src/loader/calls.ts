import type { BootOptions, ShopPage, Tillside, TillsideEvents } from '../api';
import { Embedding } from './embedding';

/**
 * Puts the real function where the snippet has left a queue, and answers what has been asked meanwhile. Every command
 * is legal at any time: what comes before `boot` is kept until there is something to say it to.
 */
export function answerCalls(page: Window, nodeOrigin: string): void {
  const waiting = page.Tillside?.q ?? [];
  const embedding = new Embedding(page, nodeOrigin);
  const call = (command: string, ...args: unknown[]): unknown => obey(embedding, command, args);
  page.Tillside = call as Tillside;
  for (const asked of Array.from(waiting)) {
    const [command, ...args] = Array.from(asked);
    call(String(command), ...args);
  }
}

function obey(embedding: Embedding, command: string, args: unknown[]): unknown {
  const [first, second] = args;
  switch (command) {
    case 'boot':
      return embedding.boot(first as BootOptions);
    case 'open':
      return embedding.show(true);
    case 'close':
      return embedding.show(false);
    case 'toggle':
      return embedding.toggle();
    case 'cart':
      return embedding.tell({ is: 'cart', cart: first });
    case 'checkout':
      return embedding.tell({ is: 'checkout', checkout: first });
    case 'order':
      return embedding.tell({ is: 'checkout', checkout: { step: 'done', payment: 'paid', order: first } });
    case 'page': {
      const { url, title = '' } = first as ShopPage;
      return embedding.tell({ is: 'page', url, title });
    }
    case 'locale':
      return embedding.speak(String(first));
    case 'on':
      return embedding.events.on(first as keyof TillsideEvents, second as (detail: unknown) => void);
    case 'shutdown':
      return embedding.shutdown();
    default:
      // A shop's page must not break on a word of a newer snippet.
      return undefined;
  }
}
