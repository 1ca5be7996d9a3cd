import type { App, Reviewer, Team, User } from '../rows.ts';
import { iso, nodeId, type RegisteredApp, type Site } from '../site.ts';

/** GitHub's `simple-user`. */
export function simpleUser(site: Site, user: User) {
  const url = `${site.url}/users/${encodeURIComponent(user.login)}`;
  return {
    login: user.login,
    id: user.id,
    node_id: nodeId('User', user.id),
    avatar_url: `${site.url}/avatars/u/${user.id}?v=4`,
    gravatar_id: '',
    url,
    html_url: `${site.url}/${user.login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: user.type,
    user_view_type: 'public',
    site_admin: false,
  };
}

/** GitHub's `public-user`. */
export function publicUser(site: Site, user: User) {
  const at = iso(Date.UTC(2020, 0, 1));
  return {
    ...simpleUser(site, user),
    name: user.login,
    company: null,
    blog: '',
    location: null,
    email: null,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: at,
    updated_at: at,
  };
}

/** GitHub's `team`. */
export function teamShape(site: Site, team: Team) {
  const url = `${site.url}/teams/${team.id}`;
  return {
    id: team.id,
    node_id: nodeId('Team', team.id),
    name: team.slug,
    slug: team.slug,
    description: null,
    privacy: 'closed',
    notification_setting: 'notifications_enabled',
    permission: 'push',
    url,
    html_url: `${site.url}/orgs/acme/teams/${team.slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    type: 'organization',
    organization_id: 1,
    parent: null,
  };
}

/** Somebody who was asked to look at a deployment. */
export const reviewerShape = (site: Site, reviewer: Reviewer) =>
  reviewer.type === 'User'
    ? { type: 'User', reviewer: simpleUser(site, reviewer.user) }
    : { type: 'Team', reviewer: teamShape(site, reviewer.team) };

/** GitHub's `integration`. */
export function appShape(site: Site, app: App | RegisteredApp) {
  const at = iso(Date.UTC(2024, 0, 1));
  return {
    id: app.id,
    slug: app.slug,
    client_id: 'clientId' in app ? app.clientId : `Iv1.${app.id.toString(16).padStart(16, '0')}`,
    node_id: nodeId('App', app.id),
    owner: simpleUser(site, site.repos[0]?.owner ?? site.app.bot),
    name: app.name,
    description: '',
    external_url: 'https://example.org/',
    html_url: `${site.url}/apps/${app.slug}`,
    created_at: at,
    updated_at: at,
    permissions: 'permissions' in app ? app.permissions : { metadata: 'read' },
    events: 'events' in app ? app.events : [],
  };
}
