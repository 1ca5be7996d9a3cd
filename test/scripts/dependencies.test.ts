import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { areInstalled } from '../../scripts/entry/dependencies.mjs';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shiproom-dependencies-'));
  mkdirSync(join(folder, 'node_modules'));
  put('package-lock.json', {
    '': {},
    'node_modules/ws': { version: '8.0.0' },
    'node_modules/mac': { version: '1.0.0', optional: true },
  });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(file: string, packages: object): void {
  writeFileSync(join(folder, file), JSON.stringify({ packages }));
}

describe('the dependencies', () => {
  it('are there when each has the version of the lock file, but for those of other systems', () => {
    put('node_modules/.package-lock.json', { 'node_modules/ws': { version: '8.0.0' } });
    expect(areInstalled(folder)).toBe(true);
  });

  it('are not there when a version moved, one is missing, or an install was cut short', () => {
    expect(areInstalled(folder)).toBe(false);
    put('node_modules/.package-lock.json', {});
    expect(areInstalled(folder)).toBe(false);
    put('node_modules/.package-lock.json', { 'node_modules/ws': { version: '7.9.9' } });
    expect(areInstalled(folder)).toBe(false);
    put('node_modules/.package-lock.json', {
      'node_modules/ws': { version: '8.0.0' },
      'node_modules/mac': { version: '0.9.0' },
    });
    expect(areInstalled(folder)).toBe(false);
  });
});
