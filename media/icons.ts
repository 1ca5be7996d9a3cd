import { html, type TemplateResult } from 'lit';
import { type ClassInfo, classMap } from 'lit/directives/class-map.js';
import type { Review } from '../protocol/model/pull-request.ts';
import type { CiState } from '../protocol/model/run.ts';
import type { Turn } from '../protocol/model/entry.ts';
import type { Health } from '../protocol/model/health.ts';

/** The codicons in use. Glyphs, not class names, because the font's style sheet does not reach into shadow roots. */
export const glyphs = {
  account: '\ueb99',
  'arrow-down': '\uea9a',
  'arrow-up': '\ueaa1',
  beaker: '\uea79',
  check: '\ueab2',
  'chevron-down': '\ueab4',
  'chevron-right': '\ueab6',
  'circle-outline': '\ueabc',
  'circle-slash': '\ueabd',
  clockface: '\uec75',
  close: '\uea76',
  comment: '\uea6b',
  copy: '\uebcc',
  'debug-disconnect': '\uead0',
  'debug-stop': '\uead7',
  diff: '\ueae1',
  edit: '\uea73',
  error: '\uea87',
  eye: '\uea70',
  filter: '\ueaf1',
  'git-branch': '\uec6f',
  'git-commit': '\ueafc',
  'git-pull-request': '\uea64',
  'go-to-file': '\uea94',
  history: '\uea82',
  hubot: '\ueb08',
  'link-external': '\ueb14',
  loading: '\ueb19',
  output: '\ueb9d',
  'pass-filled': '\uebb3',
  person: '\uea67',
  play: '\ueb2c',
  plug: '\ueb2d',
  question: '\ueb32',
  refresh: '\ueb37',
  'request-changes': '\ueb43',
  rocket: '\ueb44',
  send: '\uec0f',
  shield: '\ueb53',
  skip: '\uec6a',
  sync: '\uea77',
  trash: '\uea81',
  warning: '\uea6c',
  watch: '\ueb7c',
} as const;

export type IconName = keyof typeof glyphs;

/** An icon that words stand beside, so that it says nothing to a screen reader by itself. */
export const icon = (name: IconName, classes: ClassInfo = {}): TemplateResult =>
  html`<span class=${classMap({ codicon: true, ...classes })} aria-hidden="true">${glyphs[name]}</span>`;

interface Mark {
  readonly icon: IconName;
  /** A class of `marks` in styles.ts: the colour, and whether it turns. */
  readonly tone: 'good' | 'bad' | 'busy' | 'quiet' | 'warn';
}

export const healthMarks: Record<Health, Mark> = {
  failing: { icon: 'error', tone: 'bad' },
  running: { icon: 'sync', tone: 'busy' },
  passing: { icon: 'pass-filled', tone: 'good' },
  unknown: { icon: 'circle-outline', tone: 'quiet' },
};

export const ciMarks: Record<CiState, Mark> = {
  queued: { icon: 'clockface', tone: 'quiet' },
  waiting: { icon: 'watch', tone: 'warn' },
  'setting-up': { icon: 'sync', tone: 'busy' },
  running: { icon: 'sync', tone: 'busy' },
  passed: { icon: 'pass-filled', tone: 'good' },
  failed: { icon: 'error', tone: 'bad' },
  'setup-failed': { icon: 'error', tone: 'bad' },
  cancelled: { icon: 'circle-slash', tone: 'quiet' },
  'timed-out': { icon: 'error', tone: 'bad' },
  interrupted: { icon: 'warning', tone: 'warn' },
  skipped: { icon: 'skip', tone: 'quiet' },
};

export const turnMarks: Record<Turn, Mark> = {
  red: { icon: 'error', tone: 'bad' },
  fixed: { icon: 'pass-filled', tone: 'good' },
  interrupted: { icon: 'warning', tone: 'warn' },
  'approval-asked': { icon: 'shield', tone: 'warn' },
  'review-asked': { icon: 'eye', tone: 'quiet' },
  ended: { icon: 'circle-outline', tone: 'quiet' },
};

export const reviewMarks: Record<Review['state'], Mark> = {
  approved: { icon: 'check', tone: 'good' },
  'changes-requested': { icon: 'request-changes', tone: 'bad' },
  commented: { icon: 'comment', tone: 'quiet' },
  dismissed: { icon: 'circle-slash', tone: 'quiet' },
};

/** The icon of a state; its words stand beside it. */
export const mark = (of: Mark): TemplateResult => icon(of.icon, { [of.tone]: true });
