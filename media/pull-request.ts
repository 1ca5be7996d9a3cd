import { html, nothing, type TemplateResult } from 'lit';
import type { Card } from '../protocol/model/card.ts';
import type { PullRequest, Review } from '../protocol/model/pull-request.ts';
import { type Wait, waitsFor } from '../protocol/model/waits.ts';
import { isOpen, pullRequestWords, reviewWords } from './forge-words.ts';
import { icon, type IconName, mark, reviewMarks } from './icons.ts';
import { link } from './link.ts';
import { filled, t } from './l10n.ts';

/** The pull request's lines; absent where no forge with pull requests is connected, null where one is and the branch has none. */
export function pullRequestRow(card: Card): string | TemplateResult {
  const pull = card.forge?.pullRequest;
  if (pull === undefined) return t('No forge connected');
  if (pull === null) return t('No pull request');
  const { number, title, url, author } = pull;
  return html`
    ${link(url, `#${number} ${title}`)} · <span class="state">${pullRequestWords(pull)}</span>
    ${author === undefined ? nothing : html`<span class="quiet"> · ${filled(t('by {0}'), html`<bdi>${`@${author}`}</bdi>`)}</span>`}
    ${reviews(pull)}
    ${isOpen(pull) ? waits(waitsFor(card, t), pull) : nothing}
  `;
}

function reviews({ reviews: said = [], requested = [] }: PullRequest): TemplateResult | typeof nothing {
  if (said.length === 0 && requested.length === 0) return nothing;
  const asked = requested.filter((each) => !said.some(({ by }) => by === each));
  return html`
    <ul class="chips" aria-label=${t('Reviews')}>
      ${said.map(review)}
      ${asked.map((who) => html`<li class="chip" title=${t('{0} was asked for a review', `@${who}`)}>${icon('circle-outline')}<bdi>${`@${who}`}</bdi><span class="unseen">${t('was asked')}</span></li>`)}
    </ul>
  `;
}

function review(said: Review): TemplateResult {
  const who = `@${said.by}`;
  const words = reviewWords(said);
  return html`
    <li class="chip" title=${`${who}: ${words}`}>
      ${mark(reviewMarks[said.state])}<bdi>${who}</bdi><span class="unseen">${words}</span>
    </li>
  `;
}

const waitIcons: Record<Wait['for'], IconName> = { person: 'person', machine: 'watch', unknown: 'question' };

function waits(all: readonly Wait[], { unresolvedThreads }: PullRequest): TemplateResult {
  const untold: Wait[] =
    unresolvedThreads === undefined
      ? [{ kind: 'threads', for: 'unknown', words: t('Whether threads are unresolved is not known') }]
      : [];
  const shown = [...all, ...untold];
  if (shown.length === 0)
    return html`<div class="ready">${icon('check', { good: true })}<span>${t('Waits for nothing: it may be merged')}</span></div>`;
  return html`
    <div class="waits">
      <span class="quiet">${t('Waits for:')}</span>
      <ul aria-label=${t('What it waits for')}>
        ${shown.map((each) => html`<li class=${each.for === 'unknown' ? 'quiet' : ''}>${icon(waitIcons[each.for])}<span dir="auto">${each.words}</span></li>`)}
      </ul>
    </div>
  `;
}
