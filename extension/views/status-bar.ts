import * as vscode from 'vscode';
import { viewId } from '../contributions.ts';
import type { Situation } from '../situation.ts';
import { statusItem } from './status-model.ts';

/** The one item of the status bar; a click shows the view Now. */
export interface StatusBar {
  show(situation: Situation): void;
  dispose(): void;
}

export function createStatusBar(): StatusBar {
  const item = vscode.window.createStatusBarItem('status', vscode.StatusBarAlignment.Left, 50);
  item.name = 'Shiproom';
  item.command = `${viewId('now')}.focus`;
  return {
    show(situation) {
      const now = statusItem(situation);
      if (!now) return item.hide();
      item.text = now.text;
      item.tooltip = now.tooltip;
      item.accessibilityInformation = { label: now.spoken, role: 'button' };
      item.show();
    },
    dispose: () => item.dispose(),
  };
}
