import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';

const SCREENSHOTS = resolve(import.meta.dirname, '../screenshots');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const PATIENCE_MS = 15_000;

/** One person's window: a profile of its own, pictures of what it showed, and what went wrong in it. */
export class Window {
  static async open(browser: Browser, folder: string, person: string, size: Size): Promise<Window> {
    const context = await browser.newContext({
      viewport: size,
      locale: 'en-GB',
      timezoneId: 'Europe/Madrid',
    });
    context.setDefaultTimeout(PATIENCE_MS);
    return new Window(context, await context.newPage(), folder, person);
  }

  readonly #context: BrowserContext;
  readonly #folder: string;
  readonly #complaints: string[] = [];

  private constructor(
    context: BrowserContext,
    readonly page: Page,
    folder: string,
    readonly person: string,
  ) {
    this.#context = context;
    this.#folder = folder;
    page.on('pageerror', (error) => this.#complaints.push(`${error}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && !isAboutAnAwayNode(message.text()))
        this.#complaints.push(`${message.text()} (${message.location().url})`);
    });
  }

  /** What scripts threw and what the browser objected to, such as a broken policy or a missing file. */
  get complaints(): readonly string[] {
    return this.#complaints;
  }

  async picture(name: string): Promise<void> {
    const folder = join(SCREENSHOTS, this.#folder);
    await mkdir(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}-${this.person}.png`), animations: 'disabled' });
  }

  /** What axe finds on this page, its frames and shadow roots included: nothing. */
  async isAccessible(): Promise<void> {
    const { violations } = await new AxeBuilder({ page: this.page })
      .withTags(RULES)
      // React Aria's announcer keeps what it said for some seconds, by reference to a button that may be gone by then.
      .exclude('[data-live-announcer]')
      .analyze();
    const found = violations.map(({ id, nodes }) => ({
      id,
      where: nodes.map((node) => node.target.flat().join(' ')),
    }));
    expect(found, `what axe found in the window of ${this.person}`).toEqual([]);
  }

  get isGone(): boolean {
    return this.page.isClosed();
  }

  /** Gone without a word, as a crashed browser or a closed lid. */
  async vanish(): Promise<void> {
    await this.#context.close();
  }
}

/** A node that restarts turns sockets away, then is not there for a moment; the browser says so, and is right. */
function isAboutAnAwayNode(text: string): boolean {
  return text.includes('net::ERR_CONNECTION_REFUSED') || text.includes('Unexpected response code: 503');
}

export interface Size {
  readonly width: number;
  readonly height: number;
}
