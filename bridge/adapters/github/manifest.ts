import * as z from 'zod/mini';
import { PlatformError } from '../../ports/platform-error.ts';
import { type AnonymousConfig, askAnonymously } from './anonymous.ts';
import { apiUrlOf } from './config.ts';

interface Permission {
  readonly access: 'read' | 'write';
  readonly why: string;
}

/** What the bridge needs of a repository, and what for: the same for an App and for a fine-grained token. It can change no code. */
export const gitHubPermissions = {
  actions: { access: 'write', why: 'reads runs, jobs and logs; starts, reruns and cancels runs' },
  checks: { access: 'read', why: 'reads what other apps found on a commit' },
  contents: {
    access: 'read',
    why: 'compares branches; reads the inputs of a workflow from its file, and .shiproom.yml and CODEOWNERS',
  },
  deployments: { access: 'write', why: 'reads deployments; approves and rejects those that wait for it' },
  metadata: { access: 'read', why: 'GitHub wants it of everybody; says what a person may do' },
  pull_requests: { access: 'read', why: 'reads pull requests, reviews and threads' },
  statuses: { access: 'read', why: 'reads commit statuses' },
} as const satisfies Readonly<Record<string, Permission>>;

/** What GitHub is to tell by itself. What is left out would need more rights, as rules of branches do, or says nothing of a branch. */
export const gitHubEvents = [
  'check_run',
  'check_suite',
  'create',
  'delete',
  'deployment',
  'deployment_review',
  'deployment_status',
  'label',
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'pull_request_review_thread',
  'push',
  'repository',
  'status',
  'workflow_job',
  'workflow_run',
] as const;

export interface AppWish {
  readonly name: string;
  /** The bridge's own page, for people. */
  readonly homeUrl: string;
  /** Where GitHub posts: `https://BRIDGE/hooks/github`. */
  readonly hookUrl: string;
  /** Where GitHub sends the browser back with the code. */
  readonly redirectUrl: string;
}

/**
 * The GitHub App as a form for `WEB/settings/apps/new`, or `WEB/organizations/ORG/settings/apps/new`: field `manifest`, as JSON. The device
 * flow cannot be asked for here: it has to be switched on in the App's settings, once.
 */
export const appManifest = ({ name, homeUrl, hookUrl, redirectUrl }: AppWish) => ({
  name: name.slice(0, 34),
  url: homeUrl,
  hook_attributes: { url: hookUrl, active: true },
  redirect_url: redirectUrl,
  public: false,
  request_oauth_on_install: false,
  default_permissions: Object.fromEntries(
    Object.entries(gitHubPermissions).map(([permission, { access }]) => [permission, access]),
  ),
  default_events: [...gitHubEvents],
});

/** What GitHub gives for the code, once: all of it but the id and the page is secret. */
export interface NewApp {
  readonly appId: number;
  readonly url: string;
  readonly clientId: string;
  readonly privateKey: string;
  readonly hookSecret: string;
}

const Conversion = z.object({
  id: z.int(),
  html_url: z.string(),
  client_id: z.string(),
  pem: z.string(),
  webhook_secret: z.string().check(z.minLength(1)),
});

/** Gets the App for the code that GitHub sent the browser back with, which is good for an hour, and once. */
export async function exchange(
  config: AnonymousConfig & { readonly apiUrl?: string | undefined },
  code: string,
): Promise<NewApp> {
  if (!/^[\w-]{1,200}$/.test(code)) throw new PlatformError('refused', 'not_a_code');
  const url = `${apiUrlOf(config.apiUrl).href.replace(/\/$/, '')}/app-manifests/${code}/conversions`;
  const app = await askAnonymously(config, url, { method: 'POST' }, Conversion);
  const { id, html_url: page, client_id: clientId, pem: privateKey, webhook_secret: hookSecret } = app;
  return { appId: id, url: page, clientId, privateKey, hookSecret };
}
