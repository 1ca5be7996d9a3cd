import { isName, lastPart, nearest, nearestFile, type Planner, within } from './ground.ts';

const virtual = ['.venv/bin/python', 'venv/bin/python', '.venv/Scripts/python.exe', 'venv/Scripts/python.exe'];
const manifests = ['pytest.ini', 'pyproject.toml', 'setup.cfg', 'tox.ini', 'setup.py'];

/** Tests of Python, by pytest: a function, or one of a class, as the file has it today. With all its values. */
export const planPython: Planner = (name, ground) => {
  if (!ground.file.endsWith('.py')) return undefined;
  const says = ground.folders.some(({ files }) => [...files.values()].some((text) => text.includes('pytest')));
  if (!says && !/^\s*(?:import|from) pytest\b/m.test(ground.text) && !nearest(ground, 'pytest.ini', 'conftest.py'))
    return 'no-framework';
  const own = lastPart(name);
  const found = functionsOf(ground.text).filter((each) => each.name === own);
  const [first] = found;
  if (!isName(own) || !first) return 'not-in-file';
  const { of } = found.find((each) => each.of !== undefined && name.includes(each.of)) ?? first;
  const folder = nearest(ground, ...manifests) ?? ground.folders.at(-1);
  const [deepest] = ground.folders;
  if (!folder || !deepest) return 'no-file';
  const python = virtual.map((path) => nearestFile(ground, deepest, path)).find(Boolean);
  const id = [within(folder, ground.file), ...(of === undefined ? [] : [of]), own].join('::');
  const program = python ?? (ground.windows ? 'python' : 'python3');
  return { framework: 'pytest', program, args: ['-m', 'pytest', id], folder: folder.path, whole: false };
};

/** The functions of a file, each with the class that it is in. */
function functionsOf(text: string): readonly { readonly name: string; readonly of: string | undefined }[] {
  let of: string | undefined;
  return text.split(/\r?\n/).flatMap((line) => {
    const [, outer] = /^class (\w+)/.exec(line) ?? [];
    if (outer !== undefined) of = outer;
    const [, indent, name] = /^(\s*)(?:async )?def (\w+)/.exec(line) ?? [];
    return name === undefined ? [] : [{ name, of: indent === '' ? undefined : of }];
  });
}
