import type * as vscode from 'vscode';
import { keep } from './vscode-values.ts';

/** A quick input as the extension has filled it in. */
export interface QuickInput {
  title: string;
  prompt?: string;
  placeholder?: string;
  value: string;
  step?: number;
  totalSteps?: number;
  buttons: readonly unknown[];
  validationMessage?: unknown;
  items?: readonly vscode.QuickPickItem[];
  activeItems?: readonly vscode.QuickPickItem[];
  selectedItems?: readonly vscode.QuickPickItem[];
}

/** The user's side: the words of a choice, a typed text, `←` for the button that goes back; undefined closes. */
type Asked = (input: QuickInput, choices: readonly string[] | undefined) => string | undefined;
type Happening = 'accept' | 'hide' | 'button' | 'value';

/** VS Code's quick inputs, answered as soon as they are shown. What a validation refuses is asked again. */
export function quickInputs({ ask }: { ask: Asked }) {
  const create = (pick: boolean) => {
    const hears: Record<Happening, ((value: unknown) => unknown)[]> = { accept: [], hide: [], button: [], value: [] };
    const on = (what: Happening) => (listener: (value: unknown) => unknown) => void hears[what].push(listener);
    const tell = (what: Happening, value?: unknown) => hears[what].forEach((listener) => listener(value));
    const kept = keep('quick input');
    let open = true;
    const hide = (): void => {
      if (!open) return;
      open = false;
      tell('hide');
    };
    const show = (): void => {
      const said = ask(input, pick ? (input.items ?? []).map(({ label }) => label) : undefined);
      if (said === undefined) return hide();
      if (said === '←') return tell('button', input.buttons[0]);
      if (pick) input.selectedItems = (input.items ?? []).filter(({ label }) => label === said);
      else {
        input.value = said;
        tell('value', said);
      }
      tell('accept');
      if (open) show();
    };
    const input: QuickInput = { title: '', value: '', buttons: [] };
    return Object.assign(input, {
      onDidAccept: on('accept'),
      onDidHide: on('hide'),
      onDidTriggerButton: on('button'),
      onDidChangeValue: on('value'),
      show,
      hide,
      dispose: kept.dispose,
    });
  };
  return { createQuickPick: () => create(true), createInputBox: () => create(false) };
}
