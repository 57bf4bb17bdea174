import type { Labels } from './labels';

const SVG = 'http://www.w3.org/2000/svg';
const BUBBLE = 'M4 5h16v11H10l-5 4v-4H4z';
const CROSS = 'M6 6l12 12M18 6L6 18';

/** The button in the shop's corner. */
export class Launcher {
  readonly element: HTMLButtonElement;
  readonly #path: SVGPathElement;
  readonly #badge: HTMLElement;

  constructor(document: Document, onClick: () => void) {
    this.element = document.createElement('button');
    this.element.type = 'button';
    this.element.addEventListener('click', onClick);
    const icon = document.createElementNS(SVG, 'svg');
    icon.setAttribute('viewBox', '0 0 24 24');
    icon.setAttribute('aria-hidden', 'true');
    this.#path = icon.appendChild(document.createElementNS(SVG, 'path') as SVGPathElement);
    this.#badge = document.createElement('b');
    this.#badge.setAttribute('aria-hidden', 'true');
    this.element.append(icon, this.#badge);
  }

  show(open: boolean, unread: number, labels: Labels): void {
    const waiting = open ? 0 : unread;
    this.element.setAttribute('aria-expanded', String(open));
    const opening = waiting ? `${labels.open}, ${waiting} ${labels.unread}` : labels.open;
    this.element.setAttribute('aria-label', open ? labels.close : opening);
    this.#path.setAttribute('d', open ? CROSS : BUBBLE);
    this.#badge.hidden = waiting === 0;
    this.#badge.textContent = waiting > 9 ? '9+' : String(waiting);
  }
}
