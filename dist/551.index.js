export const id = 551;
export const ids = [551];
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
            return { kind: 'result', key: textOf(value['key']) };
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

/***/ 5551:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  m: () => (/* binding */ MirrorCache)
});

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

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
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
    // The list of paths that the library gives to tar is one of lines, with `\` and a leading `-` having a meaning.
    if (/[\r\n]/.test(below))
        return no('its path holds a line break');
    if (platform !== 'win32' && below.includes('\\'))
        return no('its path holds a backslash');
    if (below.startsWith('-'))
        return no('its path starts with a dash');
    const link = linkOnTheWay(workspace, localPath);
    if (link !== undefined)
        return no(`${(0,external_node_path_.relative)(workspace, link)} is a symbolic link`);
    return { kind: 'cacheable', pattern: `./${escapeGlob(below.replaceAll(path.sep, '/'))}` };
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
;// CONCATENATED MODULE: ./build/cache/watch.js
const DEADLINES = { life: 60_000, answer: 15_000, failing: 15_000 };
/**
 * Decides when to give up on the cache service. A transfer that moves is never given up, however long it takes, nor is tar at work;
 * a service that hangs, or that answers with errors only, costs a run seconds.
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
;// CONCATENATED MODULE: ./build/cache/trouble.js
const LONGEST = 300;
/** What the library says of its own accord; its exit tells only whether it worked. The first that is found is the cause. */
const CAUSES = [
    /^(.*No space left on device.*)$/i,
    /^::debug::Failed to reserve cache: (?:Error: )?(.*)$/,
    /^::warning::Cache reservation failed: (.*)$/,
    /^::(?:warning|error)::Failed to (?:save|restore): (.*)$/,
    /^Failed to save: (.*)$/,
    /^::(?:warning|error)::(.*)$/,
    /^(Cache (?:save|restore) skipped: .*)$/,
];
const KINDS = [
    ['denied', /cache (write|read) denied|^Cache (save|restore) skipped/],
    ['rate-limit', /rate limit|\(429\)|responded with 429/i],
    ['quota', /quota|insufficient usage/i],
    ['disk-full', /No space left on device|ENOSPC/i],
    ['taken', /\(409\)|another job may be creating|already exists/i],
    ['dead', /Unable to make request|after \d+ attempts|responded with 5\d\d|failed: |ECONNREFUSED|ENOTFOUND|ETIMEDOUT/],
];
/** What the library printed, cut down to what may tell the cause of a failure. Nothing of it is passed on as it is. */
class LibraryOutput {
    #causes = CAUSES.map(() => undefined);
    /** Takes one line. */
    add(line) {
        for (const [place, pattern] of CAUSES.entries()) {
            const cause = pattern.exec(line)?.[1];
            if (cause === undefined)
                continue;
            this.#causes[place] ??= cause;
            return;
        }
    }
    /** Why it did not work; undefined when the library said nothing, as when there was simply nothing to restore. */
    trouble() {
        const cause = this.#causes.find(text => text !== undefined);
        return cause === undefined ? undefined : troubleOf(cause);
    }
}
/** Sorts what was said or thrown. */
function troubleOf(text) {
    const reason = tidy(text);
    const kind = KINDS.find(([, pattern]) => pattern.test(reason))?.[0] ?? 'other';
    return { kind, reason };
}
/** The first line, decoded from the form of workflow commands, without the queries of addresses: they are signatures. */
function tidy(text) {
    const decoded = text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
    const [line = ''] = decoded.trim().split(/[\r\n]/, 1);
    return line.replace(/(https?:\/\/[^\s?]*)\?\S*/g, '$1').slice(0, LONGEST);
}

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
        return { kind: 'done', key: undefined, trouble: troubleOf((0,errors/* messageOf */.bD)(error)) };
    }
    finally {
        if (temporary !== undefined)
            sweep(temporary);
    }
}
async function converse(task, { entry, environment, workspace, deadlines }, temporary, signal) {
    const child = (0,external_node_child_process_.spawn)(process.execPath, [entry, '--cache-worker'], {
        cwd: workspace,
        env: {
            ...workerEnvironment(environment, workspace, temporary),
            ...(task.task === 'restore' ? onlyAdding(environment) : {}),
        },
        stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
        // The head of a process group, so that its tar ends with it.
        detached: process.platform !== 'win32',
        windowsHide: true,
    });
    const output = new LibraryOutput();
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
            if (last?.kind === 'result' && last.key !== undefined) {
                done(last.key, undefined);
            }
            else if (last?.kind === 'thrown') {
                done(undefined, troubleOf(last.reason));
            }
            else {
                done(undefined, output.trouble() ?? (last === undefined ? ENDED_EARLY : undefined));
            }
        };
        child.once('error', error => done(undefined, troubleOf(error.message)));
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
/**
 * What is in the folder already is left as it is: it may be the user's, or newer than the cache. The library has no such switch; GNU tar, which
 * it takes wherever there is one, reads this variable (GNU tar manual, "Using tar Options").
 */
function onlyAdding(environment) {
    return { TAR_OPTIONS: `${environment['TAR_OPTIONS'] ?? ''} --skip-old-files`.trim() };
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
    /** Whether the service did not answer: it is not waited for a second time. */
    #dead = false;
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
        const path = this.#path();
        if (path === undefined)
            return { hit: false, key: undefined };
        const end = await this.#run('restore', path, this.#keys.prefix, signal);
        const planted = this.#removePlantedLinks();
        if (end.kind === 'cancelled')
            throw new errors/* CancelledError */.cc();
        if (end.trouble !== undefined)
            this.#tellRestore(end.trouble);
        this.#restored = planted ? undefined : end.key;
        if (this.#restored !== undefined)
            this.#log.info(`Restored the mirror from the Actions cache: ${this.#restored}`);
        else if (end.trouble === undefined && !planted)
            this.#log.info('The Actions cache holds no such mirror yet.');
        return { hit: this.#restored !== undefined, key: this.#restored };
    }
    /**
     * Saves the whole mirror, unless what was restored is the same already. Never throws.
     * @param digest SHA-256 (hex) of the mirror's content
     */
    async save(digest, signal) {
        if (!isDigest(digest))
            return 'not-saved';
        if (this.#restored !== undefined && this.#keys.digestIn(this.#restored) === digest)
            return 'unchanged';
        return this.#save(this.#keys.complete(digest), signal);
    }
    /** Saves what there is of a mirror that was not finished, so that the next run goes on from there. Never throws. */
    async savePartial(signal) {
        // The step that tried to restore has said why there is no caching, if there is none.
        this.#told = true;
        return this.#save(this.#keys.partial(), signal);
    }
    async #save(key, signal) {
        if (this.#dead)
            return 'not-saved';
        const path = this.#path();
        if (path === undefined)
            return 'not-saved';
        try {
            // A part of a large download that was kept goes with a partial mirror; a complete one has none.
            (0,leftovers/* tidyOwnFolder */.$)(this.#config.localPath);
        }
        catch (error) {
            this.#log.debug(`Temporary files go into the cache, too: ${(0,errors/* messageOf */.bD)(error)}`);
        }
        const end = await this.#run('save', path, key, signal);
        if (end.kind === 'cancelled')
            return 'not-saved';
        if (end.key === undefined) {
            this.#tellSave(end.trouble ?? { kind: 'other', reason: 'no reason was given' });
            return 'not-saved';
        }
        this.#log.info(`Saved the mirror in the Actions cache: ${key}`);
        return 'saved';
    }
    #run(task, path, key, signal) {
        const options = {
            entry: this.#entry,
            environment: this.#environment,
            workspace: this.#config.workspace,
            deadlines: this.#deadlines,
        };
        return runWorker({ task, path, key }, options, signal);
    }
    /** The mirror's path for the library; undefined where there can be no caching. */
    #path() {
        if (!(0,service/* hasCacheService */.G)(this.#environment)) {
            if (this.#environment['GITHUB_ACTIONS'] === 'true') {
                this.#tellOnce('info', 'This runner has no Actions cache: the mirror is neither restored nor saved.');
            }
            return undefined;
        }
        const place = this.#place();
        if (place.kind === 'cacheable')
            return place.pattern;
        const remedy = 'Give a local-path below the workspace, or set cache to false.';
        this.#tellOnce('warning', `The mirror in ${this.#config.localPath} is not cached: ${place.reason}. ${remedy}`);
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
        this.#dead = kind === 'dead';
        if (kind === 'denied') {
            this.#log.info(`This run may not read the Actions cache (${reason}).`);
            return;
        }
        const rest = this.#dead ? 'without the cache, and does not try to save' : 'without it';
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
const REMEDIES = {
    dead: 'The next run downloads again what is not in the cache.',
    'rate-limit': 'The repository saves too often; the next run that changes something tries again.',
    quota: 'Delete caches of the repository, or raise its limit.',
    'disk-full': 'An archive of the mirror is built beside it: free as much space as the mirror takes, or set cache to false.',
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

/***/ 7226:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   QQ: () => (/* binding */ keptName),
/* harmony export */   TN: () => (/* binding */ keyOf),
/* harmony export */   Uu: () => (/* binding */ readKeptName)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);

/** Longest proof (bytes) that is kept: it has to fit into a file name. */
const LONGEST_PROOF = 80;
/** Stands for a version: another path, size or time is another key. */
function keyOf({ path, size, modified }) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.hash)('sha256', `${path}\0${size}\0${modified}`).slice(0, 32);
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


/***/ }),

/***/ 226:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ tidyOwnFolder)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var _names_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6809);
/* harmony import */ var _kept_name_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7226);




/**
 * Removes from a mirror's own folder what a killed run left, but for the kept parts of downloads, and the folder itself when it is empty
 * then. For when no run is going on.
 * @returns whether kept parts are there
 * @throws an error of the file system
 */
function tidyOwnFolder(mirror) {
    const own = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(mirror, _names_js__WEBPACK_IMPORTED_MODULE_3__/* .OWN_FOLDER */ .w5);
    if ((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.lstatSync)(own, { throwIfNoEntry: false })?.isDirectory() !== true) {
        // It is not there, or no folder, and goes. A link is never followed.
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.rmSync)(own, { force: true });
        return false;
    }
    const names = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readdirSync)(own);
    const left = names.filter(name => (0,_kept_name_js__WEBPACK_IMPORTED_MODULE_2__/* .readKeptName */ .Uu)(name) === undefined);
    for (const name of left)
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.rmSync)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(own, name), { recursive: true, force: true });
    if (left.length === names.length)
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.rmdirSync)(own);
    return left.length < names.length;
}


/***/ }),

/***/ 6809:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   EE: () => (/* binding */ collisionKey),
/* harmony export */   sJ: () => (/* binding */ isOwnName),
/* harmony export */   w5: () => (/* binding */ OWN_FOLDER),
/* harmony export */   x5: () => (/* binding */ refusal)
/* harmony export */ });
/** The mirror's own folder, for temporary files. No entry of the server may have its name. */
const OWN_FOLDER = '.filecloud-mirror';
/** Most bytes (Linux) or UTF-16 units (Windows, macOS) of a name. */
const LONGEST_NAME = 255;
/** Device names of Windows; they count with any extension (Microsoft, "Naming Files, Paths, and Namespaces"). */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])$/i;
const FORBIDDEN_ON_WINDOWS = /[\x01-\x1f<>:"|?*\\]/;
/** What HFS+ ignores in names: with them, a name could be the own folder's without looking like it. */
const IGNORED_BY_HFS = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;
/** The own folder's short name on Windows. */
const SHORT_OWN_NAME = /^filecl~\d/i;
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
    if (platform === 'win32' && SHORT_OWN_NAME.test(name))
        return true;
    const first = name.charCodeAt(0);
    if (name.length < OWN_FOLDER.length || (first !== 0x2e && first < 0x200c))
        return false;
    return name.replace(IGNORED_BY_HFS, '').toLowerCase() === OWN_FOLDER;
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
