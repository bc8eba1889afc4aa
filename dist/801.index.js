export const id = 801;
export const ids = [801];
export const modules = {

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
