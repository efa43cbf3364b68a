/**
 * Where a sidecar must lie for immich-go to find it. immich-go 0.32.0 looks for `<name>.xmp` with `fs.Glob` and the file's own name as the
 * pattern (`checkExistSideCar` in adapters/folder/run.go). So `IMG[1].JPG` is given the sidecar of `IMG1.JPG` and `a*.JPG` that of
 * `aa.JPG` (observed): captions and keywords of another picture.
 */

export interface SidecarPlace {
  /** True when the file must have a folder to itself, so that no other file's sidecar matches its name. */
  readonly alone: boolean;
  /** The name beside the file under which immich-go finds the sidecar; null when there is none (the pattern is not a valid one). */
  readonly sidecarName: string | null;
}

/** @param name a file name without folders, for example `IMG_1.HEIC`. */
export function sidecarPlace(name: string): SidecarPlace {
  if (!/[*?[\\]/.test(name)) return { alone: false, sidecarName: `${name}.xmp` };
  const matching = nameMatching(name);
  return { alone: true, sidecarName: matching === null ? null : `${matching}.xmp` };
}

/** A name that Go's `path.Match` accepts for `pattern`: the class `[abc]` stands for its first letter, `\x` for `x`. */
function nameMatching(pattern: string): string | null {
  let name = '';
  for (let rest = pattern; rest !== ''; ) {
    const found = /^(?:\\(.)|\[(\^?)(\\.|[^\]\\-])((?:\\.|[^\]\\])*)\]|([^\\[]))/su.exec(rest);
    if (found === null) return null;
    const [whole, escaped, negated, first, others, plain] = found;
    // `[^a]` and ranges with odd ends are left alone: no sidecar is better than a guess.
    if (negated === '^' || (others !== undefined && !/^(?:-[^\\\]-])?[^\\\]-]*$/u.test(others))) return null;
    name += plain ?? escaped ?? first?.replace(/^\\/, '') ?? '';
    rest = rest.slice(whole.length);
  }
  return name;
}
