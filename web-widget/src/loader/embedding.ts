import type { BootOptions } from '../api';
import type { FromFrame, FromPage } from '../bridge';
import { tapDataLayer } from './data-layer-tap';
import { Events } from './events';
import { Frame } from './frame';
import { followViewport, isFullScreen } from './full-screen';
import { keepClear } from './keep-clear';
import { labelsFor } from './labels';
import { Launcher } from './launcher';
import styles from './loader.css?inline';
import { addressOf, onMove } from './page-address';
import { VisitMark } from './visit';

/** What is on the page after `boot`. */
interface Shown {
  options: BootOptions;
  host: HTMLElement;
  root: ShadowRoot;
  launcher: Launcher;
  mark: VisitMark;
}

/** The chat in one shop page: a launcher from `boot` on, a frame from the first opening on. */
export class Embedding {
  readonly events = new Events();
  readonly #page: Window;
  readonly #nodeOrigin: string;
  #shown: Shown | undefined;
  #frame: Frame | undefined;
  /** What the shop has said of its page: the last word of each kind, kept until there is a frame. */
  readonly #said = new Map<FromPage['is'], FromPage>();
  #open = false;
  #unread = 0;
  #locale = '';
  #live = false;
  #undo: (() => void)[] = [];

  constructor(page: Window, nodeOrigin: string) {
    this.#page = page;
    this.#nodeOrigin = nodeOrigin;
  }

  boot(options: BootOptions): void {
    if (this.#shown !== undefined) return;
    const { document } = this.#page;
    this.#locale ||= options.locale || document.documentElement.lang || this.#page.navigator.language;
    const host = document.createElement('aside');
    host.dataset['at'] = options.position ?? 'end';
    host.style.cssText = `position: fixed; z-index: ${options.zIndex ?? 2147483000}`;
    const root = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    root.adoptedStyleSheets = [sheet];
    const launcher = new Launcher(document, () => this.toggle());
    if (options.launcher !== 'none') root.append(launcher.element);
    // The script may be there before the body is.
    document.documentElement.append(host);

    this.#undo.push(keepClear(this.#page, launcher.element));

    const mark = new VisitMark(this.#page, options.key);
    this.#shown = { options, host, root, launcher, mark };
    const visit = mark.read(Date.now());
    if (visit !== undefined) this.#needFrame();
    // As it was is no opening: the page keeps its focus.
    this.#open ||= visit?.open === true;
    this.show(this.#open);
  }

  show(open: boolean): void {
    const changed = open !== this.#open;
    this.#open = open;
    const shown = this.#shown;
    if (shown === undefined) return;
    if (open) this.#needFrame();
    this.#paint(shown);
    if (this.#frame === undefined) return;
    this.#remember(shown);
    this.#frame.say({ is: 'shown', open, fullScreen: isFullScreen(this.#page) });
    if (!changed) return;
    this.events.emit(open ? 'open' : 'close');
    if (open) this.#frame.element.focus();
    else shown.launcher.element.focus();
  }

  toggle(): void {
    this.show(!this.#open);
  }

  speak(tag: string): void {
    this.#locale = tag;
    if (this.#shown) this.#paint(this.#shown);
    this.tell({ is: 'locale', tag });
  }

  tell(message: FromPage): void {
    this.#said.set(message.is, message);
    this.#frame?.say(message);
  }

  shutdown(): void {
    if (this.#shown === undefined) return;
    const { host, mark } = this.#shown;
    mark.clear();
    host.hidden = true;
    // What the frame has stored only it can forget; it says when it has, and is taken away then.
    if (this.#frame === undefined) host.remove();
    else this.#frame.say({ is: 'shutdown' });
    this.#open = false;
    this.#shown = undefined;
    this.#frame = undefined;
    for (const undo of this.#undo.splice(0)) undo();
  }

  #needFrame(): void {
    if (this.#shown === undefined || this.#frame !== undefined) return;
    const { host, root, options } = this.#shown;
    const query = new URLSearchParams({ origin: this.#page.location.origin, locale: this.#locale });
    const path = `/frame/${encodeURIComponent(options.key)}?${query}`;
    const frame = new Frame(this.#page, this.#nodeOrigin, path, (message) => {
      if (this.#frame === frame) return this.#hear(message);
      frame.dispose();
      host.remove();
    });
    this.#frame = frame;
    root.prepend(frame.element);
    const moved = (): void => frame.say({ is: 'page', ...addressOf(this.#page) });
    moved();
    const listen = (): void => {
      this.#undo.push(tapDataLayer(this.#page, (event) => frame.say({ is: 'ecommerce', ...event })));
      // After the events of before: what the shop has said itself counts more.
      for (const message of this.#said.values()) frame.say(message);
    };
    listen();
    // A shop may set up its dataLayer later than this; by then it has.
    if (this.#page.dataLayer === undefined) this.#page.addEventListener('load', listen);
    this.#undo.push(
      () => this.#page.removeEventListener('load', listen),
      followViewport(this.#page, frame.element),
      onMove(this.#page, moved),
    );
  }

  #hear(message: FromFrame): void {
    switch (message.is) {
      case 'ready':
        return this.events.emit('ready');
      case 'close':
        return this.show(false);
      case 'unread':
        this.#unread = message.count;
        if (this.#shown) this.#paint(this.#shown);
        return this.events.emit('unread', message.count);
      case 'live':
        this.#live = message.live;
        if (this.#shown) this.#remember(this.#shown);
        return;
      case 'happened':
        return this.events.emit(message.what);
      default:
        return message satisfies never;
    }
  }

  #paint({ launcher, host }: Shown): void {
    const labels = labelsFor(this.#locale);
    host.ariaLabel = labels.frame;
    launcher.show(this.#open, this.#unread, labels);
    if (this.#frame === undefined) return;
    this.#frame.element.title = labels.frame;
    this.#frame.element.hidden = !this.#open;
  }

  /** There is something to come back to while it is open, and after that for as long as a conversation goes on. */
  #remember({ mark }: Shown): void {
    if (this.#open || this.#live) mark.write({ open: this.#open, at: Date.now() });
    else mark.clear();
  }
}
