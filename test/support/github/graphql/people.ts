import type { App, Label, Reviewer, Team, User } from '../rows.ts';
import { nodeId, type Site } from '../site.ts';
import type { Node } from './execute.ts';

/** Somebody. A Bot's login has no `[bot]` here. */
export function actorNode(site: Site, user: User): Node {
  return {
    type: user.type,
    also: ['Actor', 'Node', 'RequestedReviewer'],
    fields: {
      id: () => nodeId('User', user.id),
      databaseId: () => user.id,
      login: () => user.login.replace(/\[bot\]$/, ''),
      url: () => `${site.url}/${user.login}`,
      avatarUrl: () => `${site.url}/avatars/u/${user.id}?v=4`,
    },
  };
}
const teamNode = (site: Site, team: Team): Node => ({
  type: 'Team',
  also: ['Node', 'RequestedReviewer', 'DeploymentReviewer'],
  fields: {
    id: () => nodeId('Team', team.id),
    databaseId: () => team.id,
    slug: () => team.slug,
    name: () => team.slug,
    combinedSlug: () => `${site.repos[0]?.owner.login ?? ''}/${team.slug}`,
  },
});
export const reviewerNode = (site: Site, reviewer: Reviewer): Node =>
  reviewer.type === 'User' ? actorNode(site, reviewer.user) : teamNode(site, reviewer.team);
export const appNode = (app: App): Node => ({
  type: 'App',
  fields: {
    id: () => nodeId('App', app.id),
    databaseId: () => app.id,
    slug: () => app.slug,
    name: () => app.name,
  },
});
export const labelNode = (label: Label): Node => ({
  type: 'Label',
  fields: { id: () => nodeId('Label', label.id), name: () => label.name, color: () => 'ededed' },
});
