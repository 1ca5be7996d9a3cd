import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isFresh, remember } from '../../scripts/build/freshness.mjs';

let root: string;
const bundle = () => ({ root, out: join(root, 'dist'), name: 'panel', release: false });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'shiproom-freshness-'));
  mkdirSync(join(root, 'dist'));
  writeFileSync(join(root, 'main.ts'), 'one');
  writeFileSync(join(root, 'dist', 'panel.js'), 'one');
  const empty = { bytes: 3, imports: [] };
  const output = { ...empty, exports: [], inputs: {} };
  remember(bundle(), { inputs: { 'main.ts': empty }, outputs: { 'dist/panel.js': output } });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('a bundle', () => {
  it('is fresh while nothing has changed', () => {
    expect(isFresh(bundle())).toBe(true);
  });

  it('is stale when an input changed or went, an output is gone, or the other kind is wanted', () => {
    expect(isFresh({ ...bundle(), release: true })).toBe(false);
    expect(isFresh({ ...bundle(), name: 'extension' })).toBe(false);
    writeFileSync(join(root, 'main.ts'), 'other');
    expect(isFresh(bundle())).toBe(false);
    rmSync(join(root, 'main.ts'));
    expect(isFresh(bundle())).toBe(false);
  });

  it('is stale when what was built is no longer there', () => {
    rmSync(join(root, 'dist', 'panel.js'));
    expect(isFresh(bundle())).toBe(false);
  });
});
