/** No frame of a client may be longer: the bridge would end the connection. */
export const frameLimitBytes = 64 * 1024;

/** How many bytes a text takes in UTF-8. A lone surrogate counts as what replaces it. */
export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
