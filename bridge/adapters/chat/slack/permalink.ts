/** A message, as Slack's own link to it names it. */
export interface SlackLink {
  readonly platform: 'slack';
  readonly channel: string;
  readonly message: string;
  readonly thread?: string;
}

/** Reads `https://TEAM.slack.com/archives/CHANNEL/pTS`, as “Copy link” gives it; undefined for any other text. */
export function readSlackLink(text: string): SlackLink | undefined {
  const url = URL.parse(
    text
      .trim()
      .replace(/^<(.*)>$/, '$1')
      .replace(/\|.*$/, ''),
  );
  const [, channel, seconds, micros] =
    /^\/archives\/([A-Z0-9]{2,20})\/p(\d{10})(\d{6})$/.exec(url?.pathname ?? '') ?? [];
  if (!url || !/(^|\.)slack\.com$/.test(url.hostname) || !channel || !seconds || !micros) return undefined;
  const thread = url.searchParams.get('thread_ts');
  return {
    platform: 'slack',
    channel,
    message: `${seconds}.${micros}`,
    ...(thread === null ? {} : { thread }),
  };
}
