import { createPublicKey, generateKeyPairSync, randomBytes, verify } from 'node:crypto';
import type { Permission, Repo, User } from './rows.ts';
import type { Actor, AppPermissions, RegisteredApp, Site } from './site.ts';

/** What our own App asks for, with what our manifest says. */
export const appPermissions: AppPermissions = {
  metadata: 'read',
  actions: 'write',
  checks: 'read',
  contents: 'read',
  deployments: 'write',
  pull_requests: 'read',
  statuses: 'read',
  administration: 'read',
  environments: 'read',
};

/** Made anew in each process, and as good as thrown away. */
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** Registers our App. */
export function registerApp(bot: User): RegisteredApp {
  const privateKey = pair.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  return {
    id: 290_001,
    slug: 'shiproom',
    name: 'Shiproom',
    clientId: 'Iv23liShiproomTest00',
    clientSecret: randomBytes(20).toString('hex'),
    privateKey,
    publicKey: createPublicKey(privateKey),
    webhookSecret: randomBytes(16).toString('hex'),
    installationId: 52_000_001,
    bot,
    permissions: appPermissions,
    events: ['push', 'pull_request', 'workflow_run', 'workflow_job'],
    deviceFlow: true,
  };
}

/** A new token of somebody, of the look of its kind. */
export function mintToken(site: Site, actor: Actor, prefix: string, expiresAt?: number): string {
  const token = `${prefix}${randomBytes(18).toString('hex')}`;
  site.tokens.set(token, { actor, ...(expiresAt === undefined ? {} : { expiresAt }) });
  return token;
}

const decode = (part = ''): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));

/** https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app */
function verifyJwt(site: Site, token: string): Actor | string {
  const [header, claims, signature = ''] = token.split('.');
  const { alg } = decode(header) as { alg?: string };
  const { iss, iat = 0, exp = 0 } = decode(claims) as { iss?: string | number; iat?: number; exp?: number };
  const signed = verify(
    'RSA-SHA256',
    Buffer.from(`${header}.${claims}`, 'utf8'),
    site.app.publicKey,
    Buffer.from(signature, 'base64url'),
  );
  if (alg !== 'RS256' || !signed) return 'A JSON web token could not be decoded';
  if (String(iss) !== String(site.app.id) && iss !== site.app.clientId)
    return "'Issuer' claim ('iss') must be an Integer";
  // By the machine's clock: whoever makes one has no other.
  const now = Date.now() / 1_000;
  if (exp < now)
    return "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires";
  if (exp > now + 610 || iat > now + 60) return "'Expiration time' claim ('exp') is too far in the future";
  return { type: 'app' };
}

/** Who asks; a string says why the credentials are not accepted. */
export function authenticate(site: Site, authorization: string | undefined): Actor | string {
  if (authorization === undefined) return { type: 'nobody' };
  const [, token = ''] = /^(?:bearer|token) (.+)$/i.exec(authorization) ?? [];
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) {
    try {
      return verifyJwt(site, token);
    } catch {
      return 'A JSON web token could not be decoded';
    }
  }
  const known = site.tokens.get(token);
  if (!known || (known.expiresAt !== undefined && known.expiresAt <= site.now())) return 'Bad credentials';
  return known.actor;
}

const levels: readonly Permission[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];
export const permissionOf = (repo: Repo, user: User): Permission => repo.permissions.get(user.id) ?? 'none';
const reaches = (has: Permission, needs: string) => levels.indexOf(has) >= levels.indexOf(needs as Permission);

const appLevels = ['read', 'write', 'admin'];

/** Whether somebody may do what needs `permission:level`; if not, whether they may know that the repository is there. */
export function mayDo(actor: Actor, repo: Repo, needs: string): 'yes' | 'forbidden' | 'unseen' {
  const [permission = '', level = 'read'] = needs.split(':');
  if (actor.type === 'nobody' || actor.type === 'app') return 'unseen';
  if (actor.type === 'installation') {
    if (!actor.repos.includes(repo)) return 'unseen';
    const has = actor.permissions[permission];
    return has !== undefined && appLevels.indexOf(has) >= appLevels.indexOf(level) ? 'yes' : 'forbidden';
  }
  const has = permissionOf(repo, actor.user);
  if (has === 'none') return 'unseen';
  return reaches(has, permission === 'administration' ? 'admin' : level) ? 'yes' : 'forbidden';
}
