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
            if (typeof status === 'number')
                this.#failure = status >= 500 ? `HTTP status ${status}` : undefined;
        });
        (0,external_node_diagnostics_channel_.subscribe)('http.client.request.error', message => {
            const error = field(message, 'error');
            if (error instanceof Error)
                this.#failure = error.message;
        });
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
        tell({ kind: 'result', key: await run(task) });
    }
    catch (error) {
        tell({ kind: 'thrown', reason: (0,errors/* messageOf */.bD)(error) });
    }
    // Sockets that the library leaves open would keep the process alive.
    process.exit();
}
async function run({ task, path, key }) {
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
