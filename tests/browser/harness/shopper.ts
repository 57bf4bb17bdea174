import type { FrameLocator, Locator } from 'playwright-core';
import type { Node } from './node.ts';
import type { Window } from './window.ts';

/** Somebody in the demo shop, who uses what has a label or a role, as everybody does. */
export class Shopper {
  readonly #node: Node;

  constructor(
    readonly window: Window,
    node: Node,
  ) {
    this.#node = node;
  }

  async lookAt(product: string): Promise<void> {
    await this.window.page.goto(this.#node.shop);
    await this.follow(product);
  }

  async openChat(): Promise<void> {
    await this.press('Open chat');
    await this.#composer.waitFor();
  }

  /** Writes, and waits until the node has it. */
  async say(text: string): Promise<void> {
    await this.#composer.fill(text);
    await this.#chat.getByRole('button', { name: 'Send', exact: true }).click();
    await this.#thread
      .getByRole('listitem')
      .filter({ hasText: text })
      .getByText(/Sent|Read/)
      .waitFor();
  }

  /** Writes while the node may be away: what is written stands there, sent or not. */
  async write(text: string): Promise<void> {
    await this.#composer.fill(text);
    await this.#chat.getByRole('button', { name: 'Send', exact: true }).click();
    await this.reads(text);
  }

  /** Waits until this text stands in the thread. */
  async reads(text: string | RegExp): Promise<void> {
    await this.#thread.getByText(text).waitFor();
  }

  async isToldThePlace(): Promise<void> {
    await this.#chat.getByText('You are next in the queue.').waitFor();
  }

  /** Every text that a person wrote, oldest first. Those alone have their own direction, as their language has. */
  async messages(): Promise<string[]> {
    return this.#thread.locator('[dir=auto]').allInnerTexts();
  }

  async press(button: string | RegExp): Promise<void> {
    await this.window.page.getByRole('button', { name: button }).click();
  }

  async follow(link: string): Promise<void> {
    await this.window.page.getByRole('link', { name: link, exact: true }).click();
  }

  async fill(fields: Record<string, string>): Promise<void> {
    for (const [label, value] of Object.entries(fields)) {
      await this.window.page.getByLabel(label, { exact: true }).fill(value);
    }
  }

  async arrivesAt(heading: string): Promise<void> {
    await this.window.page.getByRole('heading', { name: heading, level: 1 }).waitFor();
  }

  async rate(score: number): Promise<void> {
    await this.#chat.getByRole('radio', { name: new RegExp(`^${score},`) }).check({ force: true });
    await this.#chat.getByRole('button', { name: 'Send rating' }).click();
    await this.#chat.getByText('Thank you for your rating.').waitFor();
  }

  /** The chat inside its frame. */
  get #chat(): FrameLocator {
    return this.window.page.getByTitle('Chat', { exact: true }).contentFrame();
  }

  get #thread(): Locator {
    return this.#chat.getByRole('log', { name: 'Messages' });
  }

  get #composer(): Locator {
    return this.#chat.getByRole('textbox', { name: 'Write a message' });
  }
}
