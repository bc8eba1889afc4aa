export const id = 446;
export const ids = [446];
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

/***/ 2446:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  k: () => (/* binding */ CLOCK_STEP),
  m: () => (/* binding */ MirrorCache)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
// EXTERNAL MODULE: ./build/sync/local/leftovers.js
var leftovers = __webpack_require__(226);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./build/cache/key.js

const DIGEST = /^[0-9a-f]{64}$/;
/**
 * The names of one mirror's cache entries. Entries of the Actions cache are immutable, so each is named after the run that saved
 * it, and a restore asks for the newest of the mirror's by {@link prefix} (GitHub's documentation, "Dependency caching reference").
 * What users typed is only in a hash: a key may hold no comma, and has room for 512 characters.
 */
class CacheKeys {
    /** All entries of this mirror start with it, and no others. */
    prefix;
    #run;
    constructor(scope, environment, platform) {
        this.prefix = `filecloud-mirror-v1-${platform}-${identityOf(scope)}-`;
        const run = numberIn(environment['GITHUB_RUN_ID']) ?? `${Date.now()}`;
        this.#run = `${run}-${numberIn(environment['GITHUB_RUN_ATTEMPT']) ?? '1'}`;
    }
    /** The entry this run saves of a whole mirror. */
    complete(digest) {
        return `${this.prefix}${digest}-${this.#run}`;
    }
    /** The entry this run saves of a mirror it did not finish. */
    partial() {
        return `${this.prefix}partial-${this.#run}`;
    }
    /** The digest of the whole mirror in an entry; undefined for a partial one. */
    digestIn(key) {
        if (!key.startsWith(this.prefix))
            return undefined;
        const [digest = ''] = key.slice(this.prefix.length).split('-', 1);
        return isDigest(digest) ? digest : undefined;
    }
}
/** Whether the text is the SHA-256 of a mirror's content: 64 hexadecimal digits. */
function isDigest(text) {
    return DIGEST.test(text);
}
/** 128 bits over all that decides which files are mirrored. The order of the globs decides nothing. */
function identityOf({ server, remotePath, include, exclude, shard, cacheKey }) {
    const part = shard === undefined ? null : [shard.index, shard.count];
    const parts = [server, remotePath, include.toSorted(), exclude.toSorted(), part, cacheKey];
    return (0,external_node_crypto_.createHash)('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
function numberIn(text) {
    return text !== undefined && /^\d{1,20}$/.test(text) ? text : undefined;
}

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./build/cache/place.js


/**
 * Where a mirror lies as the cache sees it. The library takes globs relative to the workspace, and stores entries relative to it:
 * what lies outside would be restored to somewhere else in a workspace of another depth, and of a link only the link is stored.
 * @param workspace absolute path
 * @param localPath absolute path of the mirror
 */
function placeOf(workspace, localPath, platform) {
    const path = platform === 'win32' ? external_node_path_.win32 : external_node_path_.posix;
    const below = path.relative(workspace, localPath);
    if (below === '')
        return no('it is the workspace itself');
    if (path.isAbsolute(below) || below === '..' || below.startsWith(`..${path.sep}`)) {
        return no('it is outside the workspace');
    }
    // The library writes it into a command line without quotes.
    if (/\s/.test(workspace))
        return no('the path of the workspace holds a space');
    // The list of paths that the library gives to tar is one of lines, with `\` and a leading `-` having a meaning.
    if (/\p{Cc}/u.test(below))
        return no('its path holds a line break or another control character');
    if (platform !== 'win32' && below.includes('\\'))
        return no('its path holds a backslash');
    if (below.startsWith('-'))
        return no('its path starts with a dash');
    const link = linkOnTheWay(workspace, localPath);
    if (link !== undefined)
        return no(`${(0,external_node_path_.relative)(workspace, link)} is a symbolic link`);
    const name = below.replaceAll(path.sep, '/');
    return { kind: 'cacheable', path: name, pattern: `./${escapeGlob(name)}` };
}
/**
 * Removes links that an archive put in the place of the mirror or of a folder above it: nothing may be written through them.
 * @returns whether there was one
 */
function removePlantedLinks(workspace, localPath) {
    const link = linkOnTheWay(workspace, localPath);
    if (link === undefined)
        return false;
    (0,external_node_fs_.rmSync)(link);
    return true;
}
/** The first symbolic link (or Windows junction) between the workspace and the mirror, the mirror included. */
function linkOnTheWay(workspace, localPath) {
    let path = workspace;
    for (const name of (0,external_node_path_.relative)(workspace, localPath).split(external_node_path_.sep)) {
        path = (0,external_node_path_.join)(path, name);
        const stats = (0,external_node_fs_.lstatSync)(path, { throwIfNoEntry: false });
        if (stats === undefined)
            return undefined;
        if (stats.isSymbolicLink())
            return path;
    }
    return undefined;
}
/** Takes the meaning from `*`, `?`, `[` (as @actions/glob does itself), and from spaces at the end, which it would trim. */
function escapeGlob(path) {
    return path.replace(/[[?*]/g, '[$&]').replace(/\s+$/, spaces => spaces.replace(/./g, '[$&]'));
}
function no(reason) {
    return { kind: 'not-cacheable', reason };
}

// EXTERNAL MODULE: ./build/cache/service.js
var service = __webpack_require__(7462);
// EXTERNAL MODULE: ./build/cache/tar.js
var tar = __webpack_require__(2142);
;// CONCATENATED MODULE: ./build/cache/watch.js
const DEADLINES = { life: 60_000, answer: 15_000, failing: 15_000, pace: 30_000 };
/** Bytes that have to move within the deadline `pace`: 4 KiB/s, where even an archive of a megabyte takes minutes. */
const LEAST = 120 * 1024;
/**
 * Decides when to give up on the cache service. A transfer that moves is not given up, however long it takes, nor is tar at work;
 * a service that hangs or drips, or that answers with errors only, costs a run seconds.
 */
class Watch {
    /** Milliseconds between the beats that the worker should send. */
    period;
    #deadlines;
    #giveUp;
    #traffic = -1;
    #life;
    #answer;
    #failing;
    #pace;
    /** The traffic when `#pace` was armed. */
    #paceFrom = 0;
    constructor(deadlines) {
        this.#deadlines = deadlines;
        this.period = Math.max(20, Math.min(1000, ...Object.values(deadlines).map(deadline => deadline / 4)));
    }
    /** Starts to watch. `giveUp` is called at most once, with the reason. */
    start(giveUp) {
        this.#giveUp = giveUp;
        this.#alive();
    }
    beat({ waiting, traffic, failure }) {
        if (this.#giveUp === undefined)
            return;
        this.#alive();
        if (!waiting || traffic !== this.#traffic)
            this.#disarmAnswer();
        this.#traffic = traffic;
        if (waiting)
            this.#answer ??= this.#timer(this.#deadlines.answer, 'the cache service does not answer');
        if (!waiting || traffic - this.#paceFrom >= LEAST)
            this.#disarmPace();
        if (waiting && this.#pace === undefined) {
            this.#paceFrom = traffic;
            this.#pace = this.#timer(this.#deadlines.pace, 'the cache service is too slow');
        }
        if (failure === undefined)
            this.#disarmFailing();
        else
            this.#failing ??= this.#timer(this.#deadlines.failing, `the cache service fails again and again (${failure})`);
    }
    stop() {
        this.#giveUp = undefined;
        clearTimeout(this.#life);
        this.#disarmAnswer();
        this.#disarmFailing();
        this.#disarmPace();
    }
    #alive() {
        clearTimeout(this.#life);
        this.#life = this.#timer(this.#deadlines.life, 'the process that serves the cache gives no sign of life');
    }
    #disarmAnswer() {
        clearTimeout(this.#answer);
        this.#answer = undefined;
    }
    #disarmFailing() {
        clearTimeout(this.#failing);
        this.#failing = undefined;
    }
    #disarmPace() {
        clearTimeout(this.#pace);
        this.#pace = undefined;
    }
    #timer(milliseconds, reason) {
        return setTimeout(() => {
            const giveUp = this.#giveUp;
            this.stop();
            giveUp?.(reason);
        }, milliseconds);
    }
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:readline"
var external_node_readline_ = __webpack_require__(481);
// EXTERNAL MODULE: ./build/cache/messages.js
var messages = __webpack_require__(717);
// EXTERNAL MODULE: ./build/cache/trouble.js
var trouble = __webpack_require__(4214);
;// CONCATENATED MODULE: ./build/cache/worker-process.js









/** Variables that a cache needs to know nothing of: the inputs and their secrets, and the files that a step talks to the runner through. */
const KEPT_BACK = /^(INPUT_|FILECLOUD_|STATE_|RUNNER_DEBUG$|GITHUB_(OUTPUT|STATE|ENV|PATH|STEP_SUMMARY)$)/i;
/** Milliseconds that an ended process gets to be gone. */
const FAREWELL = 5000;
const ENDED_EARLY = { kind: 'other', reason: 'the process that serves the cache ended early' };
/** Runs one task in a worker process. Whatever happens, process, tar and temporary files are gone afterwards. Never throws. */
async function runWorker(task, options, signal) {
    if (signal.aborted)
        return { kind: 'cancelled' };
    let temporary;
    try {
        temporary = (0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)(options.environment['RUNNER_TEMP'] || (0,external_node_os_.tmpdir)(), 'filecloud-mirror-'));
        return await converse(task, options, temporary, signal);
    }
    catch (error) {
        return { kind: 'done', key: undefined, trouble: (0,trouble/* troubleOf */.LH)((0,errors/* messageOf */.bD)(error)) };
    }
    finally {
        if (temporary !== undefined)
            sweep(temporary);
    }
}
async function converse(task, { entry, environment, workspace, deadlines, tarOptions }, temporary, signal) {
    const child = (0,external_node_child_process_.spawn)(process.execPath, [entry, '--cache-worker'], {
        cwd: workspace,
        env: {
            ...workerEnvironment(environment, workspace, temporary),
            TAR_OPTIONS: `${environment['TAR_OPTIONS'] ?? ''} ${tarOptions}`.trim(),
        },
        stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
        // The head of a process group, so that its tar ends with it.
        detached: process.platform !== 'win32',
        windowsHide: true,
    });
    const output = new trouble/* LibraryOutput */.Hb();
    const watch = new Watch(deadlines);
    const gone = new Promise(resolve => {
        child.once('close', () => resolve());
    });
    const ended = new Promise(resolve => {
        const done = (key, trouble) => {
            watch.stop();
            resolve({ kind: 'done', key, trouble });
        };
        let last;
        const conclude = () => {
            if (last?.kind === 'thrown') {
                done(undefined, (0,trouble/* troubleOf */.LH)(last.reason));
            }
            else if (last === undefined) {
                done(undefined, output.trouble() ?? ENDED_EARLY);
            }
            else if (last.key !== undefined && !output.failed) {
                done(last.key, undefined);
            }
            else {
                done(undefined, output.trouble(last.refusal));
            }
        };
        child.once('error', error => done(undefined, (0,trouble/* troubleOf */.LH)(error.message)));
        eachLine(child.stdio[3], line => {
            const message = (0,messages/* parseMessage */.v)(line);
            if (message?.kind === 'beat')
                return watch.beat(message);
            last ??= message;
        });
        eachLine(child.stdout, line => output.add(line));
        eachLine(child.stderr, line => output.add(line));
        watch.start(reason => done(undefined, { kind: 'dead', reason }));
        signal.addEventListener('abort', () => resolve({ kind: 'cancelled' }), { once: true });
        // Only when all its pipes are closed is what the library printed whole.
        void gone.then(conclude);
    });
    child.stdin.on('error', () => undefined);
    child.stdin.write(`${JSON.stringify({ ...task, beat: watch.period })}\n`);
    try {
        return await ended;
    }
    finally {
        watch.stop();
        if (child.pid !== undefined) {
            end(child, child.pid);
            await atMost(FAREWELL, gone);
        }
    }
}
async function atMost(milliseconds, work) {
    let timer;
    const over = new Promise(resolve => {
        timer = setTimeout(resolve, milliseconds);
    });
    await Promise.race([work, over]);
    clearTimeout(timer);
}
function workerEnvironment(environment, workspace, temporary) {
    const kept = Object.entries(environment).filter(([name]) => !KEPT_BACK.test(name));
    return { ...Object.fromEntries(kept), GITHUB_WORKSPACE: workspace, RUNNER_TEMP: temporary };
}
function eachLine(stream, take) {
    if (!isReadable(stream))
        return;
    stream.on('error', () => undefined);
    (0,external_node_readline_.createInterface)({ input: stream, crlfDelay: Infinity }).on('line', take);
}
function isReadable(stream) {
    return typeof stream === 'object' && stream !== null && 'read' in stream;
}
/** Ends a process and all that it started. */
function end(child, pid) {
    if (process.platform === 'win32') {
        if (child.exitCode === null)
            (0,external_node_child_process_.spawnSync)('taskkill', ['/PID', `${pid}`, '/T', '/F'], { stdio: 'ignore' });
        return;
    }
    try {
        process.kill(-pid, 'SIGKILL');
    }
    catch {
        // All of them are gone.
    }
}
function sweep(folder) {
    try {
        (0,external_node_fs_.rmSync)(folder, { recursive: true, force: true, maxRetries: 3 });
    }
    catch {
        // The runner empties its temporary folder after the job.
    }
}

;// CONCATENATED MODULE: ./build/cache/mirror-cache.js










/** Milliseconds by which a file system's clock may lag behind the system's: its tick is 16 ms at most (Windows; Linux has 10). */
const CLOCK_STEP = 20;
/** The mirror in the Actions cache. A help, never a condition: what does not work is told in one line, and the run goes on. */
class MirrorCache {
    #config;
    #log;
    #environment;
    #entry;
    #deadlines;
    #platform;
    #keys;
    #restored;
    /** Whether it was said, in this run, that there is no caching: it is said once. */
    #told = false;
    #gaveUp = false;
    /** Whether there were files in the folder before it was restored. */
    #hadFiles = false;
    constructor({ config, log, environment, entry, deadlines, platform = process.platform }) {
        this.#config = config;
        this.#log = log;
        this.#environment = environment;
        this.#entry = entry;
        this.#deadlines = { ...DEADLINES, ...deadlines };
        this.#platform = platform;
        this.#keys = new CacheKeys(config, environment, platform);
    }
    /**
     * Brings back the newest mirror that was saved, whole or partial, over what is there. It is input like any other: to be compared file by file.
     * @throws CancelledError when the signal is aborted; what was restored until then stays
     */
    async restore(signal) {
        if (signal.aborted)
            throw new errors/* CancelledError */.cc();
        const place = this.#cacheable();
        if (place === undefined)
            return { hit: false, key: undefined };
        this.#hadFiles = isFilled(this.#config.localPath);
        const end = await this.#run('restore', place, this.#keys.prefix, signal);
        const planted = this.#removePlantedLinks();
        if (end.kind === 'cancelled')
            throw new errors/* CancelledError */.cc();
        if (end.trouble !== undefined)
            this.#tellRestore(end.trouble);
        // Whatever the file system dates from here on is newer than all that was restored: the post step tells downloads by that.
        if (end.key !== undefined || end.trouble !== undefined)
            await (0,promises_.setTimeout)(CLOCK_STEP);
        this.#restored = planted ? undefined : end.key;
        if (this.#restored !== undefined)
            this.#log.info(`Restored the mirror from the Actions cache: ${this.#restored}`);
        else if (end.trouble === undefined && !planted)
            this.#log.info('The Actions cache holds no such mirror yet.');
        return { hit: this.#restored !== undefined, key: this.#restored };
    }
    /** Whether the service did not answer, or cannot be used on this machine: there is no sense in coming back to it in this run. */
    get gaveUp() {
        return this.#gaveUp;
    }
    /**
     * Saves the whole mirror, unless the entry that was restored does as well. Never throws.
     * @param digest SHA-256 (hex) of the mirror's content
     * @param changes what became of the restored mirror, where that is known; else the digest decides
     */
    async save(digest, signal, changes) {
        if (!isDigest(digest))
            return 'not-saved';
        if (this.#isAsGood(digest, changes)) {
            this.#log.info('The mirror is in the Actions cache already: it is not saved again.');
            return 'unchanged';
        }
        return this.#save(this.#keys.complete(digest), signal);
    }
    /** Whether the restored entry does for the mirror as it is now. A partial one never does. */
    #isAsGood(digest, changes) {
        const restored = this.#restored === undefined ? undefined : this.#keys.digestIn(this.#restored);
        if (restored === undefined)
            return false;
        if (changes === undefined)
            return restored === digest;
        const { downloaded, removed } = changes;
        if (downloaded === 0 && removed === 0)
            return true;
        // What was removed would come back with the old entry. One that had to be mended is not what its name says, unless files stood in the
        // folder before: those are not replaced by a cache, and are downloaded in each run.
        return restored === digest && removed === 0 && this.#hadFiles;
    }
    /** Saves what there is of a mirror that was not finished, so that the next run goes on from there. Never throws. */
    async savePartial(signal) {
        // The step that tried to restore has said why there is no caching, if there is none.
        this.#told = true;
        return this.#save(this.#keys.partial(), signal);
    }
    async #save(key, signal) {
        if (this.#gaveUp)
            return 'not-saved';
        const place = this.#cacheable();
        if (place === undefined)
            return 'not-saved';
        try {
            // A part of a large download that was kept goes with a partial mirror; a complete one has none.
            (0,leftovers/* tidyOwnFolder */.$)(this.#config.localPath);
        }
        catch (error) {
            this.#log.debug(`Temporary files go into the cache, too: ${(0,errors/* messageOf */.bD)(error)}`);
        }
        const end = await this.#run('save', place, key, signal);
        if (end.kind === 'cancelled')
            return 'not-saved';
        if (end.key === undefined) {
            this.#tellSave(end.trouble ?? { kind: 'other', reason: 'no reason was given' });
            return 'not-saved';
        }
        this.#log.info(`Saved the mirror in the Actions cache: ${key}`);
        return 'saved';
    }
    #run(task, { path, pattern }, key, signal) {
        const options = {
            entry: this.#entry,
            environment: this.#environment,
            workspace: this.#config.workspace,
            deadlines: this.#deadlines,
            tarOptions: task === 'restore' ? (0,tar/* unpackingOptions */.vh)(path, this.#platform) : tar/* PACKING_OPTIONS */.Pb,
        };
        return runWorker({ task, path: pattern, key }, options, signal);
    }
    /** Where the mirror lies; undefined where there can be no caching. */
    #cacheable() {
        if (!(0,service/* hasCacheService */.G)(this.#environment)) {
            if (this.#environment['GITHUB_ACTIONS'] === 'true') {
                this.#tellOnce('info', 'This runner has no Actions cache: the mirror is neither restored nor saved.');
            }
            return undefined;
        }
        const place = this.#place();
        if (place.kind === 'cacheable')
            return place;
        const { localPath } = this.#config;
        const { reason } = place;
        this.#tellOnce('warning', `The mirror in ${localPath} is not cached: ${reason}. Change that, or set cache to false.`);
        return undefined;
    }
    #tellOnce(level, message) {
        if (!this.#told)
            this.#log[level](message);
        this.#told = true;
    }
    #place() {
        try {
            return placeOf(this.#config.workspace, this.#config.localPath, this.#platform);
        }
        catch (error) {
            return { kind: 'not-cacheable', reason: (0,errors/* messageOf */.bD)(error) };
        }
    }
    #removePlantedLinks() {
        try {
            if (!removePlantedLinks(this.#config.workspace, this.#config.localPath))
                return false;
            this.#log.warning('The cached mirror held a symbolic link in place of the folder. It was removed, and the cache is not used.');
        }
        catch (error) {
            this.#log.debug(`The restored mirror was not checked for links: ${(0,errors/* messageOf */.bD)(error)}`);
        }
        return true;
    }
    #tellRestore({ kind, reason }) {
        this.#gaveUp = kind === 'dead' || kind === 'no-tar';
        if (kind === 'denied') {
            this.#log.info(`This run may not read the Actions cache (${reason}).`);
            return;
        }
        const rest = this.#gaveUp ? 'without the cache, and does not try to save' : 'without it';
        this.#log.warning(`The mirror could not be restored from the Actions cache: ${reason}. The run goes on ${rest}.`);
    }
    #tellSave({ kind, reason }) {
        if (kind === 'denied') {
            this.#log.info(`This run may not save to the Actions cache (${reason}). The next run downloads anew what changed.`);
        }
        else if (kind === 'taken') {
            this.#log.info('The mirror was not saved in the Actions cache: another job saved the same one, or is about to.');
        }
        else {
            this.#log.warning(`The mirror could not be saved in the Actions cache: ${reason}. ${REMEDIES[kind]}`);
        }
    }
}
function isFilled(folder) {
    try {
        return (0,external_node_fs_.readdirSync)(folder).length > 0;
    }
    catch {
        return false;
    }
}
const REMEDIES = {
    dead: 'The next run downloads again what is not in the cache.',
    'rate-limit': 'The repository saves too often; the next run that changes something tries again.',
    quota: 'Delete caches of the repository, or raise its limit.',
    'disk-full': 'An archive of the mirror is built beside it: free as much space as the mirror takes, or set cache to false.',
    'no-tar': 'Install it, or set cache to false.',
    other: 'The next run downloads again what is not in the cache.',
};


/***/ }),

/***/ 7462:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ hasCacheService)
/* harmony export */ });
/**
 * Whether this machine has an Actions cache service, and a token for it. The toolkit's own rule (`isFeatureAvailable` and `isGhes`
 * of @actions/cache), told again here because loading the library takes longer than a step that has nothing to do.
 */
function hasCacheService(environment) {
    if (!environment['ACTIONS_RUNTIME_TOKEN'])
        return false;
    const second = Boolean(environment['ACTIONS_CACHE_SERVICE_V2']) && !isEnterpriseServer(environment);
    return Boolean(environment[second ? 'ACTIONS_RESULTS_URL' : 'ACTIONS_CACHE_URL']);
}
/** GitHub Enterprise Server (and whatever else is not GitHub's own) speaks the first version of the protocol only. */
function isEnterpriseServer(environment) {
    const address = environment['GITHUB_SERVER_URL'] || 'https://github.com';
    if (!URL.canParse(address))
        return true;
    const host = new URL(address).hostname;
    return host !== 'github.com' && !host.endsWith('.ghe.com') && !host.endsWith('.localhost');
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


/***/ }),

/***/ 2713:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ makeFolder)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);


/**
 * Makes a folder, and those above it. Not by `recursive: true`, which never returns where a folder that is there says ENOENT to whoever makes
 * another one in it: /proc does, and automounters do (seen with Node 20 and 24).
 * @param path absolute
 * @param mode of each that is made, less the umask
 * @throws the file system's error
 */
function makeFolder(path, { mkdirSync, statSync } = node_fs__WEBPACK_IMPORTED_MODULE_0__, mode = 0o777) {
    const isThere = () => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
    if (isThere())
        return;
    const above = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path);
    if (above !== path)
        makeFolder(above, { mkdirSync, statSync }, mode);
    try {
        mkdirSync(path, mode);
    }
    catch (error) {
        // Another process may have made it meanwhile.
        if (!isThere())
            throw error;
    }
}


/***/ }),

/***/ 226:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ tidyOwnFolder)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var _mirror_folder_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8550);


/**
 * Removes from a mirror's own folder what a killed run left, but for the kept parts of downloads, and the folder itself when it is empty
 * then. For when no run is going on. Makes nothing.
 * @returns whether kept parts are there
 * @throws RunError, or an error of the file system
 */
function tidyOwnFolder(mirror) {
    if ((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.statSync)(mirror, { throwIfNoEntry: false })?.isDirectory() !== true)
        return false;
    // Opening tidies.
    const folder = _mirror_folder_js__WEBPACK_IMPORTED_MODULE_1__/* .MirrorFolder */ .uN.open(mirror, { write: true });
    folder.close(true);
    return folder.hasParts;
}


/***/ }),

/***/ 8550:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  il: () => (/* reexport */ LocalError),
  uN: () => (/* binding */ MirrorFolder),
  $N: () => (/* reexport */ codeOf),
  b$: () => (/* reexport */ isDiskFull)
});

// UNUSED EXPORTS: LocalFolder

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
// EXTERNAL MODULE: ./build/make-folder.js
var make_folder = __webpack_require__(2713);
;// CONCATENATED MODULE: ./build/sync/local/local-error.js
/** Something local went wrong with one entry. The message says what, with which path, and what to do. */
class LocalError extends Error {
    name = 'LocalError';
    /** The system's code (`EACCES`, `ENOSPC` …), `link`, `folder` (where a file should be) or `name`. */
    code;
    constructor(code, message, options) {
        super(message, options);
        this.code = code;
    }
}
const REASONS = new Map([
    ['link', 'a link stands there, and links are never followed. Remove the link.'],
    ['folder', 'a folder stands there. Remove it.'],
    ['name', 'it is no name of a file. Rename it on the server, or exclude it.'],
    ['own', 'the name is reserved for temporary files of the mirror. Rename it on the server, or exclude it.'],
    [
        'git',
        'git would run commands from it, so it is neither written nor removed. Rename it on the server, or exclude it.',
    ],
    ['ENOTDIR', 'something that is no folder stands in the place of a folder. Remove it.'],
    ['EACCES', 'permission is denied. Let this user write to its folder.'],
    ['EPERM', 'permission is denied. Let this user write to its folder.'],
    ['EBUSY', 'another program uses it. Close that program and run again.'],
    ['ENOSPC', 'the disk is full. Make room and run again.'],
    ['EDQUOT', 'the disk quota is used up. Make room and run again.'],
    ['EFBIG', 'the file is larger than this file system allows. Exclude it, or use another disk.'],
    ['EROFS', 'the file system is read-only. Choose another local-path, or mount it for writing.'],
    ['EIO', 'the disk reports an error. Check the disk.'],
    ['EMFILE', 'too many files are open. Raise the limit (ulimit -n) or lower the concurrency.'],
    ['ENFILE', 'too many files are open on this machine. Close some programs.'],
    ['ENAMETOOLONG', 'the name or path is longer than this file system allows. Shorten it on the server, or exclude it.'],
    ['EINVAL', 'this file system does not take the name. Rename it on the server, or exclude it.'],
    ['EILSEQ', 'this file system does not take the name. Rename it on the server, or exclude it.'],
    ['EXDEV', 'it lies on another disk than the mirror. Mirror into that disk directly.'],
    ['EEXIST', 'something stands in its place already. Let no other program change the mirror during the run.'],
    ['ENOTEMPTY', 'the folder is not empty. Let no other program change the mirror during the run.'],
    ['ENOENT', 'it is not there any more. Let no other program change the mirror during the run.'],
]);
/**
 * Tells an error of the file system in the mirror's words.
 * @param path relative to the mirror; '' for the mirror itself
 * @returns a LocalError; what is no error of the file system comes back as it is
 */
function localError(error, doing, mirror, path) {
    if (error instanceof LocalError)
        return error;
    const code = codeOf(error);
    return code === undefined ? error : refusedWith(code, doing, mirror, path, error);
}
/** A LocalError with the words for its code. */
function refusedWith(code, doing, mirror, path, cause) {
    const what = path === '' ? `The mirror “${mirror}”` : `“${path}” in the mirror “${mirror}”`;
    const reason = REASONS.get(code) ?? `the system says ${code}. Look at that place on the disk, and run again.`;
    return new LocalError(code, `${what} cannot be ${doing}: ${reason}`, { cause });
}
/** The system's code of an error, or undefined. */
function codeOf(error) {
    if (!(error instanceof Error) || !('code' in error))
        return undefined;
    return typeof error.code === 'string' ? error.code : undefined;
}
const FULL = new Set(['ENOSPC', 'EDQUOT']);
/** Whether no more can be written, to any file. */
function isDiskFull(error) {
    return FULL.has(codeOf(error));
}

;// CONCATENATED MODULE: ./build/sync/local/checked-access.js


/**
 * Reaches folders by plain paths, where there are no descriptors to go through (Windows, macOS, no `/proc`). Every folder on the way
 * is looked at before, and the place's real path once more after: a link planted before is found before anything happens, and one
 * planted within that instant is found after, and what was done is undone as far as it can be.
 */
class CheckedAccess {
    #fileSystem;
    #mirror;
    /** @param mirror the root's real path */
    constructor(fileSystem, mirror) {
        this.#fileSystem = fileSystem;
        this.#mirror = mirror;
    }
    within(place, work, undo) {
        this.#check(place);
        const folder = this.#plain(place);
        const result = work(`${folder}/`);
        if (place.parent !== undefined && this.#fileSystem.realpathSync(folder) !== folder.replaceAll('/', external_node_path_.sep)) {
            undo?.(result);
            throw refusedWith('link', 'written', this.#mirror, place.path);
        }
        return result;
    }
    retain() { }
    release() { }
    forget() { }
    close() { }
    #plain({ path }) {
        if (path === '')
            return this.#mirror;
        return this.#mirror.endsWith(external_node_path_.sep) ? `${this.#mirror}${path}` : `${this.#mirror}/${path}`;
    }
    #check(place) {
        if (place.parent === undefined)
            return;
        this.#check(place.parent);
        const found = this.#fileSystem.lstatSync(this.#plain(place));
        if (found.isDirectory())
            return;
        throw refusedWith(found.isSymbolicLink() ? 'link' : 'ENOTDIR', 'read', this.#mirror, place.path);
    }
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
;// CONCATENATED MODULE: ./build/sync/local/descriptor-access.js


/** With a link in the place of the folder, opening fails. Checking and using are one step: nothing can come between. */
const FOLDER_ITSELF = external_node_fs_.constants.O_RDONLY | external_node_fs_.constants.O_DIRECTORY | external_node_fs_.constants.O_NOFOLLOW;
/** Most folders kept open that nobody retains. */
const MOST_IDLE = 32;
/**
 * Reaches folders through descriptors (Linux): each is opened below its parent's descriptor, and its entries are reached below
 * `/proc/self/fd/N/`. Whoever swaps a folder for a link afterwards changes nothing for those who have it open.
 */
class DescriptorAccess {
    #fileSystem;
    #mirror;
    #root;
    /** In the order of their last use. */
    #idle = new Map();
    #held = new Map();
    constructor(fileSystem, mirror, root) {
        this.#fileSystem = fileSystem;
        this.#mirror = mirror;
        this.#root = root;
    }
    /**
     * @param mirror the root's real path
     * @returns undefined where `/proc` cannot be used
     */
    static open(fileSystem, mirror) {
        const root = openFolder(fileSystem, mirror);
        try {
            // Without the slash it is the link in /proc itself; with it, the folder behind.
            const seen = fileSystem.lstatSync(root.prefix, { throwIfNoEntry: false });
            if (seen?.isDirectory())
                return new DescriptorAccess(fileSystem, mirror, root);
        }
        catch {
            // Some containers hide it.
        }
        closeQuietly(fileSystem, root);
        return undefined;
    }
    within(place, work) {
        return work(this.#open(place).prefix);
    }
    retain({ path }) {
        const held = this.#held.get(path);
        if (held !== undefined) {
            held.holders++;
            return;
        }
        this.#held.set(path, { holders: 1, folder: this.#idle.get(path) });
        this.#idle.delete(path);
    }
    release({ path }) {
        const held = this.#held.get(path);
        if (held === undefined || --held.holders > 0)
            return;
        this.#held.delete(path);
        if (held.folder !== undefined)
            this.#keepIdle(path, held.folder);
    }
    forget(path) {
        const below = `${path}/`;
        for (const [known, folder] of this.#idle) {
            if (known !== path && !known.startsWith(below))
                continue;
            this.#idle.delete(known);
            closeQuietly(this.#fileSystem, folder);
        }
        for (const [known, held] of this.#held) {
            if (held.folder === undefined || (known !== path && !known.startsWith(below)))
                continue;
            closeQuietly(this.#fileSystem, held.folder);
            held.folder = undefined;
        }
    }
    close() {
        for (const folder of this.#idle.values())
            closeQuietly(this.#fileSystem, folder);
        for (const { folder } of this.#held.values())
            if (folder !== undefined)
                closeQuietly(this.#fileSystem, folder);
        this.#idle.clear();
        this.#held.clear();
        closeQuietly(this.#fileSystem, this.#root);
    }
    #open(place) {
        if (place.parent === undefined)
            return this.#root;
        const { path } = place;
        const held = this.#held.get(path);
        if (held?.folder !== undefined)
            return held.folder;
        const idle = this.#idle.get(path);
        if (idle !== undefined) {
            this.#idle.delete(path);
            this.#idle.set(path, idle);
            return idle;
        }
        const opened = this.#openBelow(place, place.parent);
        if (held === undefined)
            this.#keepIdle(path, opened);
        else
            held.folder = opened;
        return opened;
    }
    #openBelow(place, parent) {
        const path = `${this.#open(parent).prefix}${place.name}`;
        try {
            return openFolder(this.#fileSystem, path);
        }
        catch (error) {
            const code = codeOf(error);
            if (code === 'EMFILE' && this.#idle.size > 1) {
                // The parent was used last, so it is the one that stays.
                this.#closeIdle(1);
                return openFolder(this.#fileSystem, path);
            }
            if (code !== 'ENOTDIR' && code !== 'ELOOP')
                throw error;
            const isLink = this.#fileSystem.lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
            throw refusedWith(isLink ? 'link' : 'ENOTDIR', 'read', this.#mirror, place.path, error);
        }
    }
    #keepIdle(path, folder) {
        this.#idle.set(path, folder);
        this.#closeIdle(MOST_IDLE);
    }
    #closeIdle(most) {
        for (const [path, folder] of this.#idle) {
            if (this.#idle.size <= most)
                return;
            this.#idle.delete(path);
            closeQuietly(this.#fileSystem, folder);
        }
    }
}
function openFolder(fileSystem, path) {
    const descriptor = fileSystem.openSync(path, FOLDER_ITSELF);
    return { descriptor, prefix: `/proc/self/fd/${descriptor}/` };
}
function closeQuietly(fileSystem, { descriptor }) {
    try {
        fileSystem.closeSync(descriptor);
    }
    catch {
        // The descriptor is free even then, and nothing was written through it.
    }
}

;// CONCATENATED MODULE: ./build/sync/local/folder-access.js
const ROOT = { path: '', name: '', parent: undefined };
function placeBelow(parent, name) {
    return { path: parent.path === '' ? name : `${parent.path}/${name}`, name, parent };
}

;// CONCATENATED MODULE: ./build/sync/local/disk.js


const NOTHING_IS_FINE = { throwIfNoEntry: false };
/**
 * The mirror's part of the disk, and the only code that joins a path: every call on an entry goes through {@link Disk.entry}, which takes
 * the folder's place and one plain name. Errors come out as LocalErrors that name the path.
 */
class Disk {
    fileSystem;
    access;
    /** The root's real path. */
    mirror;
    platform;
    constructor(fileSystem, access, mirror, platform) {
        this.fileSystem = fileSystem;
        this.access = access;
        this.mirror = mirror;
        this.platform = platform;
    }
    /**
     * Runs `work` on the path of one entry. The path is good only until `work` returns.
     * @param undo takes back what was done, when it turns out afterwards that it went through a link
     * @throws LocalError
     */
    entry(folder, name, doing, work, undo) {
        this.checkName(folder, name, doing);
        try {
            let path = '';
            return this.access.within(folder, prefix => {
                path = `${prefix}${name}`;
                return work(path);
            }, undo === undefined ? undefined : () => undo(path));
        }
        catch (error) {
            throw localError(error, doing, this.mirror, pathOf(folder, name));
        }
    }
    /** @throws LocalError unless the name is one plain step down, whatever was checked before */
    checkName(folder, name, doing) {
        if (!isPlainName(name, this.platform))
            throw refusedWith('name', doing, this.mirror, pathOf(folder, name));
    }
    /**
     * Runs `work` on the path of a folder itself.
     * @throws LocalError
     */
    folder(folder, doing, work) {
        try {
            return this.access.within(folder, work);
        }
        catch (error) {
            throw localError(error, doing, this.mirror, folder.path);
        }
    }
    /**
     * What stands at an entry's place, the link itself where it is one; undefined for nothing. By the plain path, which costs half: looking
     * changes nothing, and whoever writes goes through the folder again.
     * @throws LocalError
     */
    look(folder, name) {
        const path = pathOf(folder, name);
        this.checkName(folder, name, 'read');
        try {
            return this.fileSystem.lstatSync(`${this.mirror}/${path}`, NOTHING_IS_FINE);
        }
        catch (error) {
            throw localError(error, 'read', this.mirror, path);
        }
    }
    /**
     * Makes a folder and its parents, as far as they are missing. Mode 0755 less the umask.
     * @throws LocalError
     */
    makeFolder(place, mode = 0o755) {
        const { parent } = place;
        if (parent === undefined)
            return;
        const make = () => this.entry(parent, place.name, 'made', path => {
            try {
                this.fileSystem.mkdirSync(path, mode);
            }
            catch (error) {
                if (codeOf(error) !== 'EEXIST')
                    throw error;
            }
        });
        try {
            make();
        }
        catch (error) {
            if (codeOf(error) !== 'ENOENT' || parent.parent === undefined)
                throw error;
            this.makeFolder(parent);
            make();
        }
        // What was there already, or came in between, must be a folder.
        this.folder(place, 'made', () => { });
    }
    /**
     * Renames an entry from one folder into another. What stands there is replaced, unless it is a folder.
     * @throws LocalError
     */
    move(from, name, to, newName, doing) {
        const { fileSystem } = this;
        this.entry(from, name, doing, source => this.entry(to, newName, doing, target => {
            try {
                fileSystem.renameSync(source, target);
            }
            catch (error) {
                // Systems tell it in different ways (EISDIR, ENOTEMPTY, EPERM).
                if (codeOf(error) === 'ENOENT' || !isOtherFolder(fileSystem, target, source))
                    throw error;
                throw refusedWith('folder', doing, this.mirror, pathOf(to, newName), error);
            }
        }, target => fileSystem.renameSync(target, source)));
    }
}
/**
 * Whether a path holds a folder, and not the one that was to go there: names that differ in case only may be one. A path that cannot be looked
 * at holds none.
 */
function isOtherFolder(fileSystem, path, source) {
    try {
        const there = fileSystem.lstatSync(path, NOTHING_IS_FINE);
        if (there?.isDirectory() !== true)
            return false;
        const moved = fileSystem.lstatSync(source, NOTHING_IS_FINE);
        return moved === undefined || moved.ino !== there.ino || moved.dev !== there.dev;
    }
    catch {
        return false;
    }
}
function isPlainName(name, platform) {
    if (name === '' || name === '.' || name === '..' || name.includes('/') || name.includes('\0'))
        return false;
    return platform !== 'win32' || !(name.includes('\\') || name.includes(':'));
}
function pathOf(folder, name) {
    return placeBelow(folder, name).path;
}

;// CONCATENATED MODULE: ./build/sync/local/file-system.js

const diskFileSystem = external_node_fs_;
function refuse() {
    throw new Error('A dry run must not write. Please report this mistake of the mirror.');
}
/** The same file system without the calls that change it. Files are never opened for reading, so only folders can be opened. */
function readOnly(fileSystem) {
    return {
        closeSync: fileSystem.closeSync,
        lstatSync: fileSystem.lstatSync,
        opendirSync: fileSystem.opendirSync,
        openSync: (path, flags, mode) => (typeof flags === 'number' ? fileSystem.openSync(path, flags, mode) : refuse()),
        readdirSync: fileSystem.readdirSync,
        realpathSync: fileSystem.realpathSync,
        statSync: fileSystem.statSync,
        ftruncateSync: refuse,
        futimesSync: refuse,
        mkdirSync: refuse,
        renameSync: refuse,
        rmSync: refuse,
        rmdirSync: refuse,
        unlinkSync: refuse,
        writeSync: refuse,
    };
}

;// CONCATENATED MODULE: ./build/sync/local/fold-probe.js

/** Entries of the mirror that are looked at, at most. */
const MOST_ENTRIES = 32;
/**
 * Finds out which names are one on this file system. Entries that are there answer without a write: whoever has a `readme` under the
 * name `README` too ignores case. An empty mirror is asked with a file in the own folder.
 * @param own where a file may be written; undefined in a dry run
 */
function probeFold(disk, own) {
    const usual = usualFold(disk.platform);
    try {
        return probeEntries(disk) ?? (own === undefined ? usual : probeOwn(own, disk)) ?? usual;
    }
    catch {
        return usual;
    }
}
function usualFold(platform) {
    return { case: platform === 'win32' || platform === 'darwin', normalisation: platform === 'darwin' };
}
function probeEntries(disk) {
    let foldsCase;
    let foldsNormalisation;
    for (const name of firstEntries(disk)) {
        foldsCase ??= isOne(disk, name, otherCase(name));
        foldsNormalisation ??= isOne(disk, name, otherForm(name));
        if (foldsCase !== undefined && foldsNormalisation !== undefined)
            break;
    }
    if (foldsCase === undefined)
        return undefined;
    // On Linux, folders that ignore case ignore normalisation too (ext4, f2fs); for others it errs on the side that loses nothing.
    const { normalisation } = disk.platform === 'linux' ? { normalisation: foldsCase } : usualFold(disk.platform);
    return { case: foldsCase, normalisation: foldsNormalisation ?? normalisation };
}
function firstEntries(disk) {
    return disk.folder(ROOT, 'read', path => {
        const names = [];
        const directory = disk.fileSystem.opendirSync(path);
        try {
            for (let entry = directory.readSync(); entry !== null && names.length < MOST_ENTRIES; entry = directory.readSync()) {
                names.push(entry.name);
            }
        }
        finally {
            directory.closeSync();
        }
        return names;
    });
}
/** Whether two names lead to the same entry; undefined where this entry cannot tell. */
function isOne(disk, name, other) {
    if (name === other)
        return undefined;
    const one = disk.look(ROOT, name);
    // A file with two names of its own would look the same.
    if (one === undefined || (one.nlink > 1 && !one.isDirectory()))
        return undefined;
    const two = disk.look(ROOT, other);
    return two !== undefined && two.ino === one.ino && two.dev === one.dev;
}
function probeOwn(own, disk) {
    const { fileSystem } = disk;
    const name = `${own.newName()}-aé`.normalize('NFC');
    const isThere = (other) => own.inside(other, path => fileSystem.lstatSync(path, { throwIfNoEntry: false }) !== undefined);
    own.inside(name, path => fileSystem.closeSync(fileSystem.openSync(path, 'wx')));
    try {
        return { case: isThere(otherCase(name)), normalisation: isThere(name.normalize('NFD')) };
    }
    finally {
        own.remove(name);
    }
}
/** Plain letters only: what is beyond ASCII, some file systems leave as it is. */
function otherCase(name) {
    return name.replace(/[a-zA-Z]/g, letter => {
        const upper = letter.toUpperCase();
        return letter === upper ? letter.toLowerCase() : upper;
    });
}
function otherForm(name) {
    const decomposed = name.normalize('NFD');
    return decomposed === name ? name.normalize('NFC') : decomposed;
}

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./build/sync/names.js
var names = __webpack_require__(6809);
;// CONCATENATED MODULE: ./build/sync/local/moved-away.js


/** An entry that made room for another, until it is known which of the two stays. */
class MovedAway {
    #disk;
    #own;
    #folder;
    #name;
    #taken;
    #settled = false;
    /** @throws LocalError when it cannot be moved; then it stays where it is */
    constructor(disk, own, folder, name) {
        this.#disk = disk;
        this.#own = own;
        this.#folder = folder;
        this.#name = name;
        this.#taken = own.take(folder, name);
    }
    /** Where it is now. */
    get place() {
        return placeBelow(this.#taken.folder, this.#name);
    }
    /** Whether it is a regular file. @throws LocalError */
    isFile() {
        return this.#disk.look(this.#taken.folder, this.#name)?.isFile() ?? false;
    }
    /**
     * Puts it back, unless something stands in its place by now.
     * @throws LocalError; it can still be restored or discarded then
     */
    restore() {
        if (this.#settled)
            return;
        if (this.#disk.look(this.#folder, this.#name) !== undefined) {
            throw refusedWith('EEXIST', 'put back', this.#disk.mirror, placeBelow(this.#folder, this.#name).path);
        }
        this.#disk.move(this.#taken.folder, this.#name, this.#folder, this.#name, 'put back');
        this.#settled = true;
        this.#own.remove(this.#taken.top);
    }
    /** Removes it for good, with all below. Links are removed, not followed. Never throws: what cannot go waits for the next run. */
    discard() {
        if (this.#settled)
            return;
        this.#settled = true;
        this.#own.remove(this.#taken.top);
    }
}

;// CONCATENATED MODULE: ./build/sync/local/local-folder.js





/** What Windows answers while another program (a virus scanner, an indexer) has a file open. */
const IN_USE = new Set(['EBUSY', 'EPERM', 'EACCES']);
const TRIES_AGAIN = 5;
/** A folder of the mirror, there or not. Nothing is opened before it is used, and nothing made before {@link LocalFolder.make}. */
class LocalFolder {
    #parts;
    #disk;
    #place;
    constructor(parts, place) {
        this.#parts = parts;
        this.#disk = parts.disk;
        this.#place = place;
    }
    /**
     * Entries by name, without the mirror's own folder; empty when the folder is not there. One read of the directory, not kept.
     * @throws LocalError when a link or a file stands in its place, or it cannot be read
     */
    read() {
        const entries = new Map();
        try {
            this.#disk.folder(this.#place, 'read', path => {
                for (const entry of this.#disk.fileSystem.readdirSync(path, { withFileTypes: true })) {
                    const { name } = entry;
                    if (this.#isOwn(name))
                        continue;
                    if (entry.isFile())
                        entries.set(name, 'file');
                    else if (entry.isDirectory())
                        entries.set(name, 'folder');
                    else
                        entries.set(name, entry.isSymbolicLink() ? 'link' : 'other');
                }
            });
        }
        catch (error) {
            if (codeOf(error) !== 'ENOENT')
                throw error;
        }
        return entries;
    }
    /**
     * Size (bytes) and time of the last change (whole seconds since 1970 UTC) of a regular file; undefined for anything else and for nothing.
     * @throws LocalError when it cannot be looked at
     */
    stat(name) {
        const found = this.#disk.look(this.#place, name);
        if (found === undefined || !found.isFile())
            return undefined;
        return { size: found.size, modified: Math.floor(found.mtimeMs / 1000) };
    }
    /**
     * The folder below. Whether one is there is seen when it is used.
     * @throws LocalError when the name is not one step down
     */
    child(name) {
        this.#refuseReserved(name, 'read');
        this.#disk.checkName(this.#place, name, 'read');
        return new LocalFolder(this.#parts, placeBelow(this.#place, name));
    }
    /**
     * Makes the folder and its parents, as far as they are missing.
     * @throws LocalError, also when a link or a file stands in the place of one
     */
    make() {
        this.#disk.makeFolder(this.#place);
    }
    /**
     * Puts a finished temporary file in place, whole: its bytes are written, its time is set, then it is renamed over whatever file or link
     * is called `name`. A link is replaced, not followed. On Windows a file in use is tried again for a second.
     * @param modified whole seconds since 1970 UTC; undefined leaves the present time
     * @throws LocalError; `folder` when a folder stands there
     */
    async place(name, file, modified) {
        this.#refuseReserved(name, 'written');
        file.finish(modified);
        for (let again = 0;; again++) {
            try {
                file.moveTo(this.#place, name);
                return;
            }
            catch (error) {
                const inUse = this.#disk.platform === 'win32' && error instanceof LocalError && IN_USE.has(error.code);
                if (!inUse || again === TRIES_AGAIN)
                    throw error;
                await (0,promises_.setTimeout)(this.#parts.pause);
            }
        }
    }
    /**
     * Removes a file, or a link itself. One that is gone already is no error.
     * @throws LocalError; `folder` when a folder stands there
     */
    removeFile(name) {
        this.#refuseReserved(name, 'removed');
        try {
            this.#disk.entry(this.#place, name, 'removed', path => this.#disk.fileSystem.unlinkSync(path));
        }
        catch (error) {
            // A name that is not UTF-8 reads with this character in it, and is not found again.
            if (codeOf(error) === 'ENOENT' && !name.includes('\ufffd'))
                return;
            const isFolder = codeOf(error) !== 'ENOENT' && this.#disk.look(this.#place, name)?.isDirectory() === true;
            throw isFolder ? this.#refusal('folder', 'removed', name, error) : error;
        }
    }
    /**
     * Removes an empty folder. One that is gone already is no error.
     * @throws LocalError
     */
    removeFolder(name) {
        this.#refuseReserved(name, 'removed');
        this.#disk.access.forget(placeBelow(this.#place, name).path);
        try {
            this.#disk.entry(this.#place, name, 'removed', path => this.#disk.fileSystem.rmdirSync(path));
        }
        catch (error) {
            if (codeOf(error) !== 'ENOENT')
                throw error;
        }
    }
    /**
     * Renames an entry within the folder, where only letter case or normalisation differs. Never over another entry.
     * @throws LocalError
     */
    rename(from, to) {
        this.#refuseReserved(from, 'renamed');
        this.#refuseReserved(to, 'renamed');
        const old = this.#disk.look(this.#place, from);
        const other = this.#disk.look(this.#place, to);
        if (other !== undefined && (old === undefined || other.ino !== old.ino || other.dev !== old.dev)) {
            throw this.#refusal('EEXIST', 'renamed', to);
        }
        for (const name of [from, to])
            this.#disk.access.forget(placeBelow(this.#place, name).path);
        this.#disk.move(this.#place, from, this.#place, to, 'renamed');
    }
    /**
     * Moves an entry into the mirror's own folder, from where it can be put back.
     * @throws LocalError
     */
    moveAway(name) {
        this.#refuseReserved(name, 'moved away');
        return new MovedAway(this.#parts.disk, this.#parts.own, this.#place, name);
    }
    /** Keeps the folder open, from its next use until as many releases: a link that takes its place then changes nothing. */
    retain() {
        this.#disk.access.retain(this.#place);
    }
    release() {
        this.#disk.access.release(this.#place);
    }
    #isOwn(name) {
        return this.#place.parent === undefined && (0,names/* isOwnName */.sJ)(name, this.#disk.platform);
    }
    #refuseReserved(name, doing) {
        if (this.#isOwn(name))
            throw this.#refusal('own', doing, name);
        if ((0,names/* isGitName */.M$)(name, this.#disk.platform))
            throw this.#refusal('git', doing, name);
    }
    #refusal(code, doing, name, cause) {
        return refusedWith(code, doing, this.#disk.mirror, placeBelow(this.#place, name).path, cause);
    }
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./build/sync/local/kept-name.js

/** Longest proof (bytes) that is kept: it has to fit into a file name. */
const LONGEST_PROOF = 80;
/** Stands for a version: another path, size or time is another key. */
function keyOf({ path, size, modified }) {
    return (0,external_node_crypto_.hash)('sha256', `${path}\0${size}\0${modified}`).slice(0, 32);
}
/** All that has to be known of a part is in its name, so that both can only be there together. Undefined where it doesn't fit. */
function keptName({ key, bytes, proof }) {
    const text = Buffer.from(proof).toString('hex');
    return text === '' || text.length > 2 * LONGEST_PROOF ? undefined : `kept-${key}-${bytes.toString(36)}-${text}`;
}
/** The part that a name stands for; undefined for every other name. A name may come from a cache: its proof must be fit for a header. */
function readKeptName(name) {
    const match = /^kept-([0-9a-f]{32})-([0-9a-z]{1,11})-((?:[0-9a-f]{2}){1,80})$/.exec(name);
    if (match === null)
        return undefined;
    const [, key = '', bytes = '', hex = ''] = match;
    const proof = Buffer.from(hex, 'hex').toString('latin1');
    return /^[\x20-\x7e]+$/.test(proof) ? { key, bytes: Number.parseInt(bytes, 36), proof } : undefined;
}

;// CONCATENATED MODULE: ./build/sync/local/own-folder.js






const OWN = placeBelow(ROOT, names/* OWN_FOLDER */.w5);
/** What was moved away is called so; `depth` is how many names its path in the mirror has. */
const MOVED = /^moved-[0-9a-f]{8}-[0-9a-z]+-(?<depth>[1-9]\d{0,3})$/;
/**
 * The folder `.filecloud-mirror`, on the same file system as the rest: unfinished downloads, and what is moved away until its
 * replacement is in place. Made when first needed, so that a run that changes nothing writes nothing.
 */
class OwnFolder {
    place = OWN;
    #disk;
    #prefix = (0,external_node_crypto_.randomBytes)(4).toString('hex');
    /** Parts that an interrupted run kept, by the key of their version. */
    #kept = new Map();
    #keeps = true;
    #made = false;
    #given = 0;
    constructor(disk) {
        this.#disk = disk;
    }
    /**
     * Puts back what a killed run had moved away, and removes what else it left, but for the parts that an interrupted one kept. One run at a
     * time owns a mirror.
     * @throws LocalError
     */
    sweep() {
        const { fileSystem } = this.#disk;
        const there = this.#disk.look(ROOT, names/* OWN_FOLDER */.w5);
        if (there === undefined)
            return;
        const stuck = new Set(there.isDirectory() ? this.#putAllBack() : []);
        this.#disk.entry(ROOT, names/* OWN_FOLDER */.w5, 'removed', path => {
            if (there.isDirectory()) {
                for (const name of fileSystem.readdirSync(path))
                    this.#find(name, fileSystem.lstatSync(`${path}/${name}`));
            }
            // A link or a file of this name goes itself.
            if (this.#kept.size + stuck.size === 0)
                fileSystem.rmSync(path, { recursive: true, force: true });
            else {
                for (const name of fileSystem.readdirSync(path))
                    if (!this.#isKept(name) && !stuck.has(name))
                        this.remove(name);
            }
        });
        this.#disk.access.forget(OWN.path);
    }
    /** @returns the names of what could not be put back, and must not go */
    #putAllBack() {
        return this.#names(OWN).filter(name => {
            const depth = Number(MOVED.exec(name)?.groups?.['depth'] ?? 0);
            try {
                if (depth > 0 && this.#isFolder(OWN, name))
                    this.#putBack(placeBelow(OWN, name), depth);
                return false;
            }
            catch {
                return true;
            }
        });
    }
    /** @throws LocalError */
    #putBack(top, depth) {
        let from = top;
        let to = ROOT;
        for (let level = 1;; level++) {
            const [name, ...others] = this.#names(from);
            // Nothing was moved here yet, or somebody else made this.
            if (name === undefined || others.length > 0 || (0,names/* isOwnName */.sJ)(name, this.#disk.platform))
                return;
            if ((0,names/* isGitName */.M$)(name, this.#disk.platform))
                return;
            if (level < depth) {
                if (!this.#isFolder(from, name))
                    return;
                from = placeBelow(from, name);
                to = placeBelow(to, name);
                continue;
            }
            const place = placeBelow(to, name);
            // What was to replace it counts only when some of it is there.
            if (this.#isFolder(to, name) && !this.#removeEmpty(place))
                return;
            if (this.#disk.look(to, name) !== undefined)
                return;
            this.#disk.makeFolder(to);
            this.#disk.move(from, name, to, name, 'put back');
            return;
        }
    }
    /** Removes a folder in which there are only folders. @returns whether it was one. @throws LocalError */
    #removeEmpty(place) {
        const { fileSystem, access } = this.#disk;
        const { parent } = place;
        if (parent === undefined)
            return false;
        for (const name of this.#names(place)) {
            if (this.#disk.look(place, name)?.isDirectory() !== true || !this.#removeEmpty(placeBelow(place, name)))
                return false;
        }
        access.forget(place.path);
        this.#disk.entry(parent, place.name, 'removed', path => fileSystem.rmdirSync(path));
        return true;
    }
    #isFolder(place, name) {
        return this.#disk.look(place, name)?.isDirectory() === true;
    }
    #names(place) {
        return this.#disk.folder(place, 'read', path => this.#disk.fileSystem.readdirSync(path));
    }
    #find(name, stats) {
        const part = readKeptName(name);
        // A file with a second name may be one outside of the mirror, and would be written to in its place.
        const isOurs = stats.isFile() && stats.nlink === 1;
        if (part !== undefined && isOurs && stats.size === part.bytes)
            this.#kept.set(part.key, { name, part });
    }
    #isKept(name) {
        return this.#kept.get(readKeptName(name)?.key ?? '')?.name === name;
    }
    /**
     * The part of a version that an earlier run kept, open for writing at its end. It is the caller's then. One that cannot be opened is no
     * reason not to download: it goes. Never throws.
     */
    goOnWith(version) {
        if (this.#kept.size === 0)
            return undefined;
        const kept = this.#kept.get(keyOf(version));
        if (kept === undefined || kept.part.bytes > version.size)
            return undefined;
        this.#kept.delete(kept.part.key);
        const flags = external_node_fs_.constants.O_WRONLY | (external_node_fs_.constants.O_NOFOLLOW ?? 0);
        try {
            const descriptor = this.inside(kept.name, path => this.#disk.fileSystem.openSync(path, flags));
            return { name: kept.name, descriptor, part: kept.part };
        }
        catch {
            this.remove(kept.name);
            return undefined;
        }
    }
    /** Keeps what was downloaded of a version, should the run end before its end. Never throws: then it is not kept. */
    keep(name, part) {
        const newName = this.#keeps ? keptName(part) : undefined;
        if (newName === undefined) {
            this.remove(name);
            return;
        }
        try {
            if (newName !== name)
                this.#disk.move(OWN, name, OWN, newName, 'written');
            this.#kept.set(part.key, { name: newName, part });
        }
        catch {
            this.remove(name);
        }
    }
    get hasParts() {
        return this.#kept.size > 0;
    }
    /** Removes the kept parts, and keeps none from now on. Never throws. */
    keepNothing() {
        this.#keeps = false;
        for (const { name } of this.#kept.values())
            this.remove(name);
        this.#kept.clear();
    }
    /** A name that nothing in the folder has. Short, whatever the entry's own name is. */
    newName() {
        return `${this.#prefix}-${(this.#given++).toString(36)}`;
    }
    /**
     * Runs `work` on the path of an entry of the own folder, which is there then.
     * @throws LocalError
     */
    inside(name, work) {
        this.#make();
        try {
            return this.#disk.entry(OWN, name, 'written', work);
        }
        catch (error) {
            if (codeOf(error) !== 'ENOENT')
                throw error;
            // Another run that ended took the empty folder with it.
            this.#release();
            this.#make();
            return this.#disk.entry(OWN, name, 'written', work);
        }
    }
    /**
     * Moves an entry of the mirror in here, below folders of the same names: if the run is killed now, the next one sees where it belongs.
     * @throws LocalError
     */
    take(folder, name) {
        this.#make();
        const parents = folder.path === '' ? [] : folder.path.split('/');
        const top = `moved-${this.newName()}-${parents.length + 1}`;
        const within = parents.reduce(placeBelow, placeBelow(OWN, top));
        try {
            this.#disk.makeFolder(within, 0o700);
            this.#disk.access.forget(placeBelow(folder, name).path);
            this.#disk.move(folder, name, within, name, 'moved away');
        }
        catch (error) {
            this.remove(top);
            throw error;
        }
        return { top, folder: within };
    }
    /** Removes an entry for good, with all below; links are removed, not followed. What cannot go is left for the next run's sweep. */
    remove(name) {
        this.#disk.access.forget(placeBelow(OWN, name).path);
        try {
            this.#disk.entry(OWN, name, 'removed', path => {
                this.#disk.fileSystem.rmSync(path, { recursive: true, force: true });
            });
        }
        catch {
            // It is in nobody's way.
        }
    }
    /**
     * Removes the folder, if it is empty. Never throws.
     * @param interrupted keeps the parts of downloads for the next run; a run that came to its end leaves nothing
     */
    close(interrupted) {
        const hadParts = this.hasParts;
        if (!interrupted)
            this.keepNothing();
        if (!this.#made && !hadParts)
            return;
        this.#release();
        try {
            this.#disk.entry(ROOT, names/* OWN_FOLDER */.w5, 'removed', path => this.#disk.fileSystem.rmdirSync(path));
        }
        catch {
            // What is left in it is swept by the next run.
        }
    }
    #make() {
        if (this.#made)
            return;
        this.#disk.makeFolder(OWN, 0o700);
        this.#disk.access.retain(OWN);
        this.#made = true;
    }
    #release() {
        if (this.#made)
            this.#disk.access.release(OWN);
        this.#made = false;
        this.#disk.access.forget(OWN.path);
    }
}

;// CONCATENATED MODULE: ./build/sync/local/temporary-file.js


/** Bytes that wait in memory; only larger files are on disk before they are whole. */
const MOST_BUFFERED = 256 * 1024;
/** Bytes of a download that are worth keeping. */
const LEAST_KEPT = 1024 * 1024;
/** Seconds since 1970 that a Date can hold, in either direction. */
const FARTHEST_TIME = 8.64e12;
/** A download on its way. It becomes visible in the mirror only whole, by `LocalFolder.place`. */
class TemporaryFile {
    #disk;
    #own;
    #version;
    #name;
    /** See {@link Sink.proof}. */
    proof;
    #size = 0;
    #buffer = Buffer.alloc(0);
    #descriptor;
    #onDisk = false;
    /**
     * @param version what is downloaded: a large one that is not placed is kept, and gone on with by a later run
     * @throws LocalError
     */
    constructor(disk, own, version) {
        this.#disk = disk;
        this.#own = own;
        this.#version = version;
        const kept = version === undefined ? undefined : own.goOnWith(version);
        this.#name = kept?.name ?? own.newName();
        if (kept !== undefined) {
            this.#descriptor = kept.descriptor;
            this.#size = kept.part.bytes;
            this.proof = kept.part.proof;
            this.#onDisk = true;
        }
    }
    /** Bytes written so far. */
    get size() {
        return this.#size;
    }
    /** @throws LocalError */
    write(chunk) {
        if (this.#descriptor === undefined) {
            if (this.#size + chunk.byteLength <= MOST_BUFFERED) {
                this.#keep(chunk);
                return;
            }
            this.#spill();
        }
        this.#append(chunk, this.#size);
        this.#size += chunk.byteLength;
    }
    /** @throws LocalError */
    restart() {
        const descriptor = this.#descriptor;
        if (descriptor !== undefined)
            this.#translated(() => this.#disk.fileSystem.ftruncateSync(descriptor));
        this.#size = 0;
        this.proof = undefined;
    }
    /**
     * To be called at the end, however it was: what was not put in place is thrown away. Never throws.
     * @param isEnding whether the run ends before its end: then a large part is kept for the next one, where its version can be proven
     */
    discard(isEnding = false) {
        this.#buffer = Buffer.alloc(0);
        try {
            this.#close();
        }
        catch {
            // It goes anyway.
        }
        if (this.#onDisk) {
            const { proof } = this;
            if (isEnding && this.#version !== undefined && proof !== undefined && this.#size >= LEAST_KEPT) {
                this.#own.keep(this.#name, { key: keyOf(this.#version), bytes: this.#size, proof });
            }
            else
                this.#own.remove(this.#name);
        }
        this.#onDisk = false;
    }
    /**
     * Writes what still waits and sets the time of the last change. Nothing more can be written then.
     * @param modified whole seconds since 1970 UTC; undefined leaves the present time
     * @throws LocalError
     */
    finish(modified) {
        if (this.#descriptor === undefined) {
            if (this.#onDisk)
                return;
            this.#spill();
        }
        if (modified !== undefined)
            this.#setTime(modified);
        this.#translated(() => this.#close());
    }
    /**
     * Moves the finished file over whatever file or link stands at its place.
     * @throws LocalError
     */
    moveTo(folder, name) {
        this.#disk.move(this.#own.place, this.#name, folder, name, 'written');
        this.#onDisk = false;
    }
    /** The chunk may be reused by the caller, so it is copied. */
    #keep(chunk) {
        const needed = this.#size + chunk.byteLength;
        if (needed > this.#buffer.byteLength) {
            const larger = Buffer.allocUnsafe(Math.max(needed, Math.min(2 * this.#buffer.byteLength, MOST_BUFFERED)));
            this.#buffer.copy(larger, 0, 0, this.#size);
            this.#buffer = larger;
        }
        this.#buffer.set(chunk, this.#size);
        this.#size = needed;
    }
    #spill() {
        // wx: what stands there already, a link too, is an error and not written to. The umask is the system's.
        this.#descriptor = this.#own.inside(this.#name, path => this.#disk.fileSystem.openSync(path, 'wx', 0o644));
        this.#onDisk = true;
        this.#append(this.#buffer.subarray(0, this.#size), 0);
        this.#buffer = Buffer.alloc(0);
    }
    /** Positions are explicit: after a restart, the descriptor's own would leave a hole. */
    #append(bytes, position) {
        const descriptor = this.#descriptor;
        if (descriptor === undefined)
            return;
        this.#translated(() => {
            for (let done = 0; done < bytes.byteLength;) {
                done += this.#disk.fileSystem.writeSync(descriptor, bytes, done, bytes.byteLength - done, position + done);
            }
        });
    }
    #setTime(modified) {
        const descriptor = this.#descriptor;
        if (descriptor === undefined)
            return;
        // A Date, since numbers below zero mean "now" to Node.
        const time = new Date(Math.max(-FARTHEST_TIME, Math.min(FARTHEST_TIME, modified)) * 1000);
        this.#translated(() => {
            try {
                this.#disk.fileSystem.futimesSync(descriptor, time, time);
            }
            catch (error) {
                // A time that the file system cannot hold: the content is still right.
                const code = codeOf(error);
                if (code !== 'EINVAL' && code !== 'EOVERFLOW' && code !== 'ERANGE')
                    throw error;
            }
        });
    }
    #close() {
        const descriptor = this.#descriptor;
        if (descriptor === undefined)
            return;
        // Also where closing fails, the descriptor is free afterwards and may be somebody else's.
        this.#descriptor = undefined;
        this.#disk.fileSystem.closeSync(descriptor);
    }
    #translated(work) {
        try {
            work();
        }
        catch (error) {
            throw localError(error, 'written', this.#disk.mirror, `${this.#own.place.path}/${this.#name}`);
        }
    }
}

;// CONCATENATED MODULE: ./build/sync/local/mirror-folder.js















/**
 * The local side of the mirror: nothing outside of it is ever written, deleted or changed, whatever names the server sends and whatever
 * links are planted below.
 */
class MirrorFolder {
    /** Whether the folder is there; only in a dry run it may not be. */
    exists;
    root;
    #parts;
    #write;
    #moved = new Set();
    #fold;
    #closed = false;
    constructor(parts, exists, write) {
        this.#parts = parts;
        this.exists = exists;
        this.#write = write;
        this.root = new LocalFolder(parts, ROOT);
    }
    /**
     * Opens the folder, and makes it where it is missing and may be written. Links on the way to it are followed, once, here.
     * Removes the temporary files of a run that was killed.
     * @throws RunError when it is no folder or cannot be used
     */
    static open(path, options) {
        const { write, platform = process.platform, pause = 200, fileSystem: given = diskFileSystem } = options;
        const fileSystem = write ? given : readOnly(given);
        try {
            const real = realPath(fileSystem, path, write);
            const access = (platform === 'linux' && real.exists ? DescriptorAccess.open(fileSystem, real.path) : undefined) ??
                new CheckedAccess(fileSystem, real.path);
            const disk = new Disk(fileSystem, access, real.path, platform);
            const own = new OwnFolder(disk);
            try {
                if (write)
                    own.sweep();
            }
            catch (error) {
                access.close();
                throw error;
            }
            return new MirrorFolder({ disk, own, pause }, real.exists, write);
        }
        catch (error) {
            if (error instanceof errors/* RunError */.e4 || codeOf(error) === undefined)
                throw error;
            throw new errors/* RunError */.e4(`local-path “${path}” cannot be used: ${(0,errors/* messageOf */.bD)(error).replace(/\.?$/, '.')} Choose another folder, or let this user write to it.`, { cause: error });
        }
    }
    /** The real path. */
    get path() {
        return this.#parts.disk.mirror;
    }
    /** What this file system takes for the same name. Looked at once, when first asked. */
    get fold() {
        this.#fold ??= probeFold(this.#parts.disk, this.#write ? this.#parts.own : undefined);
        return this.#fold;
    }
    /**
     * A file to download into, on the same file system. Nothing of it is on disk before 256 KiB are written or it is put in place.
     * @param version what is downloaded: where an interrupted run kept a part of it, the file begins with that part
     * @throws LocalError
     */
    temporaryFile(version) {
        return new TemporaryFile(this.#parts.disk, this.#parts.own, version);
    }
    /**
     * Moves an entry of a folder into the own folder, until its replacement is in place.
     * @throws LocalError when it cannot be moved; then it stays where it is
     */
    moveAway(folder, name) {
        const moved = folder.moveAway(name);
        this.#moved.add(moved);
        return moved;
    }
    /** Whether parts of downloads are kept in the own folder. */
    get hasParts() {
        return this.#parts.own.hasParts;
    }
    /** Removes the parts of downloads that were kept, and keeps none from now on: on a full disk, they are what is in the way. Never throws. */
    keepNothing() {
        this.#parts.own.keepNothing();
    }
    /** What is in a folder that was moved away. */
    contentOf(moved) {
        return new LocalFolder(this.#parts, moved.place);
    }
    /**
     * Removes the own folder and closes everything. What was moved away and not settled is put back. Never throws.
     * @param interrupted leaves the parts of large downloads there, for the next run
     */
    close(interrupted = false) {
        if (this.#closed)
            return;
        this.#closed = true;
        for (const moved of this.#moved) {
            try {
                moved.restore();
            }
            catch {
                // Its place is taken. It stays in the own folder.
            }
        }
        this.#parts.own.close(interrupted);
        this.#parts.disk.access.close();
    }
}
/** @throws RunError, or an error of the file system */
function realPath(fileSystem, path, write) {
    const found = fileSystem.statSync(path, { throwIfNoEntry: false });
    if (found === undefined) {
        if (!write)
            return { path: (0,external_node_path_.resolve)(path), exists: false };
        if (fileSystem.lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) {
            throw new errors/* RunError */.e4(`local-path “${path}” is a link to a folder that is not there. Make that folder, or remove the link.`);
        }
        (0,make_folder/* makeFolder */.f)((0,external_node_path_.resolve)(path), fileSystem, 0o755);
    }
    else if (!found.isDirectory()) {
        throw new errors/* RunError */.e4(`local-path “${path}” is a file, not a folder. Remove it, or choose another folder.`);
    }
    return { path: fileSystem.realpathSync(path), exists: true };
}


/***/ }),

/***/ 6809:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   EE: () => (/* binding */ collisionKey),
/* harmony export */   M$: () => (/* binding */ isGitName),
/* harmony export */   R7: () => (/* binding */ holdsGit),
/* harmony export */   Z6: () => (/* binding */ isRepository),
/* harmony export */   sJ: () => (/* binding */ isOwnName),
/* harmony export */   w5: () => (/* binding */ OWN_FOLDER),
/* harmony export */   wT: () => (/* binding */ REPOSITORY_PARTS),
/* harmony export */   x5: () => (/* binding */ refusal)
/* harmony export */ });
/** The mirror's own folder, for temporary files. No entry of the server may have its name. */
const OWN_FOLDER = '.filecloud-mirror';
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
function refusal(name, platform) {
    const reason = general(name, platform) ?? (platform === 'win32' ? onWindows(name) : undefined);
    return reason === undefined ? undefined : `The name ${reason}. Rename it on the server, or exclude it.`;
}
function general(name, platform) {
    if (name === '')
        return 'is empty';
    if (name === '.')
        return 'is “.”, which means the folder itself';
    if (name === '..')
        return 'is “..”, which points outside the folder';
    if (name.includes('/'))
        return 'contains “/”, which separates folders';
    if (name.includes('\0'))
        return 'contains a NUL character';
    if (!name.isWellFormed())
        return 'contains half a character (a lone surrogate), which no file system can hold';
    if (isOwnName(name, platform))
        return `is “${OWN_FOLDER}”, which is reserved for temporary files of the mirror`;
    if (isGitName(name, platform))
        return `is “${GIT}”, which git would run commands from`;
    const unit = platform === 'win32' || platform === 'darwin' ? 'characters' : 'bytes';
    const length = unit === 'characters' || name.length * 3 <= LONGEST_NAME ? name.length : Buffer.byteLength(name);
    if (length > LONGEST_NAME)
        return `is ${length} ${unit} long, and ${LONGEST_NAME} are possible`;
    return undefined;
}
function onWindows(name) {
    const forbidden = FORBIDDEN_ON_WINDOWS.exec(name)?.[0];
    if (forbidden !== undefined) {
        return forbidden < ' '
            ? 'contains a control character, which Windows does not allow'
            : `contains “${forbidden}”, which Windows does not allow`;
    }
    if (name.endsWith('.') || name.endsWith(' '))
        return 'ends with a dot or a space, which Windows takes away';
    const [base = ''] = name.split('.', 1);
    if (DEVICE.test(base.trimEnd()))
        return `is the device “${base.trimEnd()}” on Windows`;
    return undefined;
}
/** Whether a name is, on some file system, the one of the mirror's own folder. */
function isOwnName(name, platform) {
    return isSpelling(name, OWN_FOLDER) || (platform === 'win32' && SHORT_OWN_NAME.test(name));
}
/**
 * Whether a name is, on some file system, `.git`: a folder with hooks and a `config`, or a file that leads to one. Whoever calls git below
 * runs the commands in there, so none comes from the server, and one that is there is somebody's repository.
 */
function isGitName(name, platform) {
    return isSpelling(name, GIT) || (platform === 'win32' && SHORT_GIT_NAME.test(name));
}
/** Whether one of a folder's names makes it the working tree of a Git repository. */
function holdsGit(names, platform) {
    for (const name of names)
        if (isGitName(name, platform))
            return true;
    return false;
}
/** What git knows a repository by that has no `.git`, and what it runs commands from in one (gitrepository-layout). */
const REPOSITORY_PARTS = [
    'HEAD',
    'commondir',
    'objects',
    'refs',
    'config',
    'config.worktree',
    'hooks',
];
/** Whether git takes a folder for a repository. @param has whether something of a name is in it */
function isRepository(has) {
    return has('HEAD') && (has('commondir') || (has('objects') && has('refs')));
}
/** Whether a file system that ignores case, or what HFS+ ignores, takes a name for a reserved one, which begins with a dot. */
function isSpelling(name, reserved) {
    const first = name.charCodeAt(0);
    if (name.length < reserved.length || (first !== 0x2e && first < 0x200c))
        return false;
    return name.replace(IGNORED_BY_HFS, '').toLowerCase() === reserved;
}
/**
 * Names with the same key are one file there. Where file systems differ (ß and ss are one name on APFS, two on NTFS), the key is the
 * coarser: refusing two names loses nothing, and writing one over the other does.
 */
function collisionKey(name, fold) {
    let key = fold.normalisation ? name.normalize('NFD') : name;
    if (fold.case) {
        // Twice, since some letters have a way back in one direction only: ẞ, ß and SS; ſ and S; the Kelvin sign and k.
        key = key.toLowerCase().toUpperCase().toLowerCase();
    }
    return fold.normalisation ? key.normalize('NFC') : key;
}


/***/ })

};
