import type { Inline } from '../../../../protocol/model/message.ts';
import { PersonId } from '../../../../protocol/model/ids.ts';

type Style = 'strong' | 'emphasis' | 'strike';

/** The people whom a message names, by their Slack ids. */
export interface Names {
  nameOf(id: string): string;
  mention(id: string): Inline;
}

const isUser = /^[UW][A-Z0-9]{1,40}$/;

/** Names of the people of one team; whoever is not known goes by the id. */
export function createNames(team: string, known: ReadonlyMap<string, string>): Names {
  const nameOf = (id: string): string => known.get(id) ?? id;
  return {
    nameOf,
    mention: (id) =>
      isUser.test(id)
        ? { type: 'mention', text: `@${nameOf(id)}`, person: PersonId.parse(`slack:${team}/${id}`) }
        : textOf(`@${id}`),
  };
}

export const textOf = (text: string, style?: Style): Inline =>
  style === undefined ? { type: 'text', text } : { type: 'text', text, style };

/** A link where the address is one of the web; otherwise its words, and the address where they do not tell it. */
export function linkTo(href: string, label: string | undefined): Inline {
  const shown = label === undefined || label === '' ? href : label;
  if (/^https?:\/\/\S+$/.test(href) && href.length <= 2000) return { type: 'link', text: shown, href };
  return textOf(shown === href ? href : `${shown} (${href})`);
}
