import { html, nothing, type TemplateResult } from 'lit';
import type { Card } from '../protocol/model/card.ts';
import type { PullRequest, Review } from '../protocol/model/pull-request.ts';
import { type Wait, waitsFor } from '../protocol/model/waits.ts';
import { isOpen, reviewWords } from './forge-words.ts';
import { icon, type IconName, mark, reviewMarks } from './icons.ts';
import { link } from './link.ts';

/** The pull request's lines; absent where no forge with pull requests is connected, null where one is and the branch has none. */
export function pullRequestRow(card: Card): string | TemplateResult {
  const pull = card.forge?.pullRequest;
  if (pull === undefined) return 'No forge connected';
  if (pull === null) return 'No pull request';
  const { number, title, url, state, author } = pull;
  return html`
    ${link(url, `#${number} ${title}`)} · <span class="state">${state}</span>
    ${author === undefined ? nothing : html`<span class="quiet"> · by <bdi>${`@${author}`}</bdi></span>`}
    ${reviews(pull)}
    ${isOpen(pull) ? waits(waitsFor(card), pull) : nothing}
  `;
}

function reviews({ reviews: said = [], requested = [] }: PullRequest): TemplateResult | typeof nothing {
  if (said.length === 0 && requested.length === 0) return nothing;
  const asked = requested.filter((each) => !said.some(({ by }) => by === each));
  return html`
    <ul class="chips" aria-label="Reviews">
      ${said.map(review)}
      ${asked.map((who) => html`<li class="chip" title=${`@${who} was asked for a review`}>${icon('circle-outline')}<bdi>${`@${who}`}</bdi><span class="unseen">was asked</span></li>`)}
    </ul>
  `;
}

const review = ({ by, state }: Review): TemplateResult => html`
  <li class="chip" title=${`@${by} ${reviewWords[state]}`}>
    ${mark(reviewMarks[state])}<bdi>${`@${by}`}</bdi><span class="unseen">${reviewWords[state]}</span>
  </li>
`;

const waitIcons: Record<Wait['for'], IconName> = { person: 'person', machine: 'watch', unknown: 'question' };

function waits(all: readonly Wait[], { unresolvedThreads }: PullRequest): TemplateResult {
  const untold: Wait[] =
    unresolvedThreads === undefined ? [{ kind: 'threads', for: 'unknown', words: unknownThreads }] : [];
  const shown = [...all, ...untold];
  if (shown.length === 0)
    return html`<div class="ready">${icon('check', { good: true })}<span>Waits for nothing: it may be merged</span></div>`;
  return html`
    <div class="waits">
      <span class="quiet">Waits for:</span>
      <ul aria-label="What it waits for">
        ${shown.map((each) => html`<li class=${each.for === 'unknown' ? 'quiet' : ''}>${icon(waitIcons[each.for])}<span dir="auto">${each.words}</span></li>`)}
      </ul>
    </div>
  `;
}

const unknownThreads = 'Whether threads are unresolved is not known';
