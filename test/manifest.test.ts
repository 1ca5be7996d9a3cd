import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandId, commands, viewId, views } from '../extension/contributions.ts';
import { colours } from '../extension/contributions/colours.ts';
import { menus } from '../extension/contributions/menus.ts';
import { yamlSchemas } from '../extension/contributions/schemas.ts';
import { settings } from '../extension/contributions/settings.ts';
import { contextKeys, stepKeys } from '../extension/contributions/states.ts';
import { steps } from '../extension/contributions/walkthrough.ts';
import { teamWelcome, welcome } from '../extension/contributions/welcome.ts';
import { manifest } from '../extension/manifest.ts';
import { read, root } from './support/project.ts';

const written = JSON.parse(read('package.json')) as Record<string, unknown>;
const { keys, words } = JSON.parse(JSON.stringify(manifest())) as ReturnType<typeof manifest>;
const ids = Object.keys(commands).map((name) => commandId(name as keyof typeof commands));

describe('the manifest', () => {
  it.each(Object.keys(keys))('says of %s what the contributions say', (key) => {
    expect(written[key]).toEqual(keys[key]);
  });

  it('has its words in package.nls.json, each by a name that is used once', () => {
    expect(JSON.parse(read('package.nls.json'))).toEqual(words);
    const used = [...JSON.stringify(keys).matchAll(/"%([\w.-]+)%"/g)].map(([, name = '']) => name);
    expect(used.toSorted()).toEqual(Object.keys(words).toSorted());
  });

  it('leaves no text for people outside of package.nls.json', () => {
    const texts = /"(?:title|description|markdownDescription|contents|altText)":"(?!%)([^"]+)"/g;
    const bare = [...JSON.stringify(keys).matchAll(texts)].map(([, text]) => text);
    expect(new Set(bare)).toEqual(new Set(['Shiproom']));
  });

  it('offers nothing for what is not so while it is not known yet', () => {
    const whens = Object.values(menus).flatMap((items) => items.map(({ when }) => when));
    const denying = whens.filter((when) => when.includes('shiproom.connection != '));
    expect(denying.length).toBeGreaterThan(0);
    expect(denying.filter((when) => !when.includes('shiproom.connection && '))).toEqual([]);
  });

  it('names only commands, views and keys that are contributed, in menus and welcomes', () => {
    const text = JSON.stringify([menus, welcome, teamWelcome, steps, commands]);
    const viewIds = Object.keys(views).map((name) => viewId(name as keyof typeof views));
    const named = [...text.matchAll(/\bshiproom\.\w+/g)].map(([name]) => name);
    const known = new Set<string>([...ids, ...viewIds, ...contextKeys, ...stepKeys]);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
    for (const items of Object.values(menus)) for (const { command } of items) expect(commands).toHaveProperty(command);
  });

  it('gives each view and each command in a title or inline an icon', () => {
    for (const view of Object.values(views)) expect(view.icon).toMatch(/^\$\([\w-]+\)$/);
    for (const command of Object.values(commands)) expect(command.icon).toMatch(/^\$\([\w-]+\)$/);
  });

  it('has at most fifteen settings, in an order, each with a scope', () => {
    const { properties } = (keys['contributes'] as { configuration: { properties: Record<string, object> } })
      .configuration;
    expect(Object.keys(properties).length).toBeLessThanOrEqual(15);
    expect(Object.values(properties).map((each) => 'order' in each && each.order)).toEqual(
      Object.keys(properties).map((_, at) => at),
    );
    for (const each of Object.values(settings)) expect(['application', 'window', 'resource']).toContain(each.scope);
  });

  it('[T1] lets no workspace set where the bridge is, nor anything else that sends or runs', () => {
    const { untrustedWorkspaces } = keys['capabilities'] as { untrustedWorkspaces: Record<string, unknown> };
    expect(settings['bridge.url'].scope).toBe('application');
    expect(untrustedWorkspaces['supported']).toBe('limited');
    const quiet = [
      'testing.showFailures',
      'notifications.runEnded',
      'notifications.approvals',
      'notifications.mentions',
    ];
    const others = Object.keys(settings).filter((name) => !quiet.includes(name));
    expect(untrustedWorkspaces['restrictedConfigurations']).toEqual(others.map((name) => `shiproom.${name}`));
    for (const name of ['share.files', 'tests.sources', 'tests.terminalCommands', 'actAs'] as const)
      expect(settings[name].scope).toBe('application');
  });

  it('gives each colour a default for every kind of theme, of its own in high contrast', () => {
    for (const { dark, light, highContrast, highContrastLight } of Object.values(colours)) {
      expect([dark, light].every((each) => /^[\w.]+$/.test(each))).toBe(true);
      expect(contrast(highContrast, '#000000')).toBeGreaterThan(7);
      expect(contrast(highContrastLight, '#FFFFFF')).toBeGreaterThan(5);
    }
  });

  it('has a first step for each of five things, with a picture that is there and packed', () => {
    const packed = read('.vscodeignore').split('\n');
    expect(Object.keys(steps)).toEqual(['connect', 'share', 'ci', 'tests', 'talk']);
    for (const [name, { alt, completionEvents }] of Object.entries(steps)) {
      const picture = `media/walkthrough/${name}.png`;
      expect([existsSync(join(root, picture)), packed.includes(`!${picture}`)]).toEqual([true, true]);
      expect([alt.length > 20, completionEvents.length > 0]).toEqual([true, true]);
    }
  });

  it('names schemas that are there, and are packed', () => {
    const packed = read('.vscodeignore').split('\n');
    for (const { url } of yamlSchemas) {
      expect(packed).toContain(`!${url.slice(2)}`);
      expect(JSON.parse(read(url.slice(2)))).toHaveProperty('$schema');
    }
  });

  it('takes no key from the keyboard', () => {
    expect(keys['contributes']).not.toHaveProperty('keybindings');
  });
});

/** The contrast of two colours, as WCAG reckons it. */
function contrast(one: string, other: string): number {
  const [bright = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (bright + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
