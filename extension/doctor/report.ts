import * as vscode from 'vscode';
import type { Finding, Hop } from './finding.ts';

/** How a hop was found, in one word. */
export const stateWord = (state: Finding['state']): string => words[state]();

const words: Readonly<Record<Finding['state'], () => string>> = {
  passed: () => vscode.l10n.t('in order'),
  warned: () => vscode.l10n.t('take notice'),
  failed: () => vscode.l10n.t('fails'),
  skipped: () => vscode.l10n.t('not tried'),
};

/** All that was found, to be pasted where somebody is asked for help. It names no branch and holds no secret. */
export function reportOf(hops: readonly Hop[], versions: readonly string[]): string {
  const lines = hops.map(({ name, state, words: said }) => `- ${name} (${stateWord(state)}): ${said}`);
  return [vscode.l10n.t('Shiproom Doctor'), ...versions, '', ...lines, ''].join('\n');
}
