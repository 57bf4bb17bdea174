/** The colours that follow from a site's own; every one of them can be read, whatever the site has chosen. */
export interface Accent {
  accent: string;
  onAccent: string;
  hover: string;
  ink: string;
}

type Rgb = readonly [number, number, number];

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
const TEXT_CONTRAST = 4.5;

/**
 * The site's colour, moved towards black or white until it stands out as text against the surface (and so as an edge
 * too). What is written on it is black or white, one of which always reads.
 */
export function accentOn(color: string, surface: string): Accent | undefined {
  const wish = parse(color);
  const ground = parse(surface);
  if (wish === undefined || ground === undefined) return undefined;
  const away = luminance(ground) > 0.18 ? BLACK : WHITE;
  const accent = steps(wish, away).find((shade) => contrast(shade, ground) >= TEXT_CONTRAST) ?? away;
  const onAccent = contrast(accent, WHITE) >= contrast(accent, BLACK) ? WHITE : BLACK;
  // Away from what is written on it, so that it only gets easier to read.
  const hover = mix(accent, onAccent === WHITE ? BLACK : WHITE, 0.15);
  return { accent: css(accent), onAccent: css(onAccent), hover: css(hover), ink: css(accent) };
}

export function contrastOf(one: string, other: string): number {
  return contrast(parse(one) ?? BLACK, parse(other) ?? BLACK);
}

function steps(from: Rgb, to: Rgb): Rgb[] {
  return Array.from({ length: 21 }, (_, step) => mix(from, to, step / 20));
}

function mix(from: Rgb, to: Rgb, part: number): Rgb {
  const [r, g, b] = from.map((value, index) => Math.round(value + ((to[index] ?? 0) - value) * part));
  return [r ?? 0, g ?? 0, b ?? 0];
}

function parse(color: string): Rgb | undefined {
  const digits = /^#([0-9a-f]{6})$/i.exec(color.trim())?.[1];
  if (digits === undefined) return undefined;
  const value = Number.parseInt(digits, 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function css(rgb: Rgb): string {
  return `#${rgb.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** Both as WCAG 2.2 defines them. */
function contrast(one: Rgb, other: Rgb): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(rgb: Rgb): number {
  const [r = 0, g = 0, b = 0] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
