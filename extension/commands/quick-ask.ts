import * as vscode from 'vscode';
import { fieldText } from '../views/words.ts';
import type { Ask, Place, Question } from './ask-all.ts';

type Said = Awaited<ReturnType<Ask>>;
type Choice = vscode.QuickPickItem & { readonly value: string };

/** Asks by VS Code's quick inputs, with a button to go back from the second step on. */
export const quickAsk =
  (title: string): Ask =>
  (question, place) =>
    new Promise((resolve) => {
      const input = question.choices ? pick(question, resolve) : type(question, resolve);
      input.title = title;
      if (place.of > 1) Object.assign(input, { step: place.step, totalSteps: place.of });
      input.ignoreFocusOut = true;
      input.buttons = place.step > 1 ? [vscode.QuickInputButtons.Back] : [];
      leave(input, place, resolve);
      input.show();
    });

function pick({ choices = [], prompt, value }: Question, resolve: (said: Said) => void): vscode.QuickPick<Choice> {
  const input = vscode.window.createQuickPick<Choice>();
  input.placeholder = prompt;
  input.items = [...choices];
  input.activeItems = input.items.filter((item) => item.value === value);
  input.onDidAccept(() => {
    const [picked] = input.selectedItems;
    if (!picked) return;
    resolve({ answer: picked.value });
    input.hide();
  });
  return input;
}

function type({ prompt, value, judge }: Question, resolve: (said: Said) => void): vscode.InputBox {
  const input = vscode.window.createInputBox();
  input.prompt = fieldText(prompt);
  input.value = value ?? '';
  const check = (text: string): boolean => {
    const wrong = judge?.(text);
    input.validationMessage = wrong === undefined ? undefined : fieldText(wrong);
    return wrong === undefined;
  };
  input.onDidChangeValue(check);
  input.onDidAccept(() => {
    if (!check(input.value)) return;
    resolve({ answer: input.value });
    input.hide();
  });
  return input;
}

/** The ways out of a question that answer it not. Hiding settles what is still open. */
function leave(
  input: vscode.QuickPick<Choice> | vscode.InputBox,
  { step }: Place,
  resolve: (said: Said) => void,
): void {
  input.onDidTriggerButton(() => {
    if (step > 1) resolve('back');
    input.hide();
  });
  input.onDidHide(() => {
    resolve(undefined);
    input.dispose();
  });
}
