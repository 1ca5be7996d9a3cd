const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const html = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');

/** Slack shows emoji as pictures of its own; the ones that our cards know are drawn. */
const dots: Readonly<Record<string, string>> = {
  '🔴': 'red',
  '🟡': 'yellow',
  '🟢': 'green',
  '🟣': 'violet',
  '⚪': 'white',
  '⚫': 'black',
};

/** Plain text as HTML: all of it is shown, none of it is parsed. */
export const shown = (text: string): string =>
  html(text).replaceAll(/🔴|🟡|🟢|🟣|⚪|⚫/gu, (dot) => `<span class="dot ${dots[dot] ?? ''}"></span>`);

const pad = (part: number): string => String(part).padStart(2, '0');
export const timeOf = (at: number): string => `${pad(new Date(at).getUTCHours())}:${pad(new Date(at).getUTCMinutes())}`;

/** When it is for the reader, whose clock may be ahead of UTC. */
export interface Hour {
  readonly now: number;
  readonly aheadMin?: number;
}

/** As a reader sees it on the day of `now`. */
function dateOf(seconds: number, format: string, hour: Hour): string {
  const ahead = (hour.aheadMin ?? 0) * 60_000;
  const [at, now] = [seconds * 1000 + ahead, hour.now + ahead];
  const days = Math.floor(now / 86_400_000) - Math.floor(at / 86_400_000);
  const long = new Date(at).toLocaleDateString('en-US', {
    month: 'short',
    day: 'numeric',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const day = days === 0 ? 'today' : days === 1 ? 'yesterday' : long;
  return format.replaceAll('{date_short_pretty}', day).replaceAll('{time}', timeOf(at));
}

/** What of mrkdwn our own blocks use: a date. Whatever else stands in angle brackets is shown as it is, so that it catches the eye. */
export const marked = (text: string, hour: Hour): string =>
  text
    .split(/(<!date\^\d+\^[^<>|]*\|[^<>]*>)/)
    .map((part) => {
      const [, seconds, format] = /^<!date\^(\d+)\^([^|]*)/.exec(part) ?? [];
      if (seconds !== undefined && format !== undefined) return html(dateOf(Number(seconds), format, hour));
      return shown(part.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'));
    })
    .join('');
