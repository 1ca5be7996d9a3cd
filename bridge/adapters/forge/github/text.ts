/** `text` on one line, with at most `max` characters. */
export function oneLine(text: string, max: number): string {
  const line = text.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
  // What is cut must not end in half of a surrogate pair, which no store could keep.
  return line
    .slice(0, max)
    .toWellFormed()
    .replace(/\uFFFD$/, '');
}

/** `text` where it is a web address that can be shown. */
export const webAddress = (text: string | null | undefined): string | undefined =>
  text && text.length <= 2000 && /^https?:\/\/\S+$/.test(text) ? text : undefined;

/** An instant as GitHub writes it, in epoch milliseconds. */
export function instantOf(text: string | null | undefined): number | undefined {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) || at < 0 ? undefined : at;
}
