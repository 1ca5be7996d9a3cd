/** A post, as Mattermost's own link to it names it: by its id, which ends the name that we have for it, and without its channel. */
export interface MattermostLink {
  readonly platform: 'mattermost';
  readonly message: string;
  readonly partial: true;
}

/** Reads `https://HOST/TEAM/pl/POST`, as “Copy Link” gives it; undefined for any other text. */
export function readMattermostLink(text: string): MattermostLink | undefined {
  const url = URL.parse(text.trim());
  const post = /\/[^/]+\/pl\/([a-z0-9]{26})$/.exec(url?.pathname ?? '')?.[1];
  return url && /^https?:$/.test(url.protocol) && post
    ? { platform: 'mattermost', message: `-${post}`, partial: true }
    : undefined;
}
