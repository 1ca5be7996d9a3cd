import { cut } from '../../messages/cut.ts';
import type { Button } from '../../../../protocol/model/button.ts';
import { presentDeeds } from '../../../../protocol/model/done.ts';
import type { Card, Deed } from '../../../../protocol/model/card.ts';
import { type Health, health, latestRuns } from '../../../../protocol/model/health.ts';
import type { Action, Attachment } from './attachment.ts';
import { escape, inlineCode, inOneLine, linkTo } from './escape.ts';
import { ciFact, jobs, why } from './render-card-ci.ts';
import { branchFacts } from './render-card-facts.ts';

type Run = Extract<Button, { readonly type: 'run' }>;

type Standing = Health | 'asked' | 'merged' | 'closed';

const marks: Readonly<Record<Standing, string>> = {
  failing: '✗ Failing',
  running: '◔ Running',
  passing: '✓ Passing',
  unknown: '○ Not known',
  asked: '◷ Approval asked',
  merged: '✓ Merged',
  closed: '○ Closed',
};
const colours: Readonly<Record<Standing, string>> = {
  failing: '#d24b4e',
  running: '#f5ab00',
  passing: '#3db887',
  unknown: '#8d8e94',
  asked: '#f5ab00',
  merged: '#8957e5',
  closed: '#8d8e94',
};

/**
 * A card as one attachment, so that showing another state of it never marks the post as edited. `action` makes a button that can be pressed;
 * where it makes none, the card says what to type, to the bot of this name.
 */
export function renderCard(
  card: Card,
  buttons: readonly Button[],
  action: (button: Run) => Action | undefined,
  bot: string,
): Attachment {
  const { repository, branch } = card.key;
  const state = standing(card);
  const runs = buttons.flatMap((button) => (button.type === 'run' ? [{ button, action: action(button) }] : []));
  const typed = runs.flatMap((each) => (each.action ? [] : [toType(each.button, bot)]));
  const parts = [
    jobs(card),
    why(card),
    presentDeeds(card).map(deed).join('\n'),
    typed.join('\n'),
    buttons.flatMap((button) => (button.type === 'open' ? (linkTo(button.url, button.label) ?? []) : [])).join(' · '),
  ];
  return {
    fallback: escape(`${marks[state]}: ${inOneLine(branch)} in ${inOneLine(repository)}`),
    color: colours[state],
    title: escape(`${marks[state]} · ${inOneLine(branch)}`),
    text: parts.filter((part) => part !== '').join('\n\n'),
    fields: factsOf(card),
    actions: runs.flatMap((each) => each.action ?? []),
    footer: `Updated ${date(card.updatedAt)}`,
  };
}

/** What has ended for good, and what waits for people, says more than how CI stands. */
function standing(card: Card): Standing {
  const pull = card.forge?.pullRequest;
  if (card.forge?.merged || pull?.state === 'merged') return 'merged';
  if (pull?.state === 'closed') return 'closed';
  const state = health(card);
  const asked = latestRuns(card.ci).some(({ gates = [] }) => gates.some(({ until }) => until === undefined));
  return state === 'running' && asked ? 'asked' : state;
}

function factsOf(card: Card): Attachment['fields'] {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Repository', escape(inOneLine(card.key.repository))],
    ...branchFacts(card),
    ['CI', ciFact(card)],
    ['On it', card.claim && escape(`${inOneLine(card.claim.by.name)} is on it`)],
  ];
  return facts.flatMap(([title, value]) =>
    value === undefined || value === '' ? [] : [{ title, value, short: value.length <= 60 && !value.includes('\n') }],
  );
}

function deed({ by, did, at, ok }: Deed): string {
  const words = `${inOneLine(by.name)} ${inOneLine(did)}`;
  return `${escape(ok ? words : `${words}, which was refused`)} (${date(at)})`;
}

const toType = ({ label, line }: Run, bot: string): string =>
  `${escape(cut(inOneLine(label), 75))}: ${inlineCode(`@${bot} ${line}`)}`;

const date = (at: number): string =>
  `${new Date(Math.min(at, 8.64e15)).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
