import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  commandId,
  commands,
  contextKeys,
  menus,
  settings,
  viewId,
  views,
  welcome,
  yamlSchemas,
} from '../extension/contributions.ts';
import { manifest } from '../extension/manifest.ts';

const written = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as Record<
  string,
  unknown
>;
const wanted = JSON.parse(JSON.stringify(manifest())) as Record<string, unknown>;
const ids = Object.keys(commands).map((name) => commandId(name as keyof typeof commands));

describe('the manifest', () => {
  it.each(Object.keys(wanted))('says of %s what the contributions say', (key) => {
    expect(written[key]).toEqual(wanted[key]);
  });

  it('names only commands and views that are contributed, in menus and welcomes', () => {
    const text = JSON.stringify([menus, welcome]);
    const viewIds = [viewId('now'), viewId('feed'), 'shiproom'];
    const named = [...text.matchAll(/shiproom\.\w+/g)].map(([name]) => name);
    const known = new Set<string>([...ids, ...viewIds, ...contextKeys]);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
    for (const items of Object.values(menus)) for (const { command } of items) expect(commands).toHaveProperty(command);
  });

  it('gives each view and each command in a title or inline an icon', () => {
    for (const view of Object.values(views)) expect(view.icon).toMatch(/^\$\([\w-]+\)$/);
    for (const command of Object.values(commands)) expect(command.icon).toMatch(/^\$\([\w-]+\)$/);
  });

  it('[T1] lets no workspace set where the bridge is', () => {
    expect(settings['bridge.url'].scope).toBe('application');
    expect(written).toHaveProperty('capabilities.untrustedWorkspaces.supported', 'limited');
    expect(written).toHaveProperty('capabilities.untrustedWorkspaces.restrictedConfigurations', [
      'shiproom.bridge.url',
      'shiproom.share.privateBranches',
      'shiproom.actAs',
    ]);
  });

  it('names schemas that are there, and are packed', () => {
    const packed = readFileSync(new URL('../.vscodeignore', import.meta.url), 'utf8').split('\n');
    for (const { url } of yamlSchemas) {
      expect(packed).toContain(`!${url.slice(2)}`);
      const schema = JSON.parse(readFileSync(new URL(`../${url}`, import.meta.url), 'utf8')) as object;
      expect(schema).toHaveProperty('$schema');
    }
  });

  it('takes no key from the keyboard', () => {
    expect(wanted['contributes']).not.toHaveProperty('keybindings');
  });
});
