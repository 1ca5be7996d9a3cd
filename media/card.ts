import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Card, Claim, Deed } from '../protocol/model/card.ts';
import type { CiRun } from '../protocol/model/run.ts';
import type { WorkFact } from '../protocol/model/work.ts';
import { health, latestRuns } from '../protocol/model/health.ts';
import { presentDeeds } from '../protocol/model/done.ts';
import { cardStyles } from './card-styles.ts';
import { claimWords, deedWords, laggards, sinceWords } from './ci-words.ts';
import { deploymentWords } from './forge-words.ts';
import { healthMarks, icon, type IconName, mark } from './icons.ts';
import { link } from './link.ts';
import { pullRequestRow } from './pull-request.ts';
import { may, noRights, quoted, type Rights, startLine } from './rights.ts';
import { actions, base, marks } from './styles.ts';
import { age, asOf, type Calendar, createCalendar } from './time.ts';
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
import { t } from './l10n.ts';

const olderRuns = 3;
/** One and the same, so that no run is drawn again for it. */
const noDeeds: Deed[] = [];

/** A branch: its health in one line, and when opened all that its sources said. */
export class CardElement extends LitElement {
  static override properties = {
    card: { attribute: false },
    now: { attribute: false },
    asOf: { attribute: false },
    here: { type: Boolean, reflect: true },
    open: { type: Boolean, reflect: true },
    rights: { attribute: false },
    calendar: { attribute: false },
  };
  declare card: Card | undefined;
  declare now: number;
  /** Until when this was known to be true, where it may not be any more. */
  declare asOf: number | undefined;
  /** It is the branch that is checked out in this editor. */
  declare here: boolean;
  declare open: boolean;
  /** What its reader may run. */
  declare rights: Rights;
  declare calendar: Calendar;

  constructor() {
    super();
    this.rights = noRights;
    this.calendar = createCalendar();
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
      this.here ? t('this branch') : '',
      repositoryName(repository),
      workers(card).join(', '),
      card.claim
        ? card.claim.by.id === this.rights.me
          ? t('you are on it')
          : t('{0} is on it', card.claim.by.name)
        : '',
      this.#freshness(card),
    ].filter((each) => each !== '');
    return html`
      <h3>
        <button class="summary" type="button" aria-expanded=${this.open ? 'true' : 'false'} @click=${toggle}>
          ${icon(this.open ? 'chevron-down' : 'chevron-right')} ${mark(healthMarks[state])}
          <span class="branch name">${branch}</span>
          <span class="sub quiet"><span class="health">${t(healthWords[state])}</span> · ${said.join(' · ')}</span>
        </button>
      </h3>
      ${this.open ? this.#details(card) : nothing}
    `;
  }

  #freshness(card: Card): string {
    const times = laggards(card, this.rights.sources ?? []).flatMap((each) => each.asOf ?? []);
    const oldest = Math.min(...times, this.asOf ?? Number.POSITIVE_INFINITY);
    return Number.isFinite(oldest) ? asOf(oldest, this.now) : age(card.updatedAt, this.now);
  }

  #details(card: Card): TemplateResult {
    const { forge } = card;
    return html`
      <div class="details">
        ${card.claim ? this.#claim(card, card.claim) : nothing}
        <dl>${fact('git-pull-request', t('Pull request'), pullRequestRow(card))}</dl>
        ${this.#runs(card)}
        ${presentDeeds(card).length > 0 ? this.#deeds(presentDeeds(card)) : nothing}
        ${forge?.checks ? html`<shiproom-checks .checks=${forge.checks}></shiproom-checks>` : nothing}
        <dl>
          ${(forge?.deployments ?? []).map((each) => fact('rocket', t('Deployment'), each.url === undefined ? deploymentWords(each, this.now) : link(each.url, deploymentWords(each, this.now))))}
          ${forge ? fact('git-branch', t('Base branch'), baseWords(forge)) : nothing}
          ${card.work.map((work) => this.#work(work, card.work.length > 1))}
        </dl>
        ${this.#actions(card)}
      </div>
    `;
  }

  #claim({ key }: Card, claim: Claim): TemplateResult {
    const mine = claim.by.id === this.rights.me;
    const name = mine ? t('Release') : t('Take Over');
    const label = mine ? t('Release {0}', key.branch) : t('Take Over {0}', key.branch);
    const line = `${mine ? 'release' : 'claim'} ${quoted(key.branch)}`;
    const act = () => wish(this, { type: 'run', line, about: key });
    const can = may(this.rights, mine ? 'release' : 'claim');
    return html`
      <div class="claim">
        ${icon('person')}<span class="name">${claimWords(claim, this.rights.me, this.now, this.calendar)}</span>
        ${can ? html`<button class="text" type="button" aria-label=${label} @click=${act}>${name}</button>` : nothing}
      </div>
    `;
  }

  /** What was done by a command or a button, here or in a chat. */
  #deeds(deeds: readonly Deed[]): TemplateResult {
    const row = (deed: Deed) => html`<li>
      ${icon(deed.ok ? 'check' : 'circle-slash')}
      <span>
        <span class="name">${deedWords(deed, this.rights.me)}</span> ·
        <time title=${this.calendar.full(deed.at)}>${sinceWords(deed.at, this.now, this.calendar)}</time>
      </span>
    </li>`;
    return html`<ul class="deeds quiet" aria-label=${t('What was done')}>${deeds.map(row)}</ul>`;
  }

  #runs(card: Card): TemplateResult {
    const latest = latestRuns(card.ci);
    const older = card.ci.filter((run) => !latest.includes(run)).slice(0, olderRuns);
    const silent =
      card.ci.length === 0 ? laggards(card, this.rights.sources ?? []).filter((each) => each.state === 'failing') : [];
    const none = silent[0]
      ? t('Whether CI ran is not known: {0} cannot be asked', silent[0].name)
      : t('CI has not run yet');
    return html`
      <div class="runs">
        ${latest.length === 0 ? html`<p class="quiet">${icon('circle-outline')} ${none}</p>` : nothing}
        ${repeat(latest, runKey, (run) => this.#run(card, run, false))}
        ${repeat(older, runKey, (run) => this.#run(card, run, true))}
      </div>
    `;
  }

  #work(work: WorkFact, several: boolean): TemplateResult {
    const by = several ? `${work.by.name}: ` : '';
    const commit = `${upstreamWords(work)} · ${changeWords(work.changes)}`;
    return html`
      ${fact('git-commit', t('Commit'), html`${by}<span class="mono">${short(work.head)}</span> · ${commit}`)}
      ${several && !work.tests ? nothing : fact('beaker', t('Local tests'), by + localTestWords(work, this.now))}
    `;
  }

  #run(card: Card, run: CiRun, brief: boolean): TemplateResult {
    return html`<shiproom-run
      .run=${run}
      .about=${card.key}
      .head=${card.forge?.head ?? card.work[0]?.head}
      .base=${card.forge?.base}
      .now=${this.now}
      .calendar=${this.calendar}
      .brief=${brief}
      .rights=${this.rights}
      .deeds=${card.deeds ?? noDeeds}
    ></shiproom-run>`;
  }

  #actions(card: Card): TemplateResult {
    const { key } = card;
    const start = startLine(this.rights);
    const run = (line: string) => () => wish(this, { type: 'run', line, about: key });
    const write = () => wish(this, { type: 'write-about', key });
    const thread = () => wish(this, { type: 'narrow', about: key });
    const claimable = health(card) === 'failing' && !card.claim && may(this.rights, 'claim');
    return html`
      <div class="buttons">
        ${claimable ? html`<button type="button" class="button" aria-label=${t('I’m on it: {0}', key.branch)} @click=${run(`claim ${quoted(key.branch)}`)}>${t('I’m On It')}</button>` : nothing}
        ${start === undefined ? nothing : html`<button type="button" class="button secondary" @click=${run(start)}>${t('Run CI')}</button>`}
        <button type="button" class="button secondary" aria-label=${t('Show thread of {0}', key.branch)} @click=${thread}>${t('Show Thread')}</button>
        <button type="button" class="button secondary" @click=${write}>${t('Write About This Branch')}</button>
      </div>
    `;
  }

  static override styles = [base, marks, actions, cardStyles];
}

const runKey = ({ run }: CiRun): string => run;

/** One fact under a name that the icon stands for. */
const fact = (name: IconName, label: string, value: string | TemplateResult): TemplateResult => html`
  <div class="fact">
    <dt title=${label}>${icon(name)}<span class="unseen">${label}</span></dt>
    <dd>${value}</dd>
  </div>
`;
