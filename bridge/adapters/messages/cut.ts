/** At most `max` UTF-16 units, which is never more than a platform counts, and no surrogate torn from its pair. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, Math.max(max - 1, 0)).replace(/[\ud800-\udbff]$/, '')}…`;
}
