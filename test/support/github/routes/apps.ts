import { mintToken } from '../auth.ts';
import type { HookDelivery, Hooks } from '../hooks.ts';
import { type Answer, type Ask, inRepo, missing, ok, paged, type Route, refused, route } from '../router.ts';
import { fullRepository } from '../shapes/repository.ts';
import { appShape, simpleUser } from '../shapes/user.ts';
import { type AppPermissions, iso, type Site } from '../site.ts';

function installation(site: Site) {
  const { app, repos } = site;
  const owner = repos[0]?.owner ?? app.bot;
  const url = `${site.url}/app/installations/${app.installationId}`;
  const at = iso(Date.UTC(2024, 0, 1));
  return {
    id: app.installationId,
    account: simpleUser(site, owner),
    repository_selection: 'selected',
    access_tokens_url: `${url}/access_tokens`,
    repositories_url: `${site.url}/installation/repositories`,
    html_url: `${site.url}/settings/installations/${app.installationId}`,
    app_id: app.id,
    client_id: app.clientId,
    app_slug: app.slug,
    target_id: owner.id,
    target_type: owner.type,
    permissions: app.permissions,
    events: app.events,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    created_at: at,
    updated_at: at,
    suspended_at: null,
    suspended_by: null,
  };
}

function accessToken({ site, params, body }: Ask): Answer {
  if (Number(params['installation_id']) !== site.app.installationId) return missing();
  const { repositories, permissions } = body as { repositories?: readonly string[]; permissions?: AppPermissions };
  const wanted = repositories ?? site.repos.map((each) => each.name);
  const repos = site.repos.filter((each) => wanted.includes(each.name));
  if (repos.length !== wanted.length)
    return refused(
      422,
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  const granted = permissions ?? site.app.permissions;
  const expiresAt = site.now() + 3_600_000;
  const actor = { type: 'installation', user: site.app.bot, permissions: granted, repos } as const;
  const token = mintToken(site, actor, 'ghs_', expiresAt);
  return ok(
    {
      token,
      expires_at: iso(expiresAt),
      permissions: granted,
      repository_selection: repositories ? 'selected' : 'all',
      ...(repositories ? { repositories: repos.map((each) => fullRepository(site, each)) } : {}),
    },
    201,
  );
}

const deliveryItem = (site: Site, each: HookDelivery) => ({
  id: each.id,
  guid: each.guid,
  delivered_at: new Date(each.at).toISOString(),
  redelivery: each.redelivery,
  duration: 0.1,
  status: each.status === 0 ? 'failed to connect' : each.status < 300 ? 'OK' : `Invalid HTTP Response: ${each.status}`,
  status_code: each.status,
  event: each.event,
  action: each.action ?? null,
  installation_id: site.app.installationId,
  repository_id: each.repo.id,
  throttled_at: null,
});

/** The App as itself, its installation, and what was delivered to it. */
export const appRoutes = (hooks: Hooks): readonly Route[] => {
  const list = (ask: Ask): Answer =>
    paged(
      ask,
      hooks.deliveries.toReversed().map((each) => deliveryItem(ask.site, each)),
    );
  const one = ({ site, params }: Ask): Answer => {
    const found = hooks.deliveries.find((each) => each.id === Number(params['delivery_id']));
    if (!found) return missing();
    const request = { headers: found.headers, payload: JSON.parse(found.body) as unknown };
    return ok({
      ...deliveryItem(site, found),
      url: hooks.target()?.url ?? '',
      request,
      response: { headers: {}, payload: '' },
    });
  };
  const again = async ({ params }: Ask): Promise<Answer> => {
    const id = Number(params['delivery_id']);
    if (!hooks.deliveries.some((each) => each.id === id)) return missing();
    await hooks.redeliver(id);
    return { status: 202, body: {} };
  };
  return [
    route('GET /app', 'app', ({ site }) => ok({ ...appShape(site, site.app), installations_count: 1 })),
    route('GET /app/installations', 'app', (ask) => paged(ask, [installation(ask.site)])),
    route('GET /app/installations/{installation_id}', 'app', ({ site, params }) =>
      Number(params['installation_id']) === site.app.installationId ? ok(installation(site)) : missing(),
    ),
    route('POST /app/installations/{installation_id}/access_tokens', 'app', accessToken),
    route('GET /repos/{owner}/{repo}/installation', 'app', ({ site, params }) => {
      const its = site.repos.some((each) => each.name === params['repo'] && each.owner.login === params['owner']);
      return its ? ok(installation(site)) : missing();
    }),
    route('GET /installation/repositories', 'user', (ask) =>
      ask.actor.type === 'installation'
        ? paged(
            ask,
            ask.site.repos.map((each) => fullRepository(ask.site, each)),
            'repositories',
          )
        : refused(
            403,
            'You must authenticate with an installation access token in order to list repositories for an installation.',
          ),
    ),
    route('GET /app/hook/deliveries', 'app', list),
    route('GET /app/hook/deliveries/{delivery_id}', 'app', one),
    route('POST /app/hook/deliveries/{delivery_id}/attempts', 'app', again),
    inRepo('GET /hooks/{hook_id}/deliveries', 'administration:read', list),
    inRepo('GET /hooks/{hook_id}/deliveries/{delivery_id}', 'administration:read', one),
    inRepo('POST /hooks/{hook_id}/deliveries/{delivery_id}/attempts', 'administration:write', again),
    route('GET /rate_limit', 'user', ({ site }) => {
      const limit = { limit: 5000, used: 0, remaining: 5000, reset: Math.ceil(site.now() / 1_000) + 3_600 };
      return ok({ resources: { core: limit, search: limit, graphql: limit }, rate: limit });
    }),
  ];
};
