import type { Locator } from 'playwright-core';
import type { Node } from './node.ts';
import type { Window } from './window.ts';

/** An offer of a queue lives 25 s, and goes to the next agent with the pass after. */
const OFFER_PATIENCE_MS = 45_000;
/** A target who vanished is missed after 20 s without a session; an offer to a person ends after 60 s at the latest. */
const HAND_OVER_PATIENCE_MS = 75_000;

/** Somebody at the console, who uses what has a label or a role. */
export class Agent {
  readonly #node: Node;

  constructor(
    readonly window: Window,
    node: Node,
    readonly name: string,
  ) {
    this.#node = node;
  }

  async signIn(): Promise<void> {
    const { page } = this.window;
    await page.goto(this.#node.console);
    await page.getByLabel('Email').fill(`${this.name.toLowerCase()}@demo.test`);
    await page.getByLabel('Password').fill('tillside-demo');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await this.#availability.waitFor();
  }

  async goOnline(): Promise<void> {
    await this.#availability.click();
    await this.window.page.getByRole('menuitemradio', { name: /^Online/ }).click();
    await this.window.page.getByRole('button', { name: 'Availability: Online' }).waitFor();
  }

  /** Waits for a shopper from the queue, with what that shopper asks. */
  async isOfferedAShopper(question: string): Promise<void> {
    await this.#offers
      .getByRole('heading', { name: 'A shopper in Sales' })
      .waitFor({ timeout: OFFER_PATIENCE_MS });
    await this.#offers.getByText(question).waitFor();
  }

  async isAskedToTakeOver(from: string, note: string): Promise<void> {
    await this.#offers.getByRole('heading', { name: `${from} hands a shopper over to you` }).waitFor();
    await this.#offers.getByText(note).waitFor();
  }

  async isOfferedNothing(): Promise<void> {
    await this.#offers.waitFor({ state: 'hidden' });
  }

  async looksFirst(): Promise<void> {
    await this.#offers.getByRole('button', { name: 'Look first' }).click();
    await this.window.page.getByRole('article').getByRole('heading', { name: 'Last messages' }).waitFor();
  }

  async accept(): Promise<void> {
    await this.#offers.getByRole('button', { name: /^Accept/ }).click();
    await this.#thread.waitFor();
  }

  async reads(text: string): Promise<void> {
    await this.#thread.getByText(text).waitFor();
  }

  async reply(text: string): Promise<void> {
    const { page } = this.window;
    await page.getByRole('textbox', { name: 'Reply to the shopper' }).fill(text);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await this.reads(text);
  }

  async seesCoupon(code: string, verdict: 'Accepted' | 'Refused'): Promise<void> {
    await this.#shopper.getByRole('row').filter({ hasText: code }).getByText(verdict).waitFor();
  }

  async seesStep(step: string): Promise<void> {
    await this.#shopper.locator('[aria-current=step]').getByText(step, { exact: true }).waitFor();
  }

  async handOverTo(name: string, note: string): Promise<void> {
    const { page } = this.window;
    await page.getByRole('button', { name: 'Hand over', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Hand over this chat' });
    await dialog.getByRole('option', { name: new RegExp(`^${name}`) }).click();
    await dialog.getByLabel('Note for your colleague').fill(note);
    await this.window.picture('hand-over-dialog');
    await dialog.getByRole('button', { name: `Hand over to ${name}` }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  /** Waits until a hand-over has come back because its target is not there any more. */
  async keepsTheShopper(): Promise<void> {
    await this.#thread
      .getByText(/The colleague lost their connection|Nobody accepted in time/)
      .waitFor({ timeout: HAND_OVER_PATIENCE_MS });
  }

  async close(): Promise<void> {
    const { page } = this.window;
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Close chat' }).click();
    await this.reads(`${this.name} closed the chat`);
  }

  get #availability(): Locator {
    return this.window.page.getByRole('button', { name: /^Availability:/ });
  }

  get #offers(): Locator {
    return this.window.page.getByRole('region', { name: 'Offered to you' });
  }

  get #thread(): Locator {
    return this.window.page.getByRole('region', { name: /^Messages with/ });
  }

  get #shopper(): Locator {
    return this.window.page.getByRole('complementary', { name: 'The shopper' });
  }
}
