import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { RawDelivery } from '../../ports/hook.ts';

/** A delivery that was signed longer ago, or later than now, is not taken: somebody may have kept it. */
const freshSeconds = 300;

/** How deliveries are known to be GitLab's. Of each kind there may be two, so that one can be replaced. */
export interface GitLabHookSecrets {
  /** Signing tokens, as GitLab shows them once: `whsec_…`. */
  readonly signing?: readonly string[];
  /** The older secret tokens, which GitLab sends along as they are. They do not show when a delivery was made. */
  readonly tokens?: readonly string[];
}

/**
 * Whether a delivery has a right signature that is fresh; or, where secret tokens are set up and it is not signed at all, a right one.
 */
export function isSigned(
  { headers, body, at }: RawDelivery,
  { signing = [], tokens = [] }: GitLabHookSecrets,
): boolean {
  if (headers['webhook-signature'] !== undefined) return hasSignature(headers, body, at, signing);
  const token = headers['x-gitlab-token'];
  return token !== undefined && token !== '' && tokens.map((each) => each !== '' && same(each, token)).includes(true);
}

function hasSignature(
  headers: RawDelivery['headers'],
  body: Uint8Array,
  at: number,
  signing: readonly string[],
): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  if (!id || !timestamp || !signatures || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(Math.floor(at / 1000) - Number(timestamp)) > freshSeconds) return false;
  const given = signatures.split(' ');
  if (given.length > 8 || !given.every((each) => /^v\d[a-z]?,[A-Za-z0-9+/=]{1,200}$/.test(each))) return false;
  const right = signing.flatMap((secret) => {
    const key = keyOf(secret);
    return key ? [`v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`] : [];
  });
  return right.flatMap((each) => given.map((signature) => same(each, signature))).includes(true);
}

/** The key in a signing token; undefined where it is none. */
function keyOf(secret: string): Buffer | undefined {
  const found = /^whsec_([A-Za-z0-9+/]{22,}={0,2})$/.exec(secret);
  return found?.[1] === undefined ? undefined : Buffer.from(found[1], 'base64');
}

/** Takes the same time wherever two texts differ, and whatever their lengths. */
function same(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text, 'utf8').digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
