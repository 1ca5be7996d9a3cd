import * as vscode from 'vscode';
import type { Situation } from '../situation.ts';
import { statusItem } from './status-model.ts';
import type { Time } from './words.ts';

/** The one item of the status bar; a click shows the view Now, or takes the next step. */
export interface StatusBar {
  show(situation: Situation): void;
  dispose(): void;
}

export function createStatusBar(time: Time): StatusBar {
  const item = vscode.window.createStatusBarItem('status', vscode.StatusBarAlignment.Left, 50);
  item.name = 'Shiproom';
  return {
    show(situation) {
      const now = statusItem(situation, time);
      if (!now) return item.hide();
      item.text = now.text;
      item.command = now.command;
      item.tooltip = now.tooltip;
      item.accessibilityInformation = { label: now.spoken, role: 'button' };
      item.show();
    },
    dispose: () => item.dispose(),
  };
}
