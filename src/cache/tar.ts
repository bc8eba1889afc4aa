import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Where nothing can be made: what is sent there is an error of tar. */
const NOWHERE = '/dev/null/';

/** Separates the parts of a substitution. `placeOf` lets no path with such a character through. */
const BAR = '\u0001';

/**
 * What GNU tar is told when it unpacks an archive, beside the arguments that the library gives it: an archive is input, and the library
 * unpacks absolute names, `..` and links as they come. GNU tar reads this from TAR_OPTIONS (its manual, "Using tar Options"; for the rest
 * "Modifying File and Member Names" and "Excluding Some Files").
 *
 * - What is in the folder already is left as it is: it may be the user's, or newer than the cache.
 * - What is not of the mirror, and what leads out of it by `..`, is not unpacked.
 * - No link is made, neither symbolic nor hard: it could be written through before anybody looks at it.
 * - Owners and modes are this process's, as of files that are downloaded; no set-id bit comes back.
 *
 * A foreign name or a link makes tar fail in the end, with everything else unpacked. So such an entry of the cache counts as damaged, and is
 * superseded by the next save.
 * @param path the mirror, relative to the workspace, with `/`: as archives name it
 */
export function unpackingOptions(path: string, platform: NodeJS.Platform): string {
  // Names are marked that are the mirror's, what is without a mark goes nowhere, and the mark is taken off again. No name of the mirror
  // begins with the mark.
  const mark = path.startsWith('@') ? '%' : '@';
  const own = exactly(path);
  // Where case does not count, a name may come back in another one.
  const folded = platform === 'win32' || platform === 'darwin' ? 'i' : '';
  const substitutions = [
    [`^${mark}`, `${NOWHERE}&`, 'SH'],
    [`^${own}/`, `${mark}&`, `${folded}SH`],
    [`^${own}$`, `${mark}&`, `${folded}SH`],
    [`^[^${mark}]`, `${NOWHERE}&`, 'SH'],
    [`^${mark}`, '', 'SH'],
    // The target of a link becomes empty, and then there is no link. `R` leaves names alone, as `SH` above leaves targets alone.
    ['.*', '', 'R'],
  ].map(([pattern, text, flags]) => `"--transform=s${BAR}${pattern}${BAR}${text}${BAR}${flags}"`);
  return ['--skip-old-files', '--no-same-owner', '--no-same-permissions', '--exclude=..', ...substitutions].join(' ');
}

/** What GNU tar is told when it packs: names of one file become files, since links do not come back. */
export const PACKING_OPTIONS = '--hard-dereference';

/** Whether the library leaves a file out of every archive: one, or one below a folder, that is called like an archive itself. */
export function isLeftOut(path: string): boolean {
  return /(^|\/)cache\.(tzst|tgz)(\/|$)/.test(path);
}

/** A basic regular expression for exactly this text, without a backslash: TAR_OPTIONS takes those away, one version so, another so. */
function exactly(path: string): string {
  return path.replace(/[^\w/-]/g, character => {
    if (character === '"') return '[\\"]';
    // Those have no meaning where they stand; in brackets they would have one.
    if (character === '^' || character === ']' || character > '\u007f') return character;
    return `[${character}]`;
  });
}

/** Whether the tar that the library takes is GNU's (`getTarPath` of @actions/cache): no other one knows the options above. */
export function hasGnuTar(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  if (platform === 'win32' && existsSync(`${environment['PROGRAMFILES']}\\Git\\usr\\bin\\tar.exe`)) return true;
  const program = platform === 'darwin' ? 'gtar' : 'tar';
  const { stdout } = spawnSync(program, ['--version'], { env: environment, encoding: 'utf8', windowsHide: true });
  return /GNU tar/i.test(stdout ?? '');
}
