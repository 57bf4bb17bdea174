import type { Browser } from 'playwright-core';
import { expect, test } from 'vitest';
import { Agent } from './agent.ts';
import { launch } from './browser.ts';
import { Node } from './node.ts';
import { Shopper } from './shopper.ts';
import { Window } from './window.ts';

/** The cast of a story: a node of its own, and people, each in a window of their own. */
export interface Cast {
  readonly node: Node;
  shopper(): Promise<Shopper>;
  agent(name: string): Promise<Agent>;
}

/** A test in a real browser on a real node. Afterwards nobody's window may have complained. */
export function story(title: string, folder: string, tell: (cast: Cast) => Promise<void>): void {
  test(title, async () => {
    const node = await Node.start();
    const browser = await launch();
    const windows: Window[] = [];
    try {
      await tell(cast(node, browser, folder, windows));
      const complaints = windows.flatMap(({ person, complaints }) =>
        complaints.map((text) => `${person}: ${text}`),
      );
      expect(complaints, 'errors in the consoles of the browsers').toEqual([]);
    } catch (failure) {
      for (const window of windows) if (!window.isGone) await window.picture('failed');
      throw new Error(`${title}: failed. The node wrote:\n${node.log}`, { cause: failure });
    } finally {
      await browser.close();
      await node.stop();
    }
  });
}

function cast(node: Node, browser: Browser, folder: string, windows: Window[]): Cast {
  async function open(person: string, width: number, height: number): Promise<Window> {
    const window = await Window.open(browser, folder, person, { width, height });
    windows.push(window);
    return window;
  }
  return {
    node,
    shopper: async () => new Shopper(await open('shopper', 1280, 860), node),
    agent: async (name) => new Agent(await open(name.toLowerCase(), 1440, 900), node, name),
  };
}
