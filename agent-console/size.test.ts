import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const dist = join(import.meta.dirname, 'dist');

interface Chunk {
  file: string;
  isEntry?: boolean;
  isDynamicEntry?: boolean;
  imports?: string[];
}

const manifest: Record<string, Chunk> = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));

function gzipped(file: string): number {
  return gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;
}

/** Everything that a browser fetches before the desk stands. */
function initial(name: string, seen = new Set<string>()): Set<string> {
  const chunk = manifest[name];
  if (chunk === undefined || seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const imported of chunk.imports ?? []) initial(imported, seen);
  return seen;
}

it('brings at most 250 KB of script before the desk stands', () => {
  const bytes = [...initial('index.html')].map(gzipped).reduce((total, size) => total + size, 0);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(250_000);
});

it('fetches the board and each further language only when they are wanted, at most 60 KB each', () => {
  const lazy = Object.values(manifest).filter(({ isDynamicEntry }) => isDynamicEntry);
  expect(lazy.length).toBeGreaterThan(0);
  for (const { file } of lazy) expect([file, gzipped(file) <= 60_000]).toEqual([file, true]);
});

it('has a page without a line of script or style in it', () => {
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  expect(page).not.toMatch(/<style|\sstyle=|\son\w+=/);
  expect(page).not.toMatch(/<script(?![^>]*\ssrc=)/);
});
