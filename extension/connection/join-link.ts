import { Origin } from './address.ts';

/** What a join link holds: a bridge's origin and a one-time code, and nothing else. */
export interface Invitation {
  readonly origin: Origin;
  readonly code: string;
}

const code = /^[A-Za-z0-9_-]{8,200}$/;

/** Reads the query of a join link. Undefined for any that lacks one of the two, or has something beside them. */
export function readInvitation(query: string): Invitation | undefined {
  if (query.length > 1_000) return undefined;
  const fields = [...new URLSearchParams(query)];
  const values = new Map(fields);
  const origin = Origin.safeParse(values.get('bridge'));
  const found = values.get('code');
  if (fields.length !== 2 || !origin.success || found === undefined || !code.test(found)) return undefined;
  return { origin: origin.data, code: found };
}

/** Whether a bridge's name may look like another one: it is spelled with letters beyond English, which stand as `xn--` here. */
export const looksAlike = (origin: Origin): boolean =>
  new URL(origin).hostname.split('.').some((label) => label.startsWith('xn--'));
