import * as z from 'zod/mini';
import type { LinkBegun, LinkState } from '../../ports/accounts.ts';
import { PlatformError } from '../../ports/platform-error.ts';
import { type AnonymousConfig, askAnonymously } from './anonymous.ts';
import { apiUrlOf, webUrlOf } from './config.ts';

const Begun = z.union([
  z.object({
    device_code: z.string().check(z.minLength(1), z.maxLength(200)),
    user_code: z.string().check(z.regex(/^[\w-]{4,20}$/)),
    verification_uri: z.string(),
    expires_in: z.int().check(z.positive()),
    interval: z.optional(z.int().check(z.nonnegative())),
  }),
  z.object({ error: z.string() }),
]);
const Token = z.union([
  z.object({ access_token: z.string().check(z.minLength(1)) }),
  z.object({ error: z.string(), interval: z.optional(z.int().check(z.nonnegative())) }),
]);
const User = z.object({ id: z.int().check(z.positive()), login: z.string().check(z.minLength(1), z.maxLength(100)) });

/** What GitHub asks for where it says nothing else. */
const usualMs = 5000;
const slowest = 60_000;
const grantType = 'urn:ietf:params:oauth:grant-type:device_code';

/** Why somebody was not linked, in words for them. */
const refusals: Readonly<Record<string, string>> = {
  expired_token: 'the code has expired: ask for a new one',
  access_denied: 'it was declined on GitHub',
  incorrect_device_code: 'the code is used up: ask for a new one',
  device_flow_disabled: 'the device flow is switched off in the settings of the app on GitHub',
  incorrect_client_credentials: 'the client id in the settings is none that GitHub knows',
};

interface DeviceFlow {
  begin(): Promise<LinkBegun>;
  finish(secret: string): Promise<LinkState>;
}

/**
 * GitHub's device flow: somebody types a code on GitHub, and so shows who they are. The token that comes of it is used once, to read whose
 * it is, and then dropped. It cannot be revoked without the app's secret; it was given no scope, and its owner can revoke it on GitHub.
 */
export function createDeviceFlow(
  config: AnonymousConfig & { readonly apiUrl?: string | undefined },
  clientId: string,
): DeviceFlow {
  const web = webUrlOf(config.apiUrl);
  const api = apiUrlOf(config.apiUrl).href.replace(/\/$/, '');
  /** How long to wait between two questions, of each code that is not used up. */
  const waits = new Map<string, { readonly intervalMs: number; readonly expiresAt: number }>();
  const post = async <T>(path: string, fields: Readonly<Record<string, string>>, answer: z.ZodMiniType<T>) =>
    askAnonymously(
      config,
      `${web}${path}`,
      { method: 'POST', body: JSON.stringify({ client_id: clientId, ...fields }) },
      answer,
    );

  return {
    async begin() {
      const now = config.clock.now();
      for (const [secret, { expiresAt }] of waits) if (expiresAt <= now) waits.delete(secret);
      const begun = await post('/login/device/code', {}, Begun);
      if ('error' in begun) throw new PlatformError('refused', wordFor(begun.error));
      // The page is GitHub's own: people are about to say there who they are.
      if (URL.parse(begun.verification_uri)?.origin !== web)
        throw new PlatformError('unavailable', 'unreadable_answer');
      const { device_code: secret, user_code: userCode, verification_uri: url } = begun;
      const expiresAt = now + begun.expires_in * 1000;
      const intervalMs = intervalOf(begun.interval) ?? usualMs;
      waits.set(secret, { intervalMs, expiresAt });
      return { userCode, url, secret, expiresAt, intervalMs };
    },
    async finish(secret) {
      const wait = waits.get(secret);
      if (!wait || wait.expiresAt <= config.clock.now()) return refusal('expired_token');
      const said = await post('/login/oauth/access_token', { device_code: secret, grant_type: grantType }, Token);
      if ('error' in said) {
        const state = stateFor(said.error, said.interval, wait.intervalMs);
        if (state.state === 'waiting') waits.set(secret, { ...wait, intervalMs: state.intervalMs });
        else waits.delete(secret);
        return state;
      }
      waits.delete(secret);
      const authorization = `Bearer ${said.access_token}`;
      const { id, login } = await askAnonymously(config, `${api}/user`, { method: 'GET', authorization }, User);
      return { state: 'linked', account: { id: String(id), login } };
    },
  };
}

/** What GitHub's word means for somebody who has not been linked. */
function stateFor(error: string, interval: number | undefined, waitedMs: number): LinkState {
  if (error === 'authorization_pending') return { state: 'waiting', intervalMs: waitedMs };
  if (error !== 'slow_down') return refusal(error);
  return { state: 'waiting', intervalMs: Math.min(slowest, intervalOf(interval) ?? waitedMs + usualMs) };
}

const refusal = (error: string): LinkState => ({ state: 'refused', why: refusals[error] ?? wordFor(error) });

const intervalOf = (seconds: number | undefined): number | undefined =>
  seconds === undefined ? undefined : Math.min(slowest, Math.max(1, seconds) * 1000);

const wordFor = (error: string): string => (/^[a-z_]{1,60}$/.test(error) ? error : 'unreadable_answer');
