type Values = Readonly<Record<string, unknown>>;

/** All combinations of a matrix, with `include` and `exclude` as GitHub understands them. One empty one where there is none. */
export function combinations(matrix: Values | undefined): Values[] {
  if (matrix === undefined) return [{}];
  const { include, exclude, ...axes } = matrix;
  const dropped = (Array.isArray(exclude) ? exclude : []) as Values[];
  const added = (Array.isArray(include) ? include : []) as Values[];
  let all: Values[] = [{}];
  for (const [name, values] of Object.entries(axes))
    all = all.flatMap((each) => (values as unknown[]).map((value) => ({ ...each, [name]: value })));
  const fits = (part: Values, whole: Values) => Object.entries(part).every(([name, value]) => whole[name] === value);
  const kept = Object.keys(axes).length === 0 ? [] : all.filter((each) => !dropped.some((no) => fits(no, each)));
  const extra: Values[] = [];
  for (const more of added) {
    const shared = Object.fromEntries(Object.entries(more).filter(([name]) => name in axes));
    const touched = kept.flatMap((each, index) => (fits(shared, each) ? [index] : []));
    if (touched.length === 0) extra.push(more);
    for (const index of touched) kept[index] = { ...kept[index], ...more };
  }
  return [...kept, ...extra];
}

/** `test (20, linux)` */
export const withMatrix = (name: string, values: Values): string =>
  Object.keys(values).length === 0 ? name : `${name} (${Object.values(values).map(String).join(', ')})`;
