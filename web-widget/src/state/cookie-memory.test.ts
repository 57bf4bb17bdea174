import { beforeEach, expect, test } from 'vitest';
import { type CookieJar, CookieMemory } from './cookie-memory';

/** Keeps what a browser would, and shows what it would show. */
class Jar implements CookieJar {
  readonly kept = new Map<string, string>();
  written: string[] = [];

  get cookie(): string {
    return [...this.kept].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  set cookie(text: string) {
    this.written.push(text);
    const [pair = '', ...attributes] = text.split('; ');
    const [name = '', value = ''] = pair.split('=');
    if (attributes.includes('Max-Age=0')) this.kept.delete(name);
    else this.kept.set(name, value);
  }
}

let jar: Jar;

beforeEach(() => {
  jar = new Jar();
});

test('the next page finds what this one has kept', () => {
  const here = new CookieMemory(jar, 'tillside.', 60);
  here.setItem('tillside.resume', 'a=b; c');
  here.setItem('tillside.draft', 'مرحبا');
  here.removeItem('tillside.draft');
  const next = new CookieMemory(jar, 'tillside.', 60);
  expect(next.getItem('tillside.resume')).toBe('a=b; c');
  expect(next.getItem('tillside.draft')).toBeNull();
  expect(next.length).toBe(1);
});

test('a cookie belongs to this shop and this path, and ends', () => {
  new CookieMemory(jar, 'tillside.', 60).setItem('tillside.resume', 'x');
  expect(jar.written.at(-1)).toBe(
    'tillside.resume=x; Path=/frame/; Secure; SameSite=None; Partitioned; Max-Age=60',
  );
});

test("others' cookies are not ours", () => {
  jar.cookie = 'theirs=1';
  expect(new CookieMemory(jar, 'tillside.').length).toBe(0);
});

test('what does not fit lives as long as the page, and does not push out what does', () => {
  const memory = new CookieMemory(jar, 'tillside.');
  memory.setItem('tillside.resume', 'x');
  memory.setItem('tillside.claims', 'y'.repeat(5000));
  expect(memory.getItem('tillside.claims')).toHaveLength(5000);
  expect([...jar.kept.keys()]).toEqual(['tillside.resume']);
});
