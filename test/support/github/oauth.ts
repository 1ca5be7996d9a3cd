import { randomBytes } from 'node:crypto';
import { mintToken } from './auth.ts';
import type { User } from './rows.ts';
import { type Answer, ok, route, type Route } from './router.ts';
import type { Site } from './site.ts';
import { appShape } from './shapes/user.ts';

interface DeviceCode {
  readonly device: string;
  readonly userCode: string;
  readonly expiresAt: number;
  intervalMs: number;
  askedAt: number;
  approved?: User;
  denied: boolean;
}

/** Device flow and the exchange of a manifest's code, with the words of GitHub's documentation. `intervalMs` is how often may be asked. */
export function createOauth(site: Site, intervalMs: number) {
  const codes: DeviceCode[] = [];
  const manifests = new Map<string, string>();
  /** A form of these is answered as JSON where that is asked for; all our clients do. */
  const error = (name: string, more: object = {}): Answer =>
    ok({ error: name, error_description: name.replaceAll('_', ' '), error_uri: 'https://docs.github.com', ...more });

  const begin = route('POST /login/device/code', 'public', ({ body }) => {
    if (body['client_id'] !== site.app.clientId) return { status: 404, body: { error: 'Not Found' } };
    if (!site.app.deviceFlow) return error('device_flow_disabled');
    const letters = [...randomBytes(8)].map((byte) => 'BCDFGHJKLMNPQRSTVWXZ'[byte % 20]).join('');
    const userCode = `${letters.slice(0, 4)}-${letters.slice(4)}`;
    const device = randomBytes(20).toString('hex');
    codes.push({ device, userCode, expiresAt: site.now() + 900_000, intervalMs, askedAt: 0, denied: false });
    return ok({
      device_code: device,
      user_code: userCode,
      verification_uri: `${site.url}/login/device`,
      expires_in: 900,
      interval: Math.ceil(intervalMs / 1_000),
    });
  });

  const finish = route('POST /login/oauth/access_token', 'public', ({ body }) => {
    if (body['client_id'] !== site.app.clientId) return error('incorrect_client_credentials');
    if (body['grant_type'] !== 'urn:ietf:params:oauth:grant-type:device_code') return error('unsupported_grant_type');
    const code = codes.find((each) => each.device === body['device_code']);
    if (!code) return error('incorrect_device_code');
    if (code.expiresAt <= site.now()) return error('expired_token');
    const tooSoon = site.now() < code.askedAt + code.intervalMs;
    code.askedAt = site.now();
    if (tooSoon) {
      code.intervalMs += 5_000;
      return error('slow_down', { interval: Math.ceil(code.intervalMs / 1_000) });
    }
    if (code.denied) return error('access_denied');
    if (!code.approved) return error('authorization_pending');
    codes.splice(codes.indexOf(code), 1);
    const token = mintToken(site, { type: 'user', user: code.approved, kind: 'app' }, 'ghu_', site.now() + 28_800_000);
    return ok({
      access_token: token,
      expires_in: 28_800,
      refresh_token: `ghr_${randomBytes(30).toString('hex')}`,
      refresh_token_expires_in: 15_897_600,
      scope: '',
      token_type: 'bearer',
    });
  });

  const convert = route('POST /app-manifests/{code}/conversions', 'public', ({ params }) => {
    const name = manifests.get(params['code'] ?? '');
    if (name === undefined)
      return { status: 404, body: { message: 'Not Found', documentation_url: '', status: '404' } };
    manifests.delete(params['code'] ?? '');
    const { clientId, clientSecret, webhookSecret, privateKey } = site.app;
    const secrets = {
      client_id: clientId,
      client_secret: clientSecret,
      webhook_secret: webhookSecret,
      pem: privateKey,
    };
    return ok({ ...appShape(site, site.app), name, ...secrets }, 201);
  });

  const codeOf = (userCode: string): DeviceCode => {
    const code = codes.find((each) => each.userCode === userCode);
    if (!code) throw new Error(`no device code ${userCode}`);
    return code;
  };
  const routes: Route[] = [begin, finish, convert];
  return {
    routes,
    /** Somebody types the code and says yes. */
    approve(userCode: string, user: User): void {
      codeOf(userCode).approved = user;
    },
    deny(userCode: string): void {
      codeOf(userCode).denied = true;
    },
    /** Somebody has sent the form of the manifest: the code that GitHub's redirect carries. It counts once. */
    manifestCode(name: string): string {
      const code = randomBytes(20).toString('hex');
      manifests.set(code, name);
      return code;
    },
  };
}
