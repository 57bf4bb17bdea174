/** A message of the protocol: as many characters as people count, and as many bytes as travel. */
const CHARACTERS_MAX = 4_000;
const BYTES_MAX = 8_192;
/** From here on it is worth saying how much is left. */
const LEFT_SHOWN = 200;

const bytes = new TextEncoder();

/** How many characters are left, once it matters; below zero it is too long. */
export function charactersLeft(text: string): number | undefined {
  // A cheap bound first: this runs with every keystroke.
  if (text.length * 3 <= BYTES_MAX - LEFT_SHOWN && text.length <= CHARACTERS_MAX - LEFT_SHOWN)
    return undefined;
  const characters = [...text].length;
  const size = bytes.encode(text).length;
  const left = Math.min(CHARACTERS_MAX - characters, Math.floor((BYTES_MAX - size) / (size / characters)));
  return left <= LEFT_SHOWN ? left : undefined;
}
