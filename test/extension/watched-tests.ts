import { afterEach } from 'vitest';
import type { Machine } from '../../extension/connection/state-file.ts';
import type { TestSource } from '../../extension/settings.ts';
import type { Checkout } from '../../extension/sources/checkout.ts';
import { type TestOptions, type WatchedTests, watchTests } from '../../extension/sources/tests/watch-tests.ts';
import { BranchName } from '../../protocol/model/ids.ts';
import { sha } from '../support/samples.ts';
import { checkout } from './situations.ts';
import { stub } from './vscode-stub.ts';

/** A checkout of a branch, at a commit of this digit alone. */
export const on = (branch: string, digit = 'a', part: Partial<Checkout> = {}): Checkout =>
  checkout({ at: { state: 'branch', branch: BranchName.parse(branch), head: sha(digit) }, ...part });

/** The sources of results, on a checkout and a clock that a test sets. */
export interface Watched {
  readonly results: WatchedTests;
  readonly asked: unknown[];
  readonly failures: unknown[];
  changes(): number;
  /** What is checked out from now on. */
  check(next: Checkout): Checkout;
  /** The next look at the repository fails. */
  fail(): void;
  choose(...sources: TestSource[]): void;
  /** Changes what else the user has set. */
  set(part: { terminal?: readonly string[]; reports?: readonly string[] }): void;
  at(now: number): void;
  now(): number;
  /** Lets so much time go by. */
  pass(ms: number): void;
}

const open: WatchedTests[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.dispose();
});

export function watch(sources: readonly TestSource[], machine: Partial<Machine> = {}, first = on('main')): Watched {
  let here = first;
  let [chosen, terminal, reports] = [sources, ['npm test*'] as readonly string[], [] as readonly string[]];
  let [now, changes] = [77, 0];
  let fails = false;
  const asked: unknown[] = [];
  const failures: unknown[] = [];
  const listeners = new Set<() => void>();
  const timers = new Set<{ at: number; work: () => void }>();
  const options: TestOptions = {
    fresh: async (folder) => {
      asked.push(folder);
      if (fails) {
        fails = false;
        throw new Error('git could not be asked');
      }
      return here;
    },
    roots: () => [here.root],
    settings: {
      testSources: () => new Set(chosen),
      terminalCommands: () => terminal,
      testReports: () => reports,
      onDidChange(listener) {
        listeners.add(listener);
        return new stub.Disposable(() => void listeners.delete(listener));
      },
    },
    world: {
      now: () => now,
      after(ms, work) {
        const timer = { at: now + ms, work };
        timers.add(timer);
        return () => void timers.delete(timer);
      },
    },
    machine: {
      platform: 'linux',
      home: '/nonexistent',
      env: {},
      uid: process.getuid?.(),
      isAlive: () => true,
      ...machine,
    },
    changed: () => (changes += 1),
    failed: (error) => failures.push(error),
  };
  const results = watchTests(options);
  open.push(results);
  const tell = () => listeners.forEach((listener) => listener());
  return {
    results,
    asked,
    failures,
    changes: () => changes,
    check: (next) => (here = next),
    fail: () => void (fails = true),
    choose(...next) {
      chosen = next;
      tell();
    },
    set(part) {
      terminal = part.terminal ?? terminal;
      reports = part.reports ?? reports;
      tell();
    },
    at: (next) => void (now = next),
    now: () => now,
    pass(ms) {
      now += ms;
      for (const timer of timers) {
        if (timer.at > now) continue;
        timers.delete(timer);
        timer.work();
      }
    },
  };
}

/** Lets what has been begun get on. */
export const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};
