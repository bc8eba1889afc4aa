export const id = 756;
export const ids = [756,801];
export const modules = {

/***/ 6756:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   post: () => (/* binding */ post)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var _cache_mirror_cache_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2446);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9473);
/* harmony import */ var _state_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8801);
/* harmony import */ var _sync_local_leftovers_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(226);
/* harmony import */ var _sync_names_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(6809);







/**
 * The post step: what a cancelled or failed run downloaded goes into the cache, so that the next run goes on from there. Not in the main
 * step, which a cancellation gives ten seconds at most. Never throws: the step failed already, or was cancelled.
 */
async function post({ reporter, environment, entry, }) {
    const state = (0,_state_js__WEBPACK_IMPORTED_MODULE_4__/* .readState */ .un)();
    if (state.phase === 'none' || state.phase === 'complete')
        return;
    try {
        const { localPath } = state.scope;
        if (!(0,_sync_local_leftovers_js__WEBPACK_IMPORTED_MODULE_5__/* .tidyOwnFolder */ .$)(localPath) && !hasNews(localPath, state.since - _cache_mirror_cache_js__WEBPACK_IMPORTED_MODULE_2__/* .CLOCK_STEP */ .k)) {
            reporter.info('The run that did not finish downloaded nothing new: there is nothing to save.');
            return;
        }
        const cache = new _cache_mirror_cache_js__WEBPACK_IMPORTED_MODULE_2__/* .MirrorCache */ .m({ config: state.scope, log: reporter, environment, entry });
        await cache.savePartial(new AbortController().signal);
    }
    catch (error) {
        reporter.warning(`What was downloaded was not saved in the Actions cache (${(0,_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .messageOf */ .bD)(error)}). The next run downloads it again.`);
    }
}
/** Whether a file of the mirror was put in its place after the instant: of that only the change time tells, by the file system's clock. */
function hasNews(folder, since) {
    const folders = [folder];
    for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
        for (const entry of entriesOf(next)) {
            if (entry.name === _sync_names_js__WEBPACK_IMPORTED_MODULE_6__/* .OWN_FOLDER */ .w5)
                continue;
            const path = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(next, entry.name);
            if (entry.isDirectory())
                folders.push(path);
            else if (entry.isFile() && ((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.statSync)(path, { throwIfNoEntry: false })?.ctimeMs ?? 0) >= since)
                return true;
        }
    }
    return false;
}
function entriesOf(folder) {
    try {
        return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readdirSync)(folder, { withFileTypes: true });
    }
    catch {
        return [];
    }
}


/***/ }),

/***/ 8801:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   isPostStep: () => (/* binding */ isPostStep),
/* harmony export */   markMainStep: () => (/* binding */ markMainStep),
/* harmony export */   nd: () => (/* binding */ saveStarted),
/* harmony export */   un: () => (/* binding */ readState),
/* harmony export */   yo: () => (/* binding */ saveEnded)
/* harmony export */ });
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3838);

/** Names of the runner's states; its environment shows them as `STATE_filecloud-mirror-…`. */
const SCOPE = 'filecloud-mirror-scope';
const SINCE = 'filecloud-mirror-since';
const END = 'filecloud-mirror-end';
/**
 * To be called when the cached mirror was restored and before the first download: what is newer than this instant is worth saving.
 * Not called where nothing may be cached (a dry run, `cache: false`), nor on the command line, which has no post step.
 */
function saveStarted(scope) {
    const { server, remotePath, include, exclude, shard, cacheKey, localPath, workspace } = scope;
    (0,_actions_core__WEBPACK_IMPORTED_MODULE_0__/* .saveState */ .LZ)(SCOPE, { server, remotePath, include, exclude, shard, cacheKey, localPath, workspace });
    (0,_actions_core__WEBPACK_IMPORTED_MODULE_0__/* .saveState */ .LZ)(SINCE, Date.now());
}
/** To be called when the run ended. `complete`: the whole mirror is there, and saved as far as it can be. */
function saveEnded(end) {
    (0,_actions_core__WEBPACK_IMPORTED_MODULE_0__/* .saveState */ .LZ)(END, end);
}
/** What the main step left. A state that cannot be read counts as none. */
function readState() {
    const end = (0,_actions_core__WEBPACK_IMPORTED_MODULE_0__/* .getState */ .Gu)(END);
    if (end === 'complete')
        return { phase: 'complete' };
    const scope = scopeIn((0,_actions_core__WEBPACK_IMPORTED_MODULE_0__/* .getState */ .Gu)(SCOPE));
    if (scope === undefined)
        return { phase: 'none' };
    const since = Number((0,_actions_core__WEBPACK_IMPORTED_MODULE_0__/* .getState */ .Gu)(SINCE)) || 0;
    return { phase: end === 'failed' ? 'failed' : 'started', scope, since };
}
function scopeIn(text) {
    const value = parse(text);
    if (typeof value !== 'object' || value === null)
        return undefined;
    const field = (name) => Reflect.get(value, name);
    const server = field('server');
    const remotePath = field('remotePath');
    const include = field('include');
    const exclude = field('exclude');
    const cacheKey = field('cacheKey');
    const localPath = field('localPath');
    const workspace = field('workspace');
    if (typeof server !== 'string' || typeof remotePath !== 'string' || typeof cacheKey !== 'string')
        return undefined;
    if (typeof localPath !== 'string' || typeof workspace !== 'string')
        return undefined;
    if (!isStrings(include) || !isStrings(exclude))
        return undefined;
    return { server, remotePath, include, exclude, shard: shardIn(field('shard')), cacheKey, localPath, workspace };
}
function shardIn(value) {
    if (typeof value !== 'object' || value === null)
        return undefined;
    const index = Reflect.get(value, 'index');
    const count = Reflect.get(value, 'count');
    return typeof index === 'number' && typeof count === 'number' ? { index, count } : undefined;
}
function isStrings(value) {
    return Array.isArray(value) && value.every(item => typeof item === 'string');
}
function parse(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
const MAIN = 'filecloud-mirror-main';
/** Leaves word that the main step ran: the same bundle is started again for the post step. */
function markMainStep() {
    (0,_actions_core__WEBPACK_IMPORTED_MODULE_0__/* .saveState */ .LZ)(MAIN, 'true');
}
/** Whether this is the post step. */
function isPostStep() {
    return (0,_actions_core__WEBPACK_IMPORTED_MODULE_0__/* .getState */ .Gu)(MAIN) !== '';
}


/***/ })

};
