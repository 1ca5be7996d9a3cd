import { describe, expect, it } from 'vitest';
import { key, run, sha } from '../support/samples.ts';
import { rights } from './ci-samples.ts';
import { all, button, mount, one, settled, wishes, words } from './dom.ts';
import { minute, now } from './samples.ts';

const staging = { environment: 'staging', approvers: ['ana'] };
const waiting = run({ state: 'waiting', gates: [staging] });
const gate = () => mount('shiproom-gate', { run: waiting, gate: staging, about: key(), rights: rights(), now });
const press = (target: HTMLElement, name: string) =>
  target.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true, cancelable: true }));
const field = (root: ParentNode) => one(root, 'input') as HTMLInputElement;

describe('gate', () => {
  it('says whom it waits for, and asks once more before it is answered', async () => {
    const element = await gate();
    const wished = wishes(element);
    expect(words(one(element, '.what'))).toBe('staging waits for approval by @ana');
    button(element, 'Approve staging for tests on feat/login…').click();
    await settled();
    expect(wished).toEqual([]);
    field(element).value = 'good to go';
    button(element, 'Approve staging').click();
    await settled();
    expect(wished).toEqual([
      { type: 'run', line: `ci approve run-1 staging --comment "good to go" --at ${sha('a')}`, about: key() },
    ]);
    expect(all(element, 'input')).toEqual([]);
  });

  it('is answered from the keyboard alone, and left by Escape', async () => {
    const element = await gate();
    const wished = wishes(element);
    button(element, 'Reject staging for tests on feat/login…').click();
    await settled();
    expect(element.shadowRoot?.activeElement).toBe(field(element));
    press(field(element), 'Escape');
    await settled();
    expect(all(element, 'input')).toEqual([]);
    expect(wished).toEqual([]);
    button(element, 'Reject staging for tests on feat/login…').click();
    await settled();
    press(field(element), 'Enter');
    expect(wished).toEqual([{ type: 'run', line: `ci reject run-1 staging --at ${sha('a')}`, about: key() }]);
  });

  it('keeps what is being written when news come', async () => {
    const element = await gate();
    button(element, 'Approve staging for tests on feat/login…').click();
    await settled();
    field(element).value = 'half a sen';
    element.run = { ...waiting, revision: 9 };
    element.gate = { ...staging };
    element.now = now + minute;
    await settled();
    expect(field(element).value).toBe('half a sen');
  });

  it('asks nobody where it waits for a time, or where its reader may not answer', async () => {
    const element = await gate();
    element.gate = { ...staging, until: now + minute };
    await settled();
    expect(all(element, 'button')).toEqual([]);
    element.gate = staging;
    element.rights = rights({ commands: [] });
    await settled();
    expect(all(element, 'button')).toEqual([]);
  });
});
