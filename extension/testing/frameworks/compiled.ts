import {
  escaped,
  type Folder,
  type Ground,
  isName,
  lastPart,
  nearest,
  nearestFile,
  type Plan,
  type Planner,
  within,
} from './ground.ts';

const planOf = (framework: string, program: string, args: readonly string[], { path }: Folder): Plan => ({
  framework,
  program,
  args,
  folder: path,
  whole: false,
});

/** Tests of Go: the function of the test's file, with all its subtests. A test that the file has not would pass unseen. */
export const planGo: Planner = (name, ground) => {
  if (!ground.file.endsWith('_test.go')) return undefined;
  const folder = nearest(ground, 'go.mod');
  if (!folder) return 'no-framework';
  const [own = ''] = (name.split(/ › | > |(?<=\w)\.(?=Test)/).at(-1) ?? '').split('/');
  if (!/^(?:Test|Example|Fuzz)\w*$/.test(own)) return 'not-in-file';
  if (!new RegExp(String.raw`^func ${own}\(`, 'm').test(ground.text)) return 'not-in-file';
  const below = within(folder, ground.file).split('/').slice(0, -1);
  return planOf('go test', 'go', ['test', '-count=1', '-run', `^${own}$`, `./${below.join('/')}`], folder);
};

/** Tests of Rust: all whose name has the function's in it, of which the file has one. */
export const planRust: Planner = (name, ground) => {
  if (!ground.file.endsWith('.rs')) return undefined;
  const folder = nearest(ground, 'Cargo.toml');
  if (!folder) return 'no-framework';
  const own = lastPart(name);
  if (!isName(own) || !new RegExp(String.raw`\bfn ${own}\s*\(`).test(ground.text)) return 'not-in-file';
  return planOf('cargo test', 'cargo', ['test', own], folder);
};

/** Tests of the Java machine, by Maven or Gradle, and by the project's own wrapper where it has one. */
export const planJvm: Planner = (name, ground) => {
  if (!/\.(?:java|kt)$/.test(ground.file)) return undefined;
  const gradle = ['build.gradle', 'build.gradle.kts'];
  const folder = nearest(ground, 'pom.xml', ...gradle);
  if (!folder) return 'no-framework';
  // There both are batch files, which need a shell.
  if (ground.windows) return 'windows';
  const own = methodOf(name, ground);
  if (own === undefined) return 'not-in-file';
  const type = /([^/]+)\.\w+$/.exec(ground.file)?.[1] ?? '';
  if (!isName(type)) return 'not-in-file';
  if (folder.files.has('pom.xml')) {
    const maven = nearestFile(ground, folder, 'mvnw') ?? 'mvn';
    return planOf('Maven', maven, ['test', `-Dtest=${type}#${own}`], folder);
  }
  const place = /^\s*package\s+([\w.]+)/m.exec(ground.text)?.[1];
  const whole = [...(place === undefined ? [] : [place]), type, own].join('.');
  return planOf('Gradle', nearestFile(ground, folder, 'gradlew') ?? 'gradle', ['test', '--tests', whole], folder);
};

/** Tests of .NET: all whose whole name has the method's in it, of which the file has one. */
export const planDotnet: Planner = (name, ground) => {
  if (!/\.(?:cs|fs|vb)$/.test(ground.file)) return undefined;
  const folder = ground.folders.find(({ files }) => [...files.keys()].some((file) => /\.(?:cs|fs|vb)proj$/.test(file)));
  if (!folder) return 'no-framework';
  const own = methodOf(name, ground);
  if (own === undefined) return 'not-in-file';
  return planOf('dotnet test', 'dotnet', ['test', '--filter', `FullyQualifiedName~.${own}`], folder);
};

/** The method that a test's name means, where the file has one of that name. */
function methodOf(name: string, { text }: Ground): string | undefined {
  const own = lastPart(name);
  return isName(own) && new RegExp(String.raw`\b${escaped(own)}\s*\(`).test(text) ? own : undefined;
}
