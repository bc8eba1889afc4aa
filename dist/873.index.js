export const id = 873;
export const ids = [873];
export const modules = {

/***/ 717:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ parseTask),
/* harmony export */   v: () => (/* binding */ parseMessage)
/* harmony export */ });
/** @throws Error when the text is no task */
function parseTask(text) {
    const value = JSON.parse(text);
    if (isRecord(value)) {
        const { task, path, key, beat } = value;
        const known = task === 'restore' || task === 'save';
        if (known && typeof path === 'string' && typeof key === 'string' && typeof beat === 'number') {
            return { task, path, key, beat };
        }
    }
    throw new Error('The worker of the cache was started without a task.');
}
/** Reads a line the worker wrote; undefined for anything else. */
function parseMessage(line) {
    const value = parse(line);
    if (!isRecord(value))
        return undefined;
    switch (value['kind']) {
        case 'beat': {
            const { waiting, traffic, failure } = value;
            if (typeof waiting !== 'boolean' || typeof traffic !== 'number')
                return undefined;
            return { kind: 'beat', waiting, traffic, failure: textOf(failure) };
        }
        case 'result':
            return { kind: 'result', key: textOf(value['key']), refusal: textOf(value['refusal']) };
        case 'thrown':
            return { kind: 'thrown', reason: textOf(value['reason']) ?? 'unknown' };
        default:
            return undefined;
    }
}
function parse(line) {
    try {
        return JSON.parse(line);
    }
    catch {
        return undefined;
    }
}
function isRecord(value) {
    return typeof value === 'object' && value !== null;
}
function textOf(value) {
    return typeof value === 'string' ? value : undefined;
}


/***/ }),

/***/ 2142:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   If: () => (/* binding */ hasGnuTar),
/* harmony export */   Pb: () => (/* binding */ PACKING_OPTIONS),
/* harmony export */   WY: () => (/* binding */ isLeftOut),
/* harmony export */   vh: () => (/* binding */ unpackingOptions)
/* harmony export */ });
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1421);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3024);


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
function unpackingOptions(path, platform) {
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
const PACKING_OPTIONS = '--hard-dereference';
/** Whether the library leaves a file out of every archive: one, or one below a folder, that is called like an archive itself. */
function isLeftOut(path) {
    return /(^|\/)cache\.(tzst|tgz)(\/|$)/.test(path);
}
/** A basic regular expression for exactly this text, without a backslash: TAR_OPTIONS takes those away, one version so, another so. */
function exactly(path) {
    return path.replace(/[^\w/-]/g, character => {
        if (character === '"')
            return '[\\"]';
        // Those have no meaning where they stand; in brackets they would have one.
        if (character === '^' || character === ']' || character > '\u007f')
            return character;
        return `[${character}]`;
    });
}
/** Whether the tar that the library takes is GNU's (`getTarPath` of @actions/cache): no other one knows the options above. */
function hasGnuTar(environment, platform) {
    if (platform === 'win32' && (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.existsSync)(`${environment['PROGRAMFILES']}\\Git\\usr\\bin\\tar.exe`))
        return true;
    const program = platform === 'darwin' ? 'gtar' : 'tar';
    const { stdout } = (0,node_child_process__WEBPACK_IMPORTED_MODULE_0__.spawnSync)(program, ['--version'], { env: environment, encoding: 'utf8', windowsHide: true });
    return /GNU tar/i.test(stdout ?? '');
}


/***/ }),

/***/ 4214:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hb: () => (/* binding */ LibraryOutput),
/* harmony export */   LH: () => (/* binding */ troubleOf),
/* harmony export */   NO: () => (/* binding */ NO_GNU_TAR)
/* harmony export */ });
const LONGEST = 300;
/** Told by the worker where `hasGnuTar` says no. */
const NO_GNU_TAR = 'there is no GNU tar on this machine, and no other one is sure to keep within the folder';
/** What GNU tar says of what it was told not to unpack (see tar.ts): there is no target for a link, and `/dev/null` is no folder. */
const LEFT_OUT = /^\S*tar(?:\.exe)?: (?:\/dev\/null\/|.*Cannot (?:create symlink|hard link) to|Substituting .* for empty hard link target)/;
const HOLDS_LINKS = 'it holds links, or files of other folders, which were left out';
/** What the library says of its own accord; its exit tells only whether it worked. The first that is found is the cause. */
const CAUSES = [
    /^(.*No space left on device.*)$/i,
    // tar names what it could not read or write; the library only says that it failed. Its last words say that, too.
    /^\S*tar(?:\.exe)?: (?!Exiting with failure|Child returned|Error is not recoverable)(.*)$/,
    /^::debug::Failed to reserve cache: (?:Error: )?(.*)$/,
    /^::warning::Cache reservation failed: (.*)$/,
    /^::(?:warning|error)::Failed to (?:save|restore): (.*)$/,
    /^Failed to save: (.*)$/,
    /^::(?:warning|error)::(.*)$/,
    /^(Cache (?:save|restore) skipped: .*)$/,
];
/** How the library says that an attempt has failed. It then returns as if all were well, in the first version of the protocol. */
const FAILED = /^(?:::(?:warning|error)::)?Failed to (?:save|restore): /;
const KINDS = [
    ['no-tar', new RegExp(`^${NO_GNU_TAR}$`)],
    ['denied', /cache (write|read) denied|^Cache (save|restore) skipped/],
    ['rate-limit', /rate limit|\(429\)|responded with 429|status 429/i],
    ['quota', /quota|insufficient usage/i],
    ['disk-full', /No space left on device|ENOSPC/i],
    ['taken', /\(409\)|status 409|another job may be creating|already exists/i],
    ['dead', /Unable to make request|after \d+ attempts|responded with 5\d\d|failed: |ECONNREFUSED|ENOTFOUND|ETIMEDOUT/],
];
/** What the library printed, cut down to what may tell the cause of a failure. Nothing of it is passed on as it is. */
class LibraryOutput {
    #causes = CAUSES.map(() => undefined);
    #failed = false;
    /** Whether the library has said that it failed, whatever it returns. */
    get failed() {
        return this.#failed;
    }
    /** Takes one line. */
    add(line) {
        this.#failed ||= FAILED.test(line);
        for (const [place, pattern] of CAUSES.entries()) {
            const cause = pattern.exec(line)?.[1];
            if (cause === undefined)
                continue;
            this.#causes[place] ??= LEFT_OUT.test(line) ? HOLDS_LINKS : cause;
            return;
        }
    }
    /**
     * Why it did not work; undefined when the library said nothing, as when there was simply nothing to restore.
     * @param refusal the service's last answer that was one, for where the library has no words for it
     */
    trouble(refusal) {
        const cause = this.#causes.find(text => text !== undefined);
        if (cause === undefined)
            return undefined;
        const trouble = troubleOf(cause);
        return /\p{L}{2}/u.test(trouble.reason) ? trouble : troubleOf(refusal ?? 'the service gave no reason');
    }
}
/** Sorts what was said or thrown. */
function troubleOf(text) {
    const reason = tidy(text);
    const kind = KINDS.find(([, pattern]) => pattern.test(reason))?.[0] ?? 'other';
    return { kind, reason };
}
/**
 * The first line, decoded from the form of workflow commands, without what is no news (the key) and without signatures: the queries of
 * addresses.
 */
function tidy(text) {
    const decoded = text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
    const [line = ''] = decoded.trim().split(/[\r\n]/, 1);
    return line
        .replace(/^Unable to reserve cache with key .*?More details: /, '')
        .replace(/^"?\S*tar(?:\.exe)?"? failed with error: .*(exit code \d+)$/i, 'tar failed with $1')
        .replace(/(https?:\/\/[^\s?]*)\?\S*/g, '$1')
        .replace(/\bsig=[^\s&]+/gi, 'sig=…')
        .slice(0, LONGEST)
        .replace(/[.\s]+$/, '');
}


/***/ }),

/***/ 1873:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  cacheWorker: () => (/* binding */ cacheWorker)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:readline"
var external_node_readline_ = __webpack_require__(481);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
// EXTERNAL MODULE: ./build/cache/messages.js
var messages = __webpack_require__(717);
// EXTERNAL MODULE: ./build/cache/tar.js
var tar = __webpack_require__(2142);
// EXTERNAL MODULE: external "node:diagnostics_channel"
var external_node_diagnostics_channel_ = __webpack_require__(3053);
// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(7067);
;// CONCATENATED MODULE: ./build/cache/traffic.js


/**
 * Watches all HTTP requests of this process, whichever library makes them, through Node's diagnostics channels: the only way to tell
 * a service that does not answer from one that is slow, as the library shows its progress a second time whether there is one or not.
 */
class Traffic {
    #sockets = new Set();
    #inFlight = new Set();
    #failure;
    #refusal;
    constructor() {
        (0,external_node_diagnostics_channel_.subscribe)('http.client.request.created', message => {
            const request = field(message, 'request');
            if (!(request instanceof external_node_http_.ClientRequest))
                return;
            this.#inFlight.add(request);
            request.once('socket', socket => this.#sockets.add(socket));
            request.once('close', () => this.#inFlight.delete(request));
        });
        (0,external_node_diagnostics_channel_.subscribe)('http.client.response.finish', message => {
            const status = field(field(message, 'response'), 'statusCode');
            if (typeof status !== 'number')
                return;
            this.#failure = status >= 500 ? `HTTP status ${status}` : undefined;
            if (status >= 400)
                this.#refusal = `HTTP status ${status}`;
        });
        (0,external_node_diagnostics_channel_.subscribe)('http.client.request.error', message => {
            const error = field(message, 'error');
            if (error instanceof Error)
                this.#failure = error.message;
        });
    }
    /** The last answer that was a refusal or an error: what the library says of one may be empty. */
    get refusal() {
        return this.#refusal;
    }
    /** What there is to tell now. */
    beat() {
        let traffic = 0;
        for (const socket of this.#sockets)
            traffic += socket.bytesRead + socket.bytesWritten;
        return { kind: 'beat', waiting: this.#inFlight.size > 0, traffic, failure: this.#failure };
    }
}
function field(value, name) {
    return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

// EXTERNAL MODULE: ./build/cache/trouble.js
var trouble = __webpack_require__(4214);
;// CONCATENATED MODULE: ./build/cache/worker.js







/** Where the parent reads: standard output and standard error belong to the library. */
const PARENT = 3;
/**
 * The worker process: runs @actions/cache for one task, and ends the process. In a process of its own because the library prints what
 * it likes, keeps retrying for half a minute, and cannot be aborted.
 */
async function cacheWorker() {
    const task = await readTask();
    const traffic = new Traffic();
    tell(traffic.beat());
    setInterval(() => tell(traffic.beat()), task.beat);
    try {
        const key = await run(task);
        tell({ kind: 'result', key, refusal: traffic.refusal });
    }
    catch (error) {
        tell({ kind: 'thrown', reason: (0,errors/* messageOf */.bD)(error) });
    }
    // Sockets that the library leaves open would keep the process alive.
    process.exit();
}
async function run({ task, path, key }) {
    if (!(0,tar/* hasGnuTar */.If)(process.env, process.platform))
        throw new Error(trouble/* NO_GNU_TAR */.NO);
    const cache = await Promise.all(/* import() */[__webpack_require__.e(752), __webpack_require__.e(838), __webpack_require__.e(217), __webpack_require__.e(645)]).then(__webpack_require__.bind(__webpack_require__, 2645));
    if (task === 'restore')
        return cache.restoreCache([path], key);
    return (await cache.saveCache([path], key)) === -1 ? undefined : key;
}
/** Reads the one line of the task. The end of the input is the end of the parent, which nothing may outlive. */
async function readTask() {
    const lines = (0,external_node_readline_.createInterface)({ input: process.stdin });
    lines.once('close', endGroup);
    const text = await new Promise(resolve => {
        lines.once('line', resolve);
    });
    return (0,messages/* parseTask */.X)(text);
}
/** Ends this process and the tar it started: the parent made it the head of a process group. */
function endGroup() {
    try {
        process.kill(-process.pid, 'SIGKILL');
    }
    finally {
        process.exit(1);
    }
}
function tell(message) {
    (0,external_node_fs_.writeSync)(PARENT, `${JSON.stringify(message)}\n`);
}


/***/ }),

/***/ 9473:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   bD: () => (/* binding */ messageOf),
/* harmony export */   cc: () => (/* binding */ CancelledError),
/* harmony export */   e4: () => (/* binding */ RunError),
/* harmony export */   eb: () => (/* binding */ UsageError)
/* harmony export */ });
/** A wrong value of an input. Nothing was sent and nothing was written when it is thrown. */
class UsageError extends Error {
    name = 'UsageError';
}
/** Something that ends the whole run: a rejected login, an outage, a full disk. Its message names what to do. */
class RunError extends Error {
    name = 'RunError';
}
/** The run was cancelled from outside (a signal). */
class CancelledError extends Error {
    name = 'CancelledError';
    constructor() {
        super('The run was cancelled. Files that were downloaded stay; the next run goes on from there.');
    }
}
/** The message of anything that was thrown. */
function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}


/***/ })

};
