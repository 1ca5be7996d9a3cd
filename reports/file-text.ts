/** Longer files are left. */
export const mostBytes = 256 * 1024;

/** The text of a file; undefined where it is none, or too long. */
export function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.byteLength > mostBytes || bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
