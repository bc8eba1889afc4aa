export const id = 24;
export const ids = [24,924];
export const modules = {

/***/ 6024:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ActionsReporter: () => (/* binding */ ActionsReporter)
/* harmony export */ });
/* harmony import */ var _escape_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9924);
/* harmony import */ var _lines_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3058);
/* harmony import */ var _progress_line_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2227);



/** Milliseconds between two lines of progress. */
const INTERVAL = 5000;
/** Warnings that a step shows (the runner keeps ten of a kind). */
const ANNOTATIONS = 10;
/** Secrets that the runner is told of: a server may send a new cookie with each answer, and none of them is shown here anyway. */
const MASKS = 100;
/** The log of a GitHub Actions step. Workflow commands are written here only. */
class ActionsReporter {
    #lines;
    #debug;
    #clock;
    #warnings = 0;
    #masks = 0;
    constructor({ output, debug, now = () => performance.now() }) {
        this.#lines = new _lines_js__WEBPACK_IMPORTED_MODULE_0__/* .Lines */ .q(output);
        this.#debug = debug;
        this.#clock = new _progress_line_js__WEBPACK_IMPORTED_MODULE_1__/* .ProgressClock */ .Qv(INTERVAL, now);
    }
    async group(title, body) {
        this.#command('group', title);
        try {
            return await body();
        }
        finally {
            this.#lines.raw('::endgroup::');
        }
    }
    info(message) {
        this.#lines.write(message);
    }
    debug(message) {
        if (this.#debug)
            this.#command('debug', message);
    }
    warning(message) {
        if (++this.#warnings <= ANNOTATIONS)
            this.#command('warning', message);
        else
            this.#lines.write(`Warning: ${message}`);
    }
    error(message) {
        this.#command('error', ...this.redact(message).split('\n'));
    }
    progress(progress) {
        const elapsed = this.#clock.tick();
        if (elapsed !== undefined)
            this.#lines.write((0,_progress_line_js__WEBPACK_IMPORTED_MODULE_1__/* .progressLine */ .oz)(progress, elapsed));
    }
    secret(value) {
        const forms = this.#lines.redactor.add(value);
        if (forms.length === 0 || ++this.#masks > MASKS)
            return;
        for (const form of forms)
            this.#lines.raw(`::add-mask::${(0,_escape_js__WEBPACK_IMPORTED_MODULE_2__/* .commandData */ .w)(form)}`);
    }
    redact(text) {
        return this.#lines.redactor.apply(text);
    }
    flush() {
        return this.#lines.flush();
    }
    #command(name, ...lines) {
        const safe = lines.map(line => (0,_escape_js__WEBPACK_IMPORTED_MODULE_2__.visible)(this.redact(line))).join('\n');
        this.#lines.raw(`::${name}::${(0,_escape_js__WEBPACK_IMPORTED_MODULE_2__/* .commandData */ .w)(safe)}`);
    }
}


/***/ }),

/***/ 9924:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   visible: () => (/* binding */ visible),
/* harmony export */   w: () => (/* binding */ commandData)
/* harmony export */ });
/** Characters that end lines, move cursors, or turn the direction of text: C0, DEL, C1, line separators, bidirectional controls. */
const INVISIBLE = /[\0-\x1f\x7f-\x9f\u061c\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
/**
 * Both forms of workflow commands: `::command::` at a line's start, `##[command]` anywhere. The runner (ActionCommand.cs) looks for them by
 * the rules of a culture, in which soft hyphens, joiners and the like count for nothing: so these may stand in between.
 */
const COMMAND = /^([\s\p{DI}]*):(?=\p{DI}*:)/u;
const OLD_COMMAND = /#(?=\p{DI}*#\p{DI}*\[)/gu;
/**
 * Text of whatever origin as one line that people can read and no runner obeys: what is invisible, and the first character of what would be
 * a workflow command, is written as `\u{…}`.
 */
function visible(text) {
    return text
        .toWellFormed()
        .replaceAll(INVISIBLE, character => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
        .replaceAll(OLD_COMMAND, '\\u{23}')
        .replace(COMMAND, '$1\\u{3a}');
}
/** Escapes a workflow command's text, as the runner's own toolkit does. */
function commandData(text) {
    return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}


/***/ }),

/***/ 3058:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  q: () => (/* binding */ Lines)
});

// EXTERNAL MODULE: ./build/report/escape.js
var report_escape = __webpack_require__(9924);
;// CONCATENATED MODULE: ./build/report/redact.js
/** Shortest value (characters) that is taken out: shorter ones are in every word. */
const SHORTEST = 3;
/**
 * Values that stay secret for good, the inputs among them, and how many more do: the newest. A server, or what stands before it, may send a
 * new cookie with each answer (AWS does so for sticky sessions).
 */
const LASTING = 100;
const NEWEST = 1000;
/** Takes secrets out of everything that is printed or written, in each form that they may have. */
class Redactor {
    #forms = new Set();
    /** The same by their first characters. */
    #byStart = new Map();
    /** The forms of the values that go when too many newer ones came. */
    #passing = [];
    #values = 0;
    /** Forms that are looked for. */
    get size() {
        return this.#forms.size;
    }
    /** @returns the forms that are new */
    add(value) {
        if (value.length < SHORTEST)
            return [];
        const fresh = formsOf(value.toWellFormed()).filter(form => form.length >= SHORTEST && !this.#forms.has(form));
        if (fresh.length === 0)
            return [];
        for (const form of fresh)
            this.#take(form);
        if (++this.#values > LASTING)
            this.#passing.push(fresh);
        if (this.#passing.length > NEWEST)
            for (const form of this.#passing.shift() ?? [])
                this.#drop(form);
        return fresh;
    }
    apply(text) {
        if (this.#forms.size === 0)
            return text;
        let shown = '';
        let from = 0;
        for (let at = 0; at + SHORTEST <= text.length;) {
            const length = this.#longestAt(text, at);
            if (length === 0) {
                at++;
                continue;
            }
            shown += `${text.slice(from, at)}***`;
            at += length;
            from = at;
        }
        return shown + text.slice(from);
    }
    /** Characters of the longest form that begins there: a form may be a part of another. */
    #longestAt(text, at) {
        let longest = 0;
        for (const form of this.#byStart.get(text.slice(at, at + SHORTEST)) ?? []) {
            if (form.length > longest && text.startsWith(form, at))
                longest = form.length;
        }
        return longest;
    }
    #take(form) {
        this.#forms.add(form);
        const start = form.slice(0, SHORTEST);
        const others = this.#byStart.get(start);
        if (others === undefined)
            this.#byStart.set(start, new Set([form]));
        else
            others.add(form);
    }
    #drop(form) {
        this.#forms.delete(form);
        const start = form.slice(0, SHORTEST);
        const others = this.#byStart.get(start);
        others?.delete(form);
        if (others?.size === 0)
            this.#byStart.delete(start);
    }
}
/** Forms of a value: as it is, encoded, and as it stands in a message that was tidied up. */
function formsOf(value) {
    const bytes = Buffer.from(value);
    const base64 = bytes.toString('base64');
    const encoded = [
        encodeURIComponent(value),
        encodeURIComponent(value).replaceAll('%20', '+'),
        new URLSearchParams({ v: value }).toString().slice(2),
    ];
    const squeezed = value.replaceAll(/\s+/g, ' ');
    const page = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    const attribute = page.replaceAll('"', '&quot;');
    return [
        ...new Set([
            value,
            ...[value, squeezed].flatMap(text => [text, text.trim(), text.replace(/(?<![.\s])[.\s]+$/, '')]),
            page,
            attribute,
            attribute.replaceAll("'", '&#039;'),
            ...encoded,
            // Servers may write the digits of percent-encoded bytes small.
            ...encoded.map(form => form.replaceAll(/%[\dA-F]{2}/g, byte => byte.toLowerCase())),
            base64,
            base64.replace(/=+$/, ''),
            bytes.toString('base64url'),
            JSON.stringify(value).slice(1, -1),
        ]),
    ];
}

;// CONCATENATED MODULE: ./build/report/lines.js


/** The one place that prints: a line at a time, redacted and harmless. Goes on when nobody reads any more. */
class Lines {
    redactor = new Redactor();
    #stream;
    constructor(stream) {
        this.#stream = stream;
        // A closed pipe is no reason to end: the mirror still has to be right.
        stream.on('error', () => { });
    }
    /** Text of any origin, as one line: a name with a line break in it forges no other. */
    write(text, indent = '') {
        this.raw(indent + (0,report_escape.visible)(this.redactor.apply(text)));
    }
    /** Text whose line breaks are of our making. */
    writeAll(text, indent = '') {
        for (const line of this.redactor.apply(text).split('\n'))
            this.raw(indent + (0,report_escape.visible)(line));
    }
    /** A line of our own making, after redaction. */
    raw(line) {
        if (this.#open)
            this.#stream.write(`${line}\n`);
    }
    /** Resolves when everything written so far has left the process. */
    flush() {
        return new Promise(resolve => {
            if (!this.#open)
                resolve();
            else
                this.#stream.write('', () => resolve());
        });
    }
    /** A stream that failed takes what is written to it, and never says that it is done. */
    get #open() {
        return this.#stream.errored === null && !this.#stream.destroyed;
    }
}


/***/ }),

/***/ 2227:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Qv: () => (/* binding */ ProgressClock),
/* harmony export */   hr: () => (/* binding */ progressBar),
/* harmony export */   oz: () => (/* binding */ progressLine)
/* harmony export */ });
/* harmony import */ var _quantity_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9362);

/** Columns of the longest bar, and of the shortest that shares a line with the rate. */
const LONGEST_BAR = 30;
const SHORTEST_BAR = 10;
/** Columns that a bar is worth drawing in. */
const NARROWEST = 20;
/** When progress is shown, and since when its rate is measured: from the first word of it, since logging in and restoring download nothing. */
class ProgressClock {
    #interval;
    #now;
    #atOnce;
    #began;
    #shown = 0;
    /**
     * @param interval milliseconds between two showings
     * @param now milliseconds, monotonic
     * @param atOnce whether the first word is shown; otherwise only what lasts for an interval is
     */
    constructor(interval, now, atOnce = false) {
        this.#interval = interval;
        this.#now = now;
        this.#atOnce = atOnce;
    }
    /** To be called with each word of progress. @returns milliseconds since the first one, when it is time to show it */
    tick() {
        const now = this.#now();
        if (this.#began === undefined) {
            this.#began = now;
            this.#shown = now;
            return this.#atOnce ? 0 : undefined;
        }
        if (now - this.#shown < this.#interval)
            return undefined;
        this.#shown = now;
        return now - this.#began;
    }
}
/** How far a run is, as one line. @param elapsed milliseconds since the first word of progress */
function progressLine(progress, elapsed) {
    const [counts] = countsOf(progress);
    const [rate] = ratesOf(progress, elapsed);
    return progress.filesToDownload === 0 ? counts : `${counts} (${rate})`;
}
function countsOf(progress) {
    const folders = `${(0,_quantity_js__WEBPACK_IMPORTED_MODULE_0__/* .countText */ .lT)(progress.foldersListed)} of ${(0,_quantity_js__WEBPACK_IMPORTED_MODULE_0__/* .counted */ .hS)(progress.foldersKnown, 'folder')} listed`;
    const seen = `${folders}, ${(0,_quantity_js__WEBPACK_IMPORTED_MODULE_0__/* .counted */ .hS)(progress.filesSeen, 'file')} compared`;
    if (progress.filesToDownload === 0)
        return [seen, folders];
    const files = `${(0,_quantity_js__WEBPACK_IMPORTED_MODULE_0__/* .countText */ .lT)(progress.filesDownloaded)} of ${(0,_quantity_js__WEBPACK_IMPORTED_MODULE_0__/* .countText */ .lT)(progress.filesToDownload)} downloaded`;
    return [`${seen}, ${files}`, `${folders}, ${files}`, files];
}
function ratesOf(progress, elapsed) {
    const rate = elapsed > 0 ? progress.bytesDownloaded / (elapsed / 1000) : 0;
    const left = timeLeft(progress, elapsed);
    const bytes = `${(0,_quantity_js__WEBPACK_IMPORTED_MODULE_0__/* .bytesText */ .pV)(progress.bytesDownloaded)} of ${(0,_quantity_js__WEBPACK_IMPORTED_MODULE_0__/* .bytesText */ .pV)(progress.bytesToDownload)}`;
    const speed = `${(0,_quantity_js__WEBPACK_IMPORTED_MODULE_0__/* .bytesText */ .pV)(Math.round(rate))}/s`;
    if (left === undefined)
        return [`${bytes}, ${speed}`, speed];
    const time = `${(0,_quantity_js__WEBPACK_IMPORTED_MODULE_0__/* .durationText */ .S5)(left)} left`;
    return [`${bytes}, ${speed}, ${time}`, `${speed}, ${time}`, time];
}
/** Milliseconds until everything known is downloaded, at the rate so far; undefined while nothing can be told. */
function timeLeft(progress, elapsed) {
    const share = shareDone(progress);
    return share === undefined || share <= 0 || share >= 1 || elapsed <= 0 ? undefined : (elapsed * (1 - share)) / share;
}
/**
 * From 0 to 1: how much of what is known to need it is downloaded; undefined when nothing is. Of bytes and of files, whichever is less:
 * a thousand small files after a large one are no bytes, and take their time.
 */
function shareDone(progress) {
    if (progress.filesToDownload === 0)
        return undefined;
    const files = Math.min((progress.filesDownloaded + progress.filesArrived) / progress.filesToDownload, 1);
    return progress.bytesToDownload === 0 ? files : Math.min(progress.bytesDownloaded / progress.bytesToDownload, files);
}
/** A bar with its share, the rate and the time left, and how far everything is below it; no line longer than `width` columns. */
function progressBar(progress, elapsed, width) {
    const share = shareDone(progress);
    const counts = fitting(countsOf(progress), width);
    if (share === undefined || width < NARROWEST)
        return counts;
    const percent = `${String(Math.floor(share * 100)).padStart(3)} %`;
    const rates = ratesOf(progress, elapsed);
    const beside = `${percent}  ${rates[0]}`;
    if (width - beside.length > SHORTEST_BAR)
        return `${bar(share, width - beside.length - 1)} ${beside}\n${counts}`;
    return [`${bar(share, width - percent.length - 1)} ${percent}`, fitting(rates, width), counts].join('\n');
}
function bar(share, columns) {
    const inner = Math.min(LONGEST_BAR, columns);
    const done = Math.round(share * inner);
    return `${'█'.repeat(done)}${'░'.repeat(inner - done)}`;
}
/** The first that fits into the width; if none does, the shortest, cut. */
function fitting(texts, width) {
    const fits = texts.find(text => text.length <= width);
    return fits ?? (width <= 0 ? '' : `${(texts.at(-1) ?? '').slice(0, width - 1)}…`);
}


/***/ }),

/***/ 9362:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S5: () => (/* binding */ durationText),
/* harmony export */   hS: () => (/* binding */ counted),
/* harmony export */   lT: () => (/* binding */ countText),
/* harmony export */   pV: () => (/* binding */ bytesText)
/* harmony export */ });
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
/** `1.5 GiB`. @param bytes whole bytes */
function bytesText(bytes) {
    let value = bytes;
    let unit = 0;
    while (value >= 1024 && unit < UNITS.length - 1) {
        value /= 1024;
        unit++;
    }
    // 1023.96 would round up to a thousand of the smaller unit.
    if (unit > 0 && unit < UNITS.length - 1 && value.toFixed(1) === '1024.0') {
        value /= 1024;
        unit++;
    }
    return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`;
}
/** `12,345`. */
function countText(count) {
    return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}
/** `1 file`, `2 files`. */
function counted(count, one, many = `${one}s`) {
    return `${countText(count)} ${count === 1 ? one : many}`;
}
/** `0.4 s`, `12 s`, `3 min 5 s`, `2 h 7 min`. */
function durationText(milliseconds) {
    const seconds = milliseconds / 1000;
    if (seconds < 9.95)
        return `${seconds.toFixed(1)} s`;
    const whole = Math.round(seconds);
    if (whole < 60)
        return `${whole} s`;
    if (whole < 3600)
        return `${Math.floor(whole / 60)} min ${whole % 60} s`;
    return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}


/***/ })

};
