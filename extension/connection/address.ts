import * as z from 'zod/mini';

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** What a URL parser would first have to put right is not what the bridge printed, so it is refused and never repaired. */
function isOrigin(text: string): boolean {
  if (text.length > 300 || !URL.canParse(text)) return false;
  const url = new URL(text);
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname));
  return safe && url.origin === text;
}

/** A bridge's place: scheme, host and port, spelled as a browser spells an origin; `https`, or `http` on this machine. */
export const Origin = z.string().check(z.refine(isOrigin)).brand<'Origin'>();
export type Origin = z.infer<typeof Origin>;

/** A link that the bridge printed. Without a code it names the bridge only. */
export interface Link {
  readonly origin: Origin;
  readonly code?: string;
}

/** What a join link holds: a bridge's origin and a one-time code, and nothing else. */
export type Invitation = Required<Link>;

/** Reads the query of a join link that an editor opens. Undefined for any that lacks one of the two, or has something beside them. */
export function readInvitation(query: string): Invitation | undefined {
  if (query.length > 1_000) return undefined;
  const fields = [...new URLSearchParams(query)];
  const values = new Map(fields);
  const origin = Origin.safeParse(values.get('bridge'));
  const code = values.get('code') ?? '';
  if (fields.length !== 2 || !origin.success || !/^[A-Za-z0-9_-]{8,200}$/.test(code)) return undefined;
  return { origin: origin.data, code };
}

/** Whether a bridge's name may look like another one: it is spelled with letters beyond English, which stand as `xn--` here. */
export const looksAlike = (origin: Origin): boolean =>
  new URL(origin).hostname.split('.').some((label) => label.startsWith('xn--'));

/** The same link for an editor, whichever of VS Code's family it is. */
const editorLink = /^[a-z][a-z0-9+.-]{1,40}:\/\/shiproom\.shiproom\/join\?([^#\s]*)$/;
const shape = /^([a-z]+:\/\/[^/#?\s]+)(?:\/(?:join)?)?(?:#code=([A-Za-z0-9_-]{8,200}))?$/;

const wrong = {
  noInvitation: 'That is no join link as a bridge makes it. Ask for a new one.',
  noLink: 'Paste the link as the bridge printed it: https://…/join#code=…',
  noSecret: 'http is for a bridge on this machine only. Any other needs https.',
  noAddress: 'That is no address of a bridge. Paste the link as the bridge printed it: https://…/join#code=…',
} as const;

/** Why a link is none, in all words that `readLink` has for it. */
export const wrongLinks: readonly string[] = Object.values(wrong);

/** Reads a link that somebody pasted: an origin and at most a one-time code, nothing else. Answers why not, in words. */
export function readLink(text: string): Link | { readonly wrong: string } {
  const [, query] = editorLink.exec(text.trim()) ?? [];
  if (query !== undefined) return readInvitation(query) ?? { wrong: wrong.noInvitation };
  const [, place, code] = shape.exec(text.trim()) ?? [];
  if (place === undefined) return { wrong: wrong.noLink };
  const origin = Origin.safeParse(place);
  if (origin.success) return code === undefined ? { origin: origin.data } : { origin: origin.data, code };
  if (place.startsWith('http:')) return { wrong: wrong.noSecret };
  return { wrong: wrong.noAddress };
}
