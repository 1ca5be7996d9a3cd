/** The scopes that a bot token needs for a method, one of them. https://docs.slack.dev/reference/scopes/ */
const needed: Readonly<Record<string, readonly string[]>> = {
  'chat.postMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.delete': ['chat:write'],
  'conversations.history': ['channels:history'],
  'conversations.replies': ['channels:history'],
  'conversations.info': ['channels:read'],
  'conversations.open': ['im:write'],
  'users.info': ['users:read'],
};

export const allScopes: readonly string[] = [
  'chat:write',
  'chat:write.customize',
  'channels:history',
  'groups:history',
  'channels:read',
  'app_mentions:read',
  'commands',
  'users:read',
  'im:history',
  'im:write',
];

/** The scope that is missing for a call, where one is. A direct message's history is another scope's. */
export function missingScope(method: string, channel: unknown, granted: readonly string[]): string | undefined {
  const direct = String(channel).startsWith('D') && needed[method]?.includes('channels:history');
  const [scope] = direct ? ['im:history'] : (needed[method] ?? []);
  return scope === undefined || granted.includes(scope) ? undefined : scope;
}
