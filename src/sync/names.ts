/** The mirror's own folder, for temporary files. No entry of the server may have its name. */
export const OWN_FOLDER = '.filecloud-mirror';

/** Most bytes (Linux) or UTF-16 units (Windows, macOS) of a name. */
const LONGEST_NAME = 255;

/** Device names of Windows; they count with any extension (Microsoft, "Naming Files, Paths, and Namespaces"). */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])$/i;
const FORBIDDEN_ON_WINDOWS = /[\x01-\x1f<>:"|?*\\]/;
/** What HFS+ ignores in names: with them, a name could be a reserved one without looking like it. */
const IGNORED_BY_HFS = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;
/** The own folder's short name on Windows. */
const SHORT_OWN_NAME = /^filecl~\d/i;
const GIT = '.git';
const SHORT_GIT_NAME = /^git~\d+$/i;

/**
 * Whether a remote name may become a local one. Names are data: they are taken literally, never decoded, trimmed or changed.
 * @returns why not, as a sentence for a person; undefined when it may
 */
export function refusal(name: string, platform: NodeJS.Platform): string | undefined {
  const reason = general(name, platform) ?? (platform === 'win32' ? onWindows(name) : undefined);
  return reason === undefined ? undefined : `The name ${reason}. Rename it on the server, or exclude it.`;
}

function general(name: string, platform: NodeJS.Platform): string | undefined {
  if (name === '') return 'is empty';
  if (name === '.') return 'is “.”, which means the folder itself';
  if (name === '..') return 'is “..”, which points outside the folder';
  if (name.includes('/')) return 'contains “/”, which separates folders';
  if (name.includes('\0')) return 'contains a NUL character';
  if (!name.isWellFormed()) return 'contains half a character (a lone surrogate), which no file system can hold';
  if (isOwnName(name, platform)) return `is “${OWN_FOLDER}”, which is reserved for temporary files of the mirror`;
  if (isGitName(name, platform)) return `is “${GIT}”, which git would run commands from`;
  const unit = platform === 'win32' || platform === 'darwin' ? 'characters' : 'bytes';
  const length = unit === 'characters' || name.length * 3 <= LONGEST_NAME ? name.length : Buffer.byteLength(name);
  if (length > LONGEST_NAME) return `is ${length} ${unit} long, and ${LONGEST_NAME} are possible`;
  return undefined;
}

function onWindows(name: string): string | undefined {
  const forbidden = FORBIDDEN_ON_WINDOWS.exec(name)?.[0];
  if (forbidden !== undefined) {
    return forbidden < ' '
      ? 'contains a control character, which Windows does not allow'
      : `contains “${forbidden}”, which Windows does not allow`;
  }
  if (name.endsWith('.') || name.endsWith(' ')) return 'ends with a dot or a space, which Windows takes away';
  const [base = ''] = name.split('.', 1);
  if (DEVICE.test(base.trimEnd())) return `is the device “${base.trimEnd()}” on Windows`;
  return undefined;
}

/** Whether a name is, on some file system, the one of the mirror's own folder. */
export function isOwnName(name: string, platform: NodeJS.Platform): boolean {
  return isSpelling(name, OWN_FOLDER) || (platform === 'win32' && SHORT_OWN_NAME.test(name));
}

/**
 * Whether a name is, on some file system, `.git`: a folder with hooks and a `config`, or a file that leads to one. Whoever calls git below
 * runs the commands in there, so none comes from the server, and one that is there is somebody's repository.
 */
export function isGitName(name: string, platform: NodeJS.Platform): boolean {
  return isSpelling(name, GIT) || (platform === 'win32' && SHORT_GIT_NAME.test(name));
}

/** Whether one of a folder's names makes it the working tree of a Git repository. */
export function holdsGit(names: Iterable<string>, platform: NodeJS.Platform): boolean {
  for (const name of names) if (isGitName(name, platform)) return true;
  return false;
}

/** What git knows a repository by that has no `.git`, and what it runs commands from in one (gitrepository-layout). */
export const REPOSITORY_PARTS: readonly string[] = [
  'HEAD',
  'commondir',
  'objects',
  'refs',
  'config',
  'config.worktree',
  'hooks',
];

/** Whether git takes a folder for a repository. @param has whether something of a name is in it */
export function isRepository(has: (part: string) => boolean): boolean {
  return has('HEAD') && (has('commondir') || (has('objects') && has('refs')));
}

/** Whether a file system that ignores case, or what HFS+ ignores, takes a name for a reserved one, which begins with a dot. */
function isSpelling(name: string, reserved: string): boolean {
  const first = name.charCodeAt(0);
  if (name.length < reserved.length || (first !== 0x2e && first < 0x200c)) return false;
  return name.replace(IGNORED_BY_HFS, '').toLowerCase() === reserved;
}

/** What a file system takes for the same: letters in either case, characters composed or decomposed. */
export interface Fold {
  readonly case: boolean;
  readonly normalisation: boolean;
}

/**
 * Names with the same key are one file there. Where file systems differ (ß and ss are one name on APFS, two on NTFS), the key is the
 * coarser: refusing two names loses nothing, and writing one over the other does.
 */
export function collisionKey(name: string, fold: Fold): string {
  let key = fold.normalisation ? name.normalize('NFD') : name;
  if (fold.case) {
    // Twice, since some letters have a way back in one direction only: ẞ, ß and SS; ſ and S; the Kelvin sign and k.
    key = key.toLowerCase().toUpperCase().toLowerCase();
  }
  return fold.normalisation ? key.normalize('NFC') : key;
}
