import type { Card } from '../../../../protocol/model/card.ts';
import { type Health, health } from '../../../../protocol/model/health.ts';
import { plain, type Rendered, spoken } from './blocks.ts';
import { ciDetails, ciFact } from './render-card-ci.ts';
import { branchFacts, pullRequestLink } from './render-card-facts.ts';

const marks: Readonly<Record<Health, string>> = {
  failing: '✗ Failing',
  running: '◔ Running',
  passing: '✓ Passing',
  unknown: '○ Not known',
};

/** A card as one message: header, facts, jobs, failing tests or the lines that tell why, and when it was true. */
export function renderCard(card: Card): Rendered {
  const { repository, branch } = card.key;
  const state = marks[health(card)];
  const facts = factsOf(card);
  const said = facts.map(([label, value]) => `${label}: ${value.replaceAll('\n', '; ')}`).join('. ');
  const shown: readonly (readonly [string, string])[] = [['Branch', branch], ['Repository', repository], ...facts];
  return {
    text: spoken(`${state}: ${branch} in ${repository}. ${said}`),
    blocks: [
      { type: 'header', text: plain(`${state} · ${branch}`, 150) },
      { type: 'section', fields: shown.map(([label, value]) => plain(`${label}\n${value}`, 2000)) },
      ...pullRequestLink(card.forge),
      ...ciDetails(card),
      { type: 'context', elements: [{ type: 'mrkdwn', text: `Updated ${date(card.updatedAt)}` }] },
    ],
  };
}

/** At most eight, so that with branch and repository there are never more than Slack's ten fields. */
function factsOf(card: Card): (readonly [string, string])[] {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ...branchFacts(card),
    ['CI', ciFact(card)],
    ['On it', card.claim && `${card.claim.by.name} is on it`],
  ];
  return facts.flatMap(([label, value]) => (value === undefined ? [] : [[label, value] as const]));
}

/** Each reader sees their own time zone. https://docs.slack.dev/messaging/formatting-message-text/#date-formatting */
function date(at: number): string {
  const fallback = new Date(Math.min(at, 8.64e15)).toISOString().slice(0, 16).replace('T', ' ');
  return `<!date^${Math.floor(at / 1000)}^{date_short_pretty} at {time}|${fallback} UTC>`;
}
