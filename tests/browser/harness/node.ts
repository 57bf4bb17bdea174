import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const BINARY =
  process.env['TILLSIDE_BINARY'] ?? resolve(import.meta.dirname, '../../../target/debug/tillside');
const START_MS = 30_000;

/** A real `tillside serve --demo` on a free port, with a database of its own. */
export class Node {
  static async start(): Promise<Node> {
    const folder = await mkdtemp(join(tmpdir(), 'tillside-story-'));
    const node = new Node(folder);
    await node.#serve(0);
    return node;
  }

  readonly #folder: string;
  readonly #log: string[] = [];
  #port = 0;
  #process: ChildProcess | undefined;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** The shop is opened under one name and its chat comes from another: two origins, as in life. */
  get shop(): string {
    return `http://localhost:${this.#port}/demo/`;
  }

  get console(): string {
    return `http://127.0.0.1:${this.#port}/console/`;
  }

  get api(): string {
    return `http://127.0.0.1:${this.#port}/api/v1`;
  }

  /** What the node has written, for a failed story. */
  get log(): string {
    return this.#log.join('\n');
  }

  /** An orderly restart on the same address and database, as a deployment does it. */
  async restart(): Promise<void> {
    await this.#leave();
    await this.#serve(this.#port);
  }

  async stop(): Promise<void> {
    await this.#leave();
    await rm(this.#folder, { recursive: true });
  }

  async #serve(port: number): Promise<void> {
    const child = spawn(BINARY, ['serve', '--demo', '--listen', `127.0.0.1:${port}`], {
      env: { ...process.env, TILLSIDE_DATABASE_URL: `sqlite://${join(this.#folder, 'tillside.db')}` },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    createInterface({ input: child.stderr }).on('line', (line) => this.#log.push(line));
    this.#port = await new Promise<number>((listening, failed) => {
      const deadline = setTimeout(
        () => failed(new Error(`no node after ${START_MS} ms\n${this.log}`)),
        START_MS,
      );
      child.once('error', failed);
      child.once('exit', (code) => failed(new Error(`${BINARY} left with ${code}\n${this.log}`)));
      createInterface({ input: child.stdout }).on('line', (line) => {
        this.#log.push(line);
        const address = /listening on http:\/\/\S+:(\d+)/.exec(line);
        if (!address) return;
        clearTimeout(deadline);
        listening(Number(address[1]));
      });
    });
  }

  async #leave(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  }
}
