import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Card } from '../protocol/model/card.ts';
import type { ForgeFact, PullRequest } from '../protocol/model/pull-request.ts';
import type { WorkFact } from '../protocol/model/work.ts';
import { health } from '../protocol/model/health.ts';
import { cardStyles } from './card-styles.ts';
import { healthMarks, icon, type IconName, mark, pullRequestTones } from './icons.ts';
import { link } from './link.ts';
import { actions, base, marks } from './styles.ts';
import { age, asOf } from './time.ts';
import {
  baseWords,
  changeWords,
  healthWords,
  localTestWords,
  repositoryName,
  short,
  upstreamWords,
  workers,
} from './words.ts';
import { wish } from './wish.ts';

const shownRuns = 4;

/** A branch: its health in one line, and when opened all that its sources said. */
export class CardElement extends LitElement {
  static override properties = {
    card: { attribute: false },
    now: { attribute: false },
    asOf: { attribute: false },
    here: { type: Boolean, reflect: true },
    open: { type: Boolean, reflect: true },
    can: { attribute: false },
  };
  declare card: Card | undefined;
  declare now: number;
  /** Until when this was known to be true, where it may not be any more. */
  declare asOf: number | undefined;
  /** It is the branch that is checked out in this editor. */
  declare here: boolean;
  declare open: boolean;
  /** The names of the commands that its reader may run. */
  declare can: ReadonlySet<string>;

  constructor() {
    super();
    this.can = new Set();
    this.now = 0;
  }

  override render(): TemplateResult | typeof nothing {
    const { card } = this;
    if (!card) return nothing;
    const state = health(card);
    const { branch, repository } = card.key;
    const toggle = () => {
      this.dispatchEvent(new Event('toggle'));
    };
    const said = [
      this.here ? 'this branch' : '',
      repositoryName(repository),
      workers(card).join(', '),
      this.#freshness(card),
    ].filter((each) => each !== '');
    return html`
      <h3>
        <button class="summary" type="button" aria-expanded=${this.open ? 'true' : 'false'} @click=${toggle}>
          ${icon(this.open ? 'chevron-down' : 'chevron-right')} ${mark(healthMarks[state])}
          <span class="branch name">${branch}</span>
          <span class="sub quiet"><span class="health">${healthWords[state]}</span> · ${said.join(' · ')}</span>
        </button>
      </h3>
      ${this.open ? this.#details(card) : nothing}
    `;
  }

  #freshness(card: Card): string {
    if (this.asOf === undefined) return age(card.updatedAt, this.now);
    return asOf(this.asOf, this.now);
  }

  #details(card: Card): TemplateResult {
    const [newest, ...older] = card.ci.slice(0, shownRuns);
    return html`
      <div class="details">
        <div class="runs">
          ${newest ? this.#run(card, newest, false) : html`<p class="quiet">${icon('circle-outline')} CI has not run yet</p>`}
          ${older.map((run) => this.#run(card, run, true))}
        </div>
        <dl>
          ${card.claim ? fact('account', 'Claimed', `Claimed by ${card.claim.by.name}, ${age(card.claim.at, this.now)}`) : nothing}
          ${card.work.map((work) => this.#work(work, card.work.length > 1))}
          ${card.forge ? forgeRows(card.forge) : fact('git-pull-request', 'Pull request', 'No forge connected')}
        </dl>
        ${this.#actions(card)}
      </div>
    `;
  }

  #work(work: WorkFact, several: boolean): TemplateResult {
    const by = several ? `${work.by.name}: ` : '';
    const commit = `${upstreamWords(work)} · ${changeWords(work.changes)}`;
    return html`
      ${fact('git-commit', 'Commit', html`${by}<span class="mono">${short(work.head)}</span> · ${commit}`)}
      ${several && !work.tests ? nothing : fact('beaker', 'Local tests', by + localTestWords(work, this.now))}
    `;
  }

  #run(card: Card, run: Card['ci'][number], brief: boolean): TemplateResult {
    return html`<shiproom-run
      .run=${run}
      .about=${card.key}
      .head=${card.work[0]?.head}
      .now=${this.now}
      .brief=${brief}
      .cancellable=${this.can.has('ci cancel')}
    ></shiproom-run>`;
  }

  #actions({ key }: Card): TemplateResult {
    const run = () => wish(this, { type: 'run', line: 'ci run', about: key });
    const write = () => wish(this, { type: 'write-about', key });
    return html`
      <div class="buttons">
        ${this.can.has('ci run') ? html`<vscode-button secondary @click=${run}>Run CI</vscode-button>` : nothing}
        <vscode-button secondary @click=${write}>Write About This Branch</vscode-button>
      </div>
    `;
  }

  static override styles = [base, marks, actions, cardStyles];
}

/** One fact under a name that the icon stands for. */
const fact = (name: IconName, label: string, value: string | TemplateResult): TemplateResult => html`
  <div class="fact">
    <dt title=${label}>${icon(name)}<span class="unseen">${label}</span></dt>
    <dd>${value}</dd>
  </div>
`;

const forgeRows = (forge: ForgeFact): TemplateResult => html`
  ${fact('git-branch', 'Base branch', baseWords(forge))}
  ${fact('git-pull-request', 'Pull request', pullRequestRow(forge.pullRequest))}
`;

/** Absent where no forge with pull requests is connected; null where one is and the branch has none. */
function pullRequestRow(pullRequest: PullRequest | null | undefined): string | TemplateResult {
  if (pullRequest === undefined) return 'No forge connected';
  if (pullRequest === null) return 'No pull request';
  const { number, title, url, state } = pullRequest;
  return html`${link(url, `#${number} ${title}`)} · <span class=${pullRequestTones[state]}>${state}</span>`;
}
