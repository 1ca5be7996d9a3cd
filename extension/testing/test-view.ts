import * as vscode from 'vscode';
import { runName } from '../../protocol/model/health.ts';
import { rowText } from '../views/words.ts';
import { lineOf, messageOf, type Placed, signatureOf, uriOf } from './placed.ts';
import { type TestNode, testTree } from './test-tree.ts';

/** Failing tests of CI in VS Code's Testing view. */
export interface TestView {
  /** `settled`: nothing is half typed, so that results may be said anew where only their places have changed. */
  show(failures: readonly Placed[], settled: boolean): void;
  /** Those of these items, and of all below them, that are tests; all of the view where none are given. */
  under(items: readonly vscode.TestItem[] | undefined): readonly TestOfView[];
  readonly controller: vscode.TestController;
  dispose(): void;
}

export interface TestOfView {
  readonly item: vscode.TestItem;
  readonly placed: Placed;
}

/** Leaves alone what has not changed: items keep their ids, and with them what is folded, over runs and edits. */
export function createTestView(): TestView {
  const controller = vscode.tests.createTestController('shiproom.ci', vscode.l10n.t('CI (Shiproom)'));
  const tests = new Map<string, TestOfView>();
  let drawn = '';
  let said = '';
  let runs = '';

  const draw = (nodes: readonly TestNode[], into: vscode.TestItemCollection): void => {
    const wanted = new Set(nodes.map(({ id }) => id));
    for (const gone of Array.from(into, ([id]) => id).filter((id) => !wanted.has(id))) into.delete(gone);
    for (const node of nodes) {
      const old = into.get(node.id);
      // An item cannot change its file.
      const item =
        old && old.uri?.toString() === node.uri?.toString()
          ? old
          : controller.createTestItem(node.id, node.label, node.uri);
      dress(item, node);
      draw(node.children, item.children);
      if (item !== old) into.add(item);
      if (node.placed) tests.set(node.id, { item, placed: node.placed });
    }
  };

  return {
    controller,
    show(failures, settled) {
      const [now, of] = [
        failures.map(signatureOf).join('\n'),
        failures.map(({ failure }) => runKey(failure)).join('\n'),
      ];
      if (now !== drawn) {
        tests.clear();
        draw(testTree(failures), controller.items);
        drawn = now;
      }
      if (now === said || (of === runs && !settled)) return;
      [said, runs] = [now, of];
      if (tests.size > 0) tell(controller, [...tests.values()]);
    },
    under: (items) => [...tests.values()].filter(({ item }) => !items || items.some((each) => holds(each, item))),
    dispose: () => controller.dispose(),
  };
}

/** What of a failure makes it another one: all but its place. */
const runKey = ({ path, run, test }: Placed['failure']): string =>
  JSON.stringify([path, run.run, run.attempt, test.message]);

function dress(item: vscode.TestItem, { label, placed }: TestNode): void {
  if (item.label !== label) item.label = label;
  const line = placed && lineOf(placed);
  if (item.range?.start.line === line) return;
  item.range = line === undefined ? undefined : new vscode.Range(line, 0, line, 0);
}

function holds(outer: vscode.TestItem, item: vscode.TestItem): boolean {
  for (let each: vscode.TestItem | undefined = item; each; each = each.parent) if (each === outer) return true;
  return false;
}

const longest = 2_000;

/** Says the results of CI, without taking the focus or opening anything, and without keeping them: the bridge does. */
function tell(controller: vscode.TestController, tests: readonly TestOfView[]): void {
  const items = tests.map(({ item }) => item);
  const names = new Set(tests.map(({ placed }) => rowText(runName(placed.failure.run))));
  const request = new vscode.TestRunRequest(items, undefined, undefined, false, true);
  const run = controller.createTestRun(request, [...names].join(', '), false);
  for (const { item, placed } of tests) {
    const [uri, line] = [uriOf(placed), lineOf(placed)];
    const message = new vscode.TestMessage(messageOf(placed, longest) || vscode.l10n.t('Failed in CI.'));
    if (uri && line !== undefined) message.location = new vscode.Location(uri, new vscode.Position(line, 0));
    run.failed(item, message);
  }
  run.end();
}
