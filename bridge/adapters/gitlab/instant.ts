/** An instant as GitLab writes it, in its API and in its several ways in hooks; undefined where it is none. */
export function instant(text: string | null | undefined): number | undefined {
  if (text === null || text === undefined) return undefined;
  const found = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d{1,9})?) ?(Z|UTC|[+-]\d\d:?\d\d)?$/.exec(text.trim());
  if (!found) return undefined;
  const [, day = '', time = '', zone = 'Z'] = found;
  const at = Date.parse(`${day}T${time}${zone === 'UTC' ? 'Z' : zone}`);
  return at >= 0 ? Math.floor(at) : undefined;
}
