export const id = 386;
export const ids = [386];
export const modules = {

/***/ 5393:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   PL: () => (/* binding */ decodeReferences),
/* harmony export */   d5: () => (/* binding */ head),
/* harmony export */   em: () => (/* binding */ sentence),
/* harmony export */   g7: () => (/* binding */ decodeText),
/* harmony export */   xe: () => (/* binding */ pageText)
/* harmony export */ });
const STRICT = new TextDecoder('utf-8', { fatal: true });
const LENIENT = new TextDecoder('utf-8');
/** Bytes as text. What is not UTF-8 becomes U+FFFD, so that it can be told by name. A byte order mark goes. */
function decodeText(bytes) {
    try {
        return STRICT.decode(bytes);
    }
    catch {
        return LENIENT.decode(bytes);
    }
}
const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** Decodes XML's references exactly once. @returns undefined for an unknown one, or one for a character that XML doesn't allow */
function decodeReferences(text) {
    if (!text.includes('&'))
        return text;
    let wrong = false;
    const decoded = text.replaceAll(/&(?:#x([0-9a-fA-F]{1,8})|#(\d{1,10})|([A-Za-z]\w*));|&/g, (_, hex, decimal, name) => {
        if (name !== undefined) {
            const character = NAMED[name];
            if (character !== undefined)
                return character;
        }
        else if (hex !== undefined || decimal !== undefined) {
            const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
            if (isXmlCharacter(code))
                return String.fromCodePoint(code);
        }
        wrong = true;
        return '';
    });
    return wrong ? undefined : decoded;
}
/** XML 1.0, production 2. */
function isXmlCharacter(code) {
    return (code === 9 ||
        code === 10 ||
        code === 13 ||
        (code >= 0x20 && code <= 0xd7ff) ||
        (code >= 0xe000 && code <= 0xfffd) ||
        (code >= 0x10000 && code <= 0x10ffff));
}
/** Most characters of a server's words that are shown: more are no message. A part of them might end in the middle of a secret. */
const MOST_WORDS = 10_000;
/** The words of a server to be put into a sentence of ours: without the white space and full stops at their end. */
function sentence(text) {
    if (text.length > MOST_WORDS)
        return 'its words are too many to show';
    // Looking back, each row of them is tried once; else it is tried again from each of its characters.
    return text.replace(/(?<![.\s])[.\s]+$/, '');
}
/** A page without its elements. An opening bracket ends the search for a closing one: else a page of nothing but those takes minutes. */
function pageText(page) {
    return page.replaceAll(/<[^<>]*>/g, ' ');
}
/** The first words of an answer, for an error: one line, at most 200 characters. Secrets have to be taken out of it before. */
function head(text) {
    const line = text.replaceAll(/\s+/g, ' ').trim();
    return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}


/***/ }),

/***/ 1386:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  mirror: () => (/* binding */ mirror)
});

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:v8"
var external_node_v8_ = __webpack_require__(8877);
// EXTERNAL MODULE: ./build/cache/mirror-cache.js + 4 modules
var mirror_cache = __webpack_require__(2446);
// EXTERNAL MODULE: ./build/cache/service.js
var service = __webpack_require__(7462);
// EXTERNAL MODULE: ./build/cache/tar.js
var tar = __webpack_require__(2142);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
;// CONCATENATED MODULE: ./build/sync/remote.js
/** One folder or file cannot be had; others can. */
class RemoteError extends Error {
    name = 'RemoteError';
    failure;
    constructor(failure, message, options) {
        super(message, options);
        this.failure = failure;
    }
}

;// CONCATENATED MODULE: ./build/filecloud/passing-error.js
/** What failed in passing: the same request may work a moment later. */
class PassingError extends Error {
    name = 'PassingError';
    /** Milliseconds that the server asked to wait. */
    retryAfter;
    /** Whether the server asked everybody to slow down (429, 503). */
    overload;
    /** Whether the server, or what stands before it, said that it cannot answer anybody now (429, 502–504, 509, 520–530). */
    unavailable;
    /** Whether there was no answer at all. */
    unanswered;
    /** Whether a kept connection had been closed by the server meanwhile: nothing was wrong with the request. */
    stale;
    constructor(message, options = {}) {
        super(message, { cause: options.cause });
        this.retryAfter = options.retryAfter;
        this.overload = options.overload ?? false;
        this.unavailable = options.unavailable ?? false;
        this.unanswered = options.unanswered ?? false;
        this.stale = options.stale ?? false;
    }
}

;// CONCATENATED MODULE: ./build/free.js
/**
 * Frees memory at once that nobody needs any more, not when garbage is collected: the next that is asked for is still in the processor's
 * cache. Node 20 cannot.
 * @param buffer nobody else has a part of it, so it is none of Node's pool
 */
function free(buffer) {
    if (buffer instanceof ArrayBuffer && 'transfer' in buffer)
        buffer.transfer(0);
}

;// CONCATENATED MODULE: ./build/filecloud/gatherer.js

/** Bytes that a buffer has at least. */
const LEAST = 64 * 1024;
/** A larger one is not kept for the next answer: a page of a thousand entries has about one million. */
const LARGEST_KEPT = 2 * 1024 * 1024;
/** Buffers that wait for the next answer: as many as answers were ever read at once. */
const spare = [];
/**
 * Gathers the chunks of an answer. They are copied, into memory that answers use in turn: chunks that were kept until the answer is whole
 * would outlive a collection of garbage or two, and then stay for long.
 */
class Gatherer {
    #bytes;
    #size = 0;
    /** @param expected bytes, where the server tells; more or fewer may come */
    constructor(expected = 0) {
        this.#bytes = taken(expected);
    }
    get size() {
        return this.#size;
    }
    add(chunk) {
        const size = this.#size + chunk.length;
        if (size > this.#bytes.length) {
            const larger = taken(Math.max(size, 2 * this.#bytes.length));
            this.#bytes.copy(larger, 0, 0, this.#size);
            givenBack(this.#bytes);
            this.#bytes = larger;
        }
        chunk.copy(this.#bytes, this.#size);
        this.#size = size;
    }
    /** What came so far, until the end. */
    get bytes() {
        return this.#bytes.subarray(0, this.#size);
    }
    /** Gives the memory back. */
    end() {
        givenBack(this.#bytes);
        this.#bytes = NONE;
        this.#size = 0;
    }
}
const NONE = Buffer.alloc(0);
function taken(least) {
    // The last one is still in the processor's cache.
    const index = spare.findLastIndex(buffer => buffer.length >= least);
    const [kept] = index < 0 ? [] : spare.splice(index, 1);
    // Never of Node's pool: it is freed, too.
    return kept ?? Buffer.allocUnsafeSlow(Math.max(LEAST, least));
}
function givenBack(buffer) {
    if (buffer.length === 0)
        return;
    if (buffer.length <= LARGEST_KEPT)
        spare.push(buffer);
    else
        free(buffer.buffer);
}

// EXTERNAL MODULE: ./build/filecloud/text.js
var filecloud_text = __webpack_require__(5393);
;// CONCATENATED MODULE: ./build/filecloud/read-whole.js



/**
 * Reads a whole answer.
 * @param use gets its bytes, valid only during the call
 * @throws RemoteError when it is larger than it may be; what `use` throws
 */
async function readWhole(answer, { most, tooLarge }, use) {
    const announced = Number(answer.header('content-length') ?? 0);
    // Bounded: it is only what the server says.
    const gatherer = new Gatherer(announced >= 0 && announced <= most ? announced : 0);
    try {
        await answer.read(bytes => {
            if (gatherer.size + bytes.length > most)
                throw tooLarge();
            gatherer.add(bytes);
        });
        return use(gatherer.bytes);
    }
    finally {
        gatherer.end();
    }
}
/** Reads a whole answer as text. @throws RemoteError when it is larger than it may be */
function readText(answer, most) {
    const tooLarge = () => new RemoteError('malformed', `The answer is larger than ${most / 1024 / 1024} MiB. That is no answer of a FileCloud server: check server.`);
    return readWhole(answer, { most, tooLarge }, filecloud_text/* decodeText */.g7);
}

// EXTERNAL MODULE: ./node_modules/fast-xml-parser/src/xmlparser/XMLParser.js + 23 modules
var XMLParser = __webpack_require__(1143);
// EXTERNAL MODULE: ./node_modules/fast-xml-parser/src/fxp.js
var fxp = __webpack_require__(5824);
;// CONCATENATED MODULE: ./build/filecloud/xml-document.js


/** Names and numbers stay as they are written, references are decoded by us: the parser's defaults turn `007` into 7 and trim names. */
const PARSER = new XMLParser/* default */.A({
    parseTagValue: false,
    trimValues: false,
    ignoreAttributes: true,
    processEntities: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
});
/** Tags of the largest document that is parsed: a page of a thousand entries has eighty thousand. */
const MOST_TAGS = 500_000;
/**
 * Reads a small document, or an entry that isn't plain, strictly: well-formed, one root, no DTD.
 * @returns the root element's name and content, or what it is instead
 */
function readXml(text) {
    const trimmed = text.trim();
    if (trimmed === '')
        return 'empty';
    if (/^[{[]/.test(trimmed))
        return 'json';
    if (isHtml(trimmed))
        return 'html';
    if (!trimmed.startsWith('<'))
        return 'text';
    if (/<!(DOCTYPE|ENTITY)/i.test(trimmed))
        return 'broken';
    if (hasMoreTags(trimmed, MOST_TAGS))
        return 'large';
    const document = withoutCdata(trimmed);
    if (document === undefined || fxp/* XMLValidator */.iI.validate(document) !== true)
        return 'broken';
    let parsed;
    try {
        parsed = PARSER.parse(document);
    }
    catch {
        return 'broken';
    }
    if (!isElement(parsed))
        return 'broken';
    const roots = Object.keys(parsed).filter(name => !name.startsWith('#') && !name.startsWith('?'));
    const [root] = roots;
    if (root === undefined || roots.length > 1)
        return 'broken';
    const content = parsed[root];
    if (content === undefined || Array.isArray(content))
        return 'broken';
    return { root, content };
}
/** Whether a text begins as a page does, behind white space, a byte order mark, comments and instructions. */
function isHtml(text) {
    const before = /\s+|<!--[\s\S]*?-->|<\?[\s\S]*?\?>/y;
    let at = 0;
    while (before.test(text))
        at = before.lastIndex;
    const page = /<(?:!doctype\s+html|html|head|body)[\s/>]/iy;
    page.lastIndex = at;
    return page.test(text);
}
function hasMoreTags(text, most) {
    if (text.length <= most)
        return false;
    let tags = 0;
    for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1))
        if (++tags > most)
            return true;
    return false;
}
const CDATA = '<![CDATA[';
/** What may hold anything until its end (XML 1.0, 2.5 to 2.7). */
const ENDS = new Map([
    [CDATA, ']]>'],
    ['<!--', '-->'],
    ['<?', '?>'],
]);
/**
 * Writes what stands in CDATA sections with references: the parser joins it with the text around, whose references are decoded later.
 * @returns undefined where something has no end
 */
function withoutCdata(text) {
    if (!text.includes(CDATA))
        return text;
    const parts = [];
    const opening = /<!\[CDATA\[|<!--|<\?/g;
    let done = 0;
    for (let open = opening.exec(text); open !== null; open = opening.exec(text)) {
        const end = ENDS.get(open[0]) ?? '';
        const start = open.index + open[0].length;
        const stop = text.indexOf(end, start);
        if (stop < 0)
            return undefined;
        opening.lastIndex = stop + end.length;
        if (open[0] !== CDATA)
            continue;
        const content = text.slice(start, stop);
        const written = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
        parts.push(text.slice(done, open.index), written);
        done = opening.lastIndex;
    }
    parts.push(text.slice(done));
    return parts.join('');
}
function isElement(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
/** A child element, or undefined where there is none or more than one. */
function child(xml, tag) {
    if (!isElement(xml) || !Object.hasOwn(xml, tag))
        return undefined;
    const value = xml[tag];
    return Array.isArray(value) ? undefined : value;
}
/** All children of a tag. */
function children(xml, tag) {
    if (!isElement(xml) || !Object.hasOwn(xml, tag))
        return [];
    const value = xml[tag];
    return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
/** The text of a child element, decoded; undefined where it has none, has elements in it, or a wrong reference. */
function textOf(xml, tag) {
    const value = child(xml, tag);
    return typeof value === 'string' ? (0,filecloud_text/* decodeReferences */.PL)(value) : undefined;
}
/** Reads a command envelope; undefined where it is something else. The type is not looked at: servers misspell it. */
function commandResult(text) {
    const document = readXml(text);
    if (typeof document === 'string' || document.root !== 'commands')
        return undefined;
    const command = children(document.content, 'command')[0];
    const result = textOf(command, 'result')?.trim();
    return result === undefined ? undefined : { result, message: textOf(command, 'message')?.trim() ?? '' };
}

;// CONCATENATED MODULE: ./build/filecloud/batch.js





/** Bytes that a ZIP may have beyond its files': headers, names, and data that doesn't compress. */
const SLACK = 64 * 1024;
/** Failures in passing, one after another, after which the run doesn't ask again. */
const MOST_FAILURES = 2;
/** The part of the time limit after which a failure has cost so much that the run doesn't risk a second one. */
const DEAR = 0.5;
/**
 * Small files of one folder with one request (`downloadfilemulti`, official PHP client). What doesn't agree in name, size and checksum is
 * not received. There is another way to every file, so nothing is tried twice here, and after a refusal, a time-out or some failures the run
 * doesn't ask again.
 */
class Batches {
    #requests;
    #log;
    /** Milliseconds. */
    #timeout;
    #over = false;
    #failures = 0;
    /** Those who wait for a batch: how to let them go on without it. */
    #waiting = new Set();
    /** @param timeout seconds without a byte before a request counts as stalled */
    constructor(requests, log, timeout) {
        this.#requests = requests;
        this.#log = log;
        this.#timeout = timeout * 1000;
    }
    async fetch(folder, files, receive, signal) {
        if (this.#over || files.length < 2)
            return;
        const zip = await this.#unlessInVain(this.#download(folder, files, signal));
        if (zip === undefined)
            return;
        const { unpack } = await Promise.all(/* import() */[__webpack_require__.e(663), __webpack_require__.e(741)]).then(__webpack_require__.bind(__webpack_require__, 7741));
        const bodies = await unpack(zip, new Map(files.map(({ name, size }) => [name, size])));
        // Asking on would bring every file twice.
        if (bodies.size === 0)
            this.#giveUp('its ZIP holds none of the files as they are listed');
        for (const file of files) {
            const body = bodies.get(file.name);
            if (body !== undefined)
                receive(file, body);
        }
    }
    #giveUp(reason) {
        if (this.#over)
            return;
        this.#over = true;
        this.#log.info(`The server does not pack files together (${reason}); they are downloaded one by one.`);
    }
    /** Waits for a batch, or until a time-out of another one shows that it would be in vain: a server that hangs costs its time limit once. */
    #unlessInVain(download) {
        return new Promise((resolve, reject) => {
            const goOn = () => resolve(undefined);
            this.#waiting.add(goOn);
            download.then(resolve, reject).finally(() => this.#waiting.delete(goOn));
        });
    }
    /** @returns undefined where it failed, and the files have to be had in another way */
    async #download(folder, files, signal) {
        const begun = performance.now();
        const failures = this.#failures;
        try {
            const zip = await this.#ask(folder, files, signal);
            this.#failures = 0;
            return zip;
        }
        catch (error) {
            if (!(error instanceof RemoteError))
                throw error;
            if (!(error.cause instanceof PassingError))
                this.#giveUp(error.message);
            else if (performance.now() - begun >= DEAR * this.#timeout)
                this.#timedOut(error.message);
            // What fails at the same time fails for the same reason.
            else if (failures === this.#failures && ++this.#failures >= MOST_FAILURES)
                this.#giveUp(error.message);
            return undefined;
        }
    }
    #timedOut(reason) {
        this.#giveUp(reason);
        for (const goOn of this.#waiting)
            goOn();
    }
    async #ask(folder, files, signal) {
        const form = new URLSearchParams({
            count: String(files.length),
            filepath: folder.endsWith('/') ? folder : `${folder}/`,
        });
        for (const [index, { name }] of files.entries())
            form.set(`fn${index + 1}`, name);
        const most = files.reduce((sum, { size = 0, name }) => sum + size + 4 * name.length + 256, SLACK);
        return await this.#requests.send({ path: '/core/downloadfilemulti', form: form.toString() }, signal, async (answer, doubt) => {
            const tooLarge = () => new RemoteError('malformed', 'The ZIP is larger than the files in it.');
            return await readWhole(answer, { most, tooLarge }, body => {
                if (answer.status === 200 && body.length >= 22 && body.readUInt32LE(0) === 0x04034b50)
                    return Buffer.from(body);
                const said = commandResult((0,filecloud_text/* decodeText */.g7)(body.subarray(0, SLACK)))?.message;
                const empty = answer.status === 200 && body.length === 0;
                throw doubt(new RemoteError('refused', said ?? (empty ? 'an empty answer' : `status ${answer.status}, no ZIP`)));
            });
        }, { optional: true });
    }
}

;// CONCATENATED MODULE: ./build/filecloud/content-range.js
/**
 * Whether a 206 answer is the rest of a file from `start` (RFC 9110, 14.4).
 * @param size bytes of the whole file, as listed
 */
function isRest(contentRange, start, size) {
    const match = /^bytes (\d{1,16})-(\d{1,16})\/(\d{1,16})$/.exec(contentRange?.trim() ?? '');
    return match !== null && Number(match[1]) === start && Number(match[2]) === size - 1 && Number(match[3]) === size;
}
/** A strong entity tag: only such a one proves that bytes are those of the same version (RFC 9110, 8.8.3). */
function strongTag(etag) {
    return etag !== undefined && /^"[^"]*"$/.test(etag) ? etag : undefined;
}

;// CONCATENATED MODULE: ./build/filecloud/download.js





/** First bytes of a body that are looked at when it isn't what it should be, and bytes that it may have beyond the listed size. */
const SNIFF = 64 * 1024;
/** How often a file that changes under the download is looked up and fetched again. */
const VERSIONS = 3;
/** Downloads single files: `downloadfile`, checked by its size, looked up afresh when it doesn't agree. */
class Downloads {
    #requests;
    #lookUp;
    constructor(requests, lookUp) {
        this.#requests = requests;
        this.#lookUp = lookUp;
    }
    /** @throws RemoteError; errors of the sink pass through */
    async fetch(file, sink, signal) {
        let version = file;
        let failed;
        // What an earlier run left is gone on with, where it can be proven to belong to what is there now.
        if (sink.size > 0 && !canGoOn(sink, file.size))
            startAgain(sink);
        for (let round = 1;; round++) {
            const trouble = await this.#body(file, version.size, sink, signal, failed);
            if (trouble === undefined)
                return { size: sink.size, modified: version.modified };
            const fresh = await this.#lookUp(file.path, signal);
            if (fresh === undefined || fresh.kind !== 'file') {
                throw new RemoteError('vanished', 'The file was removed on the server while it was downloaded. The next run leaves it out.');
            }
            const same = fresh.size === version.size && fresh.modified === version.modified;
            // What the server says of a file that is as it was, it means; sizes may be told before they are true.
            if (same && (trouble.kind === 'refusal' || (trouble.kind === 'size' && round >= VERSIONS)))
                throw trouble.error;
            if (round >= VERSIONS) {
                throw new RemoteError('changing', `The file changed ${VERSIONS} times while it was downloaded. Run again when it is settled.`);
            }
            failed = same && trouble.kind === 'short' ? trouble.error : undefined;
            version = fresh;
            if (sink.size > 0 && !(failed !== undefined && canGoOn(sink, version.size)))
                startAgain(sink);
        }
    }
    /**
     * Fetches the body into the sink.
     * @param failed how the try before has failed, where the file is known to be as it was: a short body is then tried again
     * @returns why it is not the file, if it isn't
     */
    async #body(file, size, sink, signal, failed) {
        let meaning;
        const name = file.path.slice(file.path.lastIndexOf('/') + 1);
        const ask = {
            path: '/core/downloadfile',
            query: `filepath=${encodeURIComponent(file.path)}&filename=${encodeURIComponent(name)}&redirect=0`,
            // What came before a reset is kept where the rest can be proven to belong to it.
            headers: () => (canGoOn(sink, size) ? { range: `bytes=${sink.size}-`, 'if-range': sink.proof ?? '' } : undefined),
        };
        const read = async (answer, doubt) => {
            const { status } = answer;
            const rest = status === 206 && size !== undefined && canGoOn(sink, size);
            if (rest || status === 416) {
                const range = answer.header('content-range');
                if (!rest || !isRest(range, sink.size, size) || answer.header('etag') !== sink.proof) {
                    startAgain(sink);
                    throw new PassingError('The server did not send the part of the file that was asked for.');
                }
            }
            else {
                if (sink.size > 0)
                    startAgain(sink);
                meaning = refusalOf(status);
                if (meaning !== undefined)
                    throw doubt(meaning);
                sink.proof = size === undefined ? undefined : strongTag(answer.header('etag'));
            }
            const trouble = await take(answer, { size, name, rest }, sink);
            if (trouble?.kind === 'short' && failed !== undefined)
                throw trouble.error;
            if (trouble?.kind !== 'refusal')
                return trouble;
            meaning = trouble.error;
            throw doubt(meaning);
        };
        try {
            return await this.#requests.send(ask, signal, read, { failed });
        }
        catch (error) {
            // An account's rights don't depend on what the file is now.
            if (error !== meaning || meaning === undefined || meaning.failure === 'forbidden')
                throw error;
            return { kind: 'refusal', error: meaning };
        }
    }
}
function refusalOf(status) {
    if (status === 200)
        return undefined;
    if (status === 401 || status === 403) {
        return new RemoteError('forbidden', `The server does not let this account download it (status ${status}). Ask its owner, or exclude it.`);
    }
    if (status === 404 || status === 410) {
        return new RemoteError('vanished', `The file is not there any more (status ${status}). The next run leaves it out.`);
    }
    return new RemoteError('malformed', `The server answered ${status} instead of the file. Try whether its web interface gives it out, and ask its administrator.`);
}
/** Whether the bytes in the sink may be the beginning of the file. */
function canGoOn(sink, size) {
    return sink.proof !== undefined && sink.size > 0 && size !== undefined && sink.size < size;
}
function startAgain(sink) {
    sink.restart();
    sink.proof = undefined;
}
/** Ends the reading of a body that is longer than the file. */
class TooLong extends Error {
}
/** Takes a body into the sink. @returns why it is not the file, if it isn't */
async function take(answer, { size, name, rest }, sink) {
    const head = [];
    let headSize = 0;
    const announced = answer.header('content-length');
    const suspicious = !rest && (size === undefined || announced === undefined || Number(announced) !== size);
    let endless = false;
    try {
        await answer.read(bytes => {
            if (suspicious && headSize < SNIFF) {
                head.push(Buffer.from(bytes.subarray(0, SNIFF - headSize)));
                headSize += bytes.length;
            }
            // Nothing is to be had from more but a full disk.
            if (size !== undefined && sink.size + bytes.length > size + SNIFF)
                throw new TooLong();
            sink.write(bytes);
        });
    }
    catch (error) {
        if (!(error instanceof TooLong))
            throw error;
        endless = true;
    }
    if (sink.size === size && !endless)
        return undefined;
    if (suspicious) {
        const text = (0,filecloud_text/* decodeText */.g7)(Buffer.concat(head));
        // A page whose size nobody knows may be the file, where it is called so.
        const mayBePage = size === undefined && /\.x?html?$/i.test(name);
        const error = (headSize <= SNIFF ? refusalIn(text) : undefined) ?? (mayBePage ? undefined : pageIn(text, answer));
        if (error !== undefined)
            return { kind: 'refusal', error };
    }
    if (size === undefined)
        return undefined;
    if (endless)
        return contradiction(size, `more than ${size}`);
    if (sink.size < size && (announced === undefined || sink.size === 0)) {
        return { kind: 'short', error: new PassingError(`The file broke off after ${sink.size} of ${size} bytes.`) };
    }
    return contradiction(size, String(sink.size));
}
/** The refusal that comes in a file's place, with status 200. */
function refusalIn(text) {
    const command = commandResult(text);
    if (command === undefined || command.result === '1')
        return undefined;
    return new RemoteError('refused', `The server refused to send it: ${(0,filecloud_text/* sentence */.em)(command.message) || 'it gave no reason'}. Ask its owner, or exclude it.`);
}
/** The page that comes in a file's place. @param text how it begins */
function pageIn(text, answer) {
    if (!isHtml(text) || !/html/i.test(answer.header('content-type') ?? 'html'))
        return undefined;
    return new RemoteError('malformed', 'The server sent an HTML page instead of the file. Look for a proxy or a maintenance page before it, and run again.');
}
function contradiction(size, sent) {
    const error = new RemoteError('malformed', `The server says that the file has ${size} bytes, and sends ${sent}. Upload it again there.`);
    return { kind: 'size', error };
}

;// CONCATENATED MODULE: ./build/filecloud/entry-form.js
/** White space between two elements (XML 1.0, production 3). */
const GAP = '[\\t\\n\\r ]*';
/** Forms that are kept: a server has two or three. */
const MOST_FORMS = 8;
/** Elements of an entry whose form is worth an expression; a real entry has about thirty. */
const MOST_ELEMENTS = 100;
/** Characters of an entry that is looked at for its form; a real entry has about a thousand. */
const LONGEST_ENTRY = 64 * 1024;
/** Which elements a plain entry has, in which order, as one expression that reads a whole entry: a quarter of what scanning costs. */
class EntryForm {
    #expression;
    #captured;
    constructor(expression, captured) {
        this.#expression = expression;
        this.#captured = captured;
    }
    /** Where the entry that was read last ends. */
    get end() {
        return this.#expression.lastIndex;
    }
    read(text, at) {
        this.#expression.lastIndex = at;
        const values = this.#expression.exec(text);
        if (values === null)
            return undefined;
        const fields = {};
        let index = 1;
        for (const field of this.#captured)
            fields[field] = values[index++] ?? '';
        return fields;
    }
}
/** The forms of the entries that were seen. What is in none of them is read in another way. */
class EntryForms {
    #wanted;
    #forms = [];
    #known = new Set();
    /** Where the entry that was read last ends. */
    end = 0;
    constructor(wanted) {
        this.#wanted = wanted;
    }
    /**
     * Reads the entry that begins at a position, or after a gap.
     * @returns undefined where there is none of a known form, without references
     */
    read(text, at) {
        let index = 0;
        for (const form of this.#forms) {
            const fields = form.read(text, at);
            if (fields !== undefined) {
                this.end = form.end;
                // The next one is likely to be alike.
                if (index > 0)
                    this.#forms.unshift(...this.#forms.splice(index, 1));
                return fields;
            }
            index++;
        }
        return undefined;
    }
    /** Remembers the form of an entry that was found to be plain. @param content what stands between its tags */
    learn(content) {
        if (this.#forms.length >= MOST_FORMS || content.length > LONGEST_ENTRY)
            return;
        const tags = content.match(/(?<=<)[\w.-]+\/?(?=>)/g) ?? [];
        const key = tags.join(' ');
        if (tags.length > MOST_ELEMENTS || this.#known.has(key))
            return;
        this.#known.add(key);
        const captured = [];
        const elements = tags.map(tag => {
            const isEmpty = tag.endsWith('/');
            const name = isEmpty ? tag.slice(0, -1) : tag;
            const field = this.#wanted.get(name);
            if (field !== undefined)
                captured.push(field);
            const literal = name.replaceAll('.', '\\.');
            if (isEmpty)
                return `<${literal}\\/>${field === undefined ? '' : '()'}`;
            // The parser makes a line feed of a carriage return (XML 1.0, 2.11).
            return `<${literal}>${field === undefined ? '[^<&]*' : '([^<&\\r]*)'}<\\/${literal}>`;
        });
        const pattern = [GAP, '<entry>', GAP, ...elements.map(element => element + GAP), '<\\/entry>'].join('');
        this.#forms.push(new EntryForm(new RegExp(pattern, 'y'), captured));
    }
}

;// CONCATENATED MODULE: ./build/filecloud/plain-elements.js
const TAG = /^[A-Za-z_][\w.-]*$/;
/** Tags that were seen and are well-formed: each is looked at once. */
const knownTags = new Set();
/**
 * Scans elements with text only, one after another with nothing but white space between them, and keeps the wanted ones.
 * References aren't decoded. A tenth of what a full parse costs.
 * @param end where the closing tag of the element around them begins
 * @returns undefined where there is anything else (nested elements, attributes, a wanted element twice): that has to be parsed in full
 */
function plainElements(text, start, end, wanted) {
    const found = {};
    let at = start;
    while (at < end) {
        if (text.charCodeAt(at) !== 60) {
            if (text.charCodeAt(at) > 32)
                return undefined;
            at++;
            continue;
        }
        const close = text.indexOf('>', at + 1);
        if (close < 0 || close >= end)
            return undefined;
        const empty = text.charCodeAt(close - 1) === 47;
        const tag = text.slice(at + 1, empty ? close - 1 : close);
        if (!knownTags.has(tag)) {
            if (!TAG.test(tag))
                return undefined;
            knownTags.add(tag);
        }
        const name = wanted.get(tag);
        if (empty) {
            if (name !== undefined) {
                if (found[name] !== undefined)
                    return undefined;
                found[name] = '';
            }
            at = close + 1;
            continue;
        }
        const less = text.indexOf('<', close + 1);
        const after = less + 2 + tag.length;
        if (less < 0 || after >= end || text.charCodeAt(less + 1) !== 47 || text.charCodeAt(after) !== 62)
            return undefined;
        if (!text.startsWith(tag, less + 2))
            return undefined;
        if (name !== undefined) {
            if (found[name] !== undefined)
                return undefined;
            found[name] = text.slice(close + 1, less);
        }
        at = after + 1;
    }
    return found;
}

;// CONCATENATED MODULE: ./build/filecloud/entry-reader.js



/** The fields of an entry that are read; the other thirty are skipped. */
const FIELDS = [
    'path',
    'name',
    'type',
    'fullsize',
    'candownload',
    'modifiedepochutc',
    'modifiedepoch',
    'modifiediso',
    'modified',
];
const WANTED = new Map(FIELDS.map(field => [field, field]));
/** Knows no form yet. */
function entryForms() {
    return new EntryForms(WANTED);
}
/** The fields of a plain entry; undefined where it isn't plain. @param end where `</entry>` begins */
function plainFields(text, start, end) {
    const fields = plainElements(text, start, end, WANTED);
    // The parser makes a line feed of a carriage return (XML 1.0, 2.11).
    return fields !== undefined && Object.values(fields).some(value => value.includes('\r')) ? undefined : fields;
}
/** Reads an entry with the full parser. @returns undefined where it isn't well-formed */
function parsedEntry(xml, times) {
    const document = readXml(xml);
    return typeof document === 'string' ? undefined : elementEntry(document.content, times);
}
/** An entry from a parsed element. */
function elementEntry(element, times) {
    const fields = {};
    let malformed;
    for (const field of FIELDS) {
        const values = children(element, field);
        if (values.length === 0)
            continue;
        const value = textOf(element, field);
        if (value !== undefined)
            fields[field] = value;
        else if (field === 'name' || field === 'path' || field === 'type') {
            malformed ??= values.length > 1 ? `It has ${values.length} ${field}s.` : `Its ${field} is not plain text.`;
        }
    }
    return toEntry(fields, times, malformed);
}
/** An entry from its fields, decoded. @param wrong what is wrong with them already */
function toEntry(fields, times, wrong) {
    const { name = '', path = '' } = fields;
    const type = fields.type?.trim() ?? '';
    const kind = kindOf(type);
    const malformed = wrong ?? disagreement(name, path, fields.name === undefined);
    const isFile = kind === 'file';
    const entry = {
        name,
        path,
        kind,
        size: isFile ? toSize(fields.fullsize?.trim() ?? '') : undefined,
        modified: isFile ? times.instant(fields) : undefined,
        downloadable: fields.candownload?.trim() !== '0',
    };
    if (kind !== 'unknown' && malformed === undefined)
        return entry;
    return {
        ...entry,
        ...(kind === 'unknown' ? { type } : {}),
        ...(malformed === undefined
            ? {}
            : { malformed: `${malformed} The server's listing is wrong here; exclude it, or mend it there.` }),
    };
}
function toSize(text) {
    if (!/^\d{1,16}$/.test(text))
        return undefined;
    const size = Number(text);
    return Number.isSafeInteger(size) ? size : undefined;
}
/** `dir` and `file` in listings, numbers in the sync API (official Python client). */
function kindOf(type) {
    if (type === 'file' || type === '' || type === '1')
        return 'file';
    return type === 'dir' || type === 'directory' || type === '0' ? 'folder' : 'unknown';
}
function disagreement(name, path, missing) {
    if (missing)
        return 'The entry has no name.';
    if (name.includes('\uFFFD'))
        return 'Its name is not valid UTF-8.';
    // The folder may have another address (shared folders have), the last part may not.
    const end = path.endsWith('/') ? path.length - 1 : path.length;
    if (path !== '' && path.slice(path.lastIndexOf('/', end - 1) + 1, end) !== name) {
        return `Its name and the end of its path (“${path}”) differ.`;
    }
    if (path === '')
        return 'The entry has no path.';
    return undefined;
}

;// CONCATENATED MODULE: ./build/detached.js
const SCRATCH = Buffer.allocUnsafe(4096);
/** A copy of a text that was cut out of a larger one: the engine would keep the whole for the sake of the part. */
function detached(text) {
    if (text.length * 3 > SCRATCH.length)
        return Buffer.from(text).toString();
    return SCRATCH.toString('utf8', 0, SCRATCH.write(text));
}

;// CONCATENATED MODULE: ./build/filecloud/listing.js



/** Entries of a page: accepted by real servers (the official Python client asks for as many); the default is 10. */
const PAGE = 1000;
/** How often a folder that changes while it is paged is listed again. */
const AGAIN = 3;
/**
 * Lists a folder whole. While one page is read, the next is on its way. Pages are no snapshot: each is asked for from the last entry of the
 * one before, so that entries which moved meanwhile are noticed, and every page gives the total. Whatever doesn't add up is listed again, and
 * refused in the end.
 * @throws RemoteError
 */
async function listFolder(source, path, signal) {
    let why = '';
    for (let round = 0; round <= AGAIN; round++) {
        if (signal.aborted)
            throw new errors/* CancelledError */.cc();
        const entries = await listOnce(source, path, signal);
        if (typeof entries !== 'string')
            return entries;
        why = entries;
    }
    throw new RemoteError('changing', `The folder was listed ${AGAIN + 1} times, and each time ${why}. Run again when nobody changes it.`);
}
/** @returns the entries, or what doesn't add up */
async function listOnce(source, path, signal) {
    const pages = new Pages(source, path, signal);
    let page = await pages.at(0, 0);
    const { total } = page;
    // Servers may give fewer at once than they are asked for; the page that is sent for in advance goes by what the first one held.
    const usual = page.entries.length;
    const seen = new Map();
    let start = 0;
    /** What the page has to begin with: the last entry of the one before. */
    let joint;
    for (;;) {
        const { entries } = page;
        if (page.total !== total)
            return `its total changed (${total ?? 'none'}, then ${page.total ?? 'none'})`;
        if (joint !== undefined && entries[0]?.name !== joint.name) {
            return 'a page did not begin with the entry that the one before ended with: it changed, or the server may ignore where a page starts';
        }
        const before = seen.size;
        const contradiction = add(seen, entries, joint, path, entries.length !== total);
        if (contradiction !== undefined)
            return contradiction;
        if (total !== undefined && seen.size > total)
            return `it held more entries than its total says (${total})`;
        if (total !== undefined && seen.size === total)
            return entries.length === total ? entries : [...seen.values()];
        if (entries.length === (joint === undefined ? 0 : 1)) {
            // Without a total, a page that goes no further is the end.
            return total === undefined ? [...seen.values()] : `it ended after ${seen.size} of ${total} entries`;
        }
        if (seen.size === before)
            return 'a page brought nothing new: the server may ignore where a page starts';
        const end = start + entries.length;
        if (total !== undefined && end >= total)
            return `it listed entries twice, and only ${seen.size} of ${total}`;
        // One entry at a time leaves no room for one that was seen.
        start = end - overlap(entries.length);
        joint = start < end ? entries.at(-1) : undefined;
        page = await pages.at(start, start + usual < (total ?? 0) ? start + usual - overlap(usual) : 0);
    }
}
/** How many entries of a page of this length the next one gives once more. */
function overlap(length) {
    return length > 1 ? 1 : 0;
}
/** The pages of one folder. When one is asked for, the next is sent for, too. */
class Pages {
    #source;
    #path;
    #signal;
    #ahead;
    constructor(source, path, signal) {
        this.#source = source;
        this.#path = path;
        this.#signal = signal;
    }
    /** @param next where the page begins that will be asked for next; 0 where there is none */
    at(start, next) {
        const page = this.#ahead?.start === start ? this.#ahead.page : this.#send(start);
        this.#ahead = next > 0 ? { start: next, page: this.#send(next) } : undefined;
        return page;
    }
    #send(start) {
        const page = this.#source(this.#path, start, PAGE, this.#signal);
        // One that is not wanted any more may fail in silence.
        page.catch(() => { });
        return page;
    }
}
/**
 * Adds a page's entries by name. Identical ones are one.
 * @param joint the first of them, as the page before gave it
 * @param isPart whether other pages follow: then the entries must not keep this one's text in memory
 * @returns a contradiction
 */
function add(seen, entries, joint, folder, isPart) {
    let other = joint;
    for (const listed of entries) {
        const entry = isPart ? withoutPage(listed, folder) : listed;
        const key = entry.malformed === undefined ? entry.name : `${entry.name}\0${seen.size}`;
        other ??= seen.get(key);
        if (other === undefined)
            seen.set(key, entry);
        else if (other.kind !== entry.kind || other.size !== entry.size || other.modified !== entry.modified) {
            return `“${entry.name}” was listed twice with different facts`;
        }
        other = undefined;
    }
    return undefined;
}
function withoutPage(entry, folder) {
    const name = detached(entry.name);
    const usual = folder.endsWith('/') ? folder + name : `${folder}/${name}`;
    return { ...entry, name, path: entry.path === usual ? usual : detached(entry.path) };
}

;// CONCATENATED MODULE: ./build/filecloud/listing-page.js



/** Entries of the largest page: servers that ignore how many they are asked for send a whole folder. */
const MOST_ENTRIES = 100_000;
const TOO_MANY = { kind: 'none', what: `more than ${MOST_ENTRIES} entries at once`, html: false };
const OPEN = '<entry>';
const CLOSE = '</entry>';
/** The prolog that servers write, if any. Others are left to the parser. */
const PROLOG = /^[\t\n\r ]*<\?xml version="1\.\d"(?: encoding="[\w-]+")?(?: standalone="(?:yes|no)")? ?\?>/;
/** Around the entries: entries in another form; instructions, comments, CDATA and doctypes, which may hold what looks like one. */
const ODD = /<entry|<\?|<!/;
/**
 * Reads a page strictly: cut off anywhere, it is no page. Plain entries are scanned, which costs a tenth of a full parse; everything
 * else goes through the parser, so that both give the same for every document.
 * @param forms what is known of the server's entries, which look alike on all its pages
 */
async function readListingPage(text, times, forms = entryForms()) {
    const document = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    const page = plainPage(document, times, forms);
    if (!times.missed)
        return page;
    await times.load();
    return plainPage(document, times, forms);
}
/** Reads a page with the full parser only: what {@link readListingPage} has to agree with. */
function parsedPage(text, times) {
    const document = readXml(text);
    if (typeof document === 'string')
        return notAListing(document, text);
    if (document.root !== 'entries')
        return otherRoot(document.root, document.content);
    const elements = children(document.content, 'entry');
    const page = readMeta(document.content, elements.length);
    if (page.kind !== 'page')
        return page;
    return elements.length > MOST_ENTRIES
        ? TOO_MANY
        : { ...page, entries: elements.map(element => elementEntry(element, times)) };
}
function plainPage(text, times, forms) {
    const entries = [];
    const skeleton = [];
    let runs = 0;
    const prolog = PROLOG.exec(text)?.[0] ?? '';
    let at = prolog.length;
    for (;;) {
        if (entries.length > MOST_ENTRIES)
            return TOO_MANY;
        const next = runs > 0 ? forms.read(text, at) : undefined;
        if (next !== undefined) {
            entries.push(toEntry(next, times));
            at = forms.end;
            continue;
        }
        const open = text.indexOf(OPEN, at);
        if (open < 0)
            break;
        const before = text.slice(at, open);
        // Entries that follow one another stand for one in the frame: it stays small, and still shows where they are.
        if (runs === 0 || before.trim() !== '') {
            if (ODD.test(before))
                return parsedPage(text, times);
            runs++;
            skeleton.push(before, '<entry/>');
        }
        const alike = forms.read(text, open);
        if (alike !== undefined) {
            entries.push(toEntry(alike, times));
            at = forms.end;
            continue;
        }
        const start = open + OPEN.length;
        const end = text.indexOf(CLOSE, start);
        if (end < 0)
            return parsedPage(text, times);
        at = end + CLOSE.length;
        const content = text.slice(start, end);
        // Comments, CDATA and doctypes can hide anything that looks like an entry.
        if (content.includes('<!'))
            return parsedPage(text, times);
        // A reference may be a wrong one, which only the full parser refuses.
        const fields = content.includes('&') ? undefined : plainFields(text, start, end);
        if (fields !== undefined) {
            entries.push(toEntry(fields, times));
            forms.learn(content);
        }
        else {
            // An entry may hold elements of its own name.
            if (content.includes(OPEN))
                return parsedPage(text, times);
            const entry = parsedEntry(text.slice(open, at), times);
            if (entry === undefined)
                return parsedPage(text, times);
            entries.push(entry);
        }
    }
    const rest = text.slice(at);
    if (ODD.test(rest))
        return parsedPage(text, times);
    skeleton.push(rest);
    const around = skeleton.join('');
    const plain = plainFrame(around);
    if (plain !== undefined)
        return { ...plain, entries };
    // Whatever else is around the entries is small, and parsed in full.
    const frame = readXml(prolog + around);
    if (typeof frame === 'string')
        return notAListing(frame, text);
    if (frame.root !== 'entries')
        return otherRoot(frame.root, frame.content);
    // Entries anywhere but directly below the root are none.
    if (children(frame.content, 'entry').length !== runs)
        return parsedPage(text, times);
    const page = readMeta(frame.content, entries.length);
    return page.kind === 'page' ? { ...page, entries } : page;
}
const META = new Map([
    ['total', 'total'],
    ['result', 'result'],
    ['message', 'message'],
]);
/** Reads the usual frame of a listing that succeeded; undefined for everything else. */
function plainFrame(frame) {
    if (frame.includes('&'))
        return undefined;
    const open = /^[\t\n\r ]*<entries>[\t\n\r ]*<meta>/.exec(frame);
    if (open === null)
        return undefined;
    const start = open[0].length;
    const end = frame.indexOf('</meta>', start);
    if (end < 0 || !/^<\/meta>[\t\n\r ]*(?:<entry\/>)?[\t\n\r ]*<\/entries>[\t\n\r ]*$/.test(frame.slice(end)))
        return undefined;
    const meta = plainElements(frame, start, end, META);
    if (meta?.result?.trim() !== '1')
        return undefined;
    const total = toTotal(meta.total);
    return total === undefined || total === 'unreadable' ? undefined : { kind: 'page', entries: [], total };
}
/** @returns undefined where there is none */
function toTotal(text) {
    if (text === undefined)
        return undefined;
    const trimmed = text.trim();
    return /^\d{1,12}$/.test(trimmed) ? Number(trimmed) : 'unreadable';
}
/** @param entries how many there are around it */
function readMeta(content, entries) {
    const meta = child(content, 'meta');
    if (meta === undefined)
        return { kind: 'none', what: 'a listing without its meta record', html: false };
    // Old servers leave the result out (API documentation of 18.1); then it is a listing.
    const result = textOf(meta, 'result')?.trim();
    const message = textOf(meta, 'message')?.trim() ?? '';
    if (result === undefined ? message !== '' : result !== '1')
        return { kind: 'refusal', message };
    const elements = children(meta, 'total');
    const total = elements.length === 0 ? undefined : toTotal(textOf(meta, 'total') ?? '');
    if (total === 'unreadable')
        return { kind: 'none', what: 'a listing whose total is no number', html: false };
    // Nothing of nothing: what deletes by it has to know that the folder is empty.
    if (result === undefined && total === undefined && entries === 0) {
        return { kind: 'none', what: 'a listing that says nothing', html: false };
    }
    return { kind: 'page', entries: [], total };
}
function otherRoot(root, content) {
    if (root === 'commands') {
        return { kind: 'refusal', message: textOf(children(content, 'command')[0], 'message')?.trim() ?? '' };
    }
    // The legacy form of a refusal (Tonido SDK, getfilelist).
    if (root === 'filelistfail')
        return { kind: 'refusal', message: '' };
    return { kind: 'none', what: `<${root}>`, html: root.toLowerCase() === 'html' };
}
function notAListing(what, text) {
    switch (what) {
        case 'empty':
            return { kind: 'none', what: 'an empty answer', html: false };
        case 'html':
            return { kind: 'none', what: 'an HTML page', html: true };
        case 'json':
            return { kind: 'none', what: 'JSON', html: false };
        case 'text':
            return { kind: 'none', what: 'something that is not XML', html: false };
        case 'large':
            return { kind: 'none', what: 'more XML than a listing has', html: false };
        case 'broken':
            return /<html[\s>]/i.test(text.slice(0, 1000))
                ? { kind: 'none', what: 'an HTML page', html: true }
                : { kind: 'none', what: 'XML that is cut off or not well-formed', html: false };
    }
}

// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
;// CONCATENATED MODULE: ./build/filecloud/redirects.js


const MOST_REDIRECTS = 5;
/** A redirect that is not followed. Where a session has ended, it may lead to somebody's login page. */
class RedirectRefusal extends RemoteError {
    constructor(message) {
        super('malformed', message);
    }
}
/**
 * Where a redirect leads, if it may be followed.
 * @param base the server's own URL: only a private one may redirect to private addresses
 * @throws RedirectRefusal where it must not be followed
 */
function redirectTarget(location, from, base) {
    let target;
    try {
        target = new URL(location ?? '', from);
        if (location === undefined || location === '')
            throw new TypeError('no location');
    }
    catch {
        throw refused('to no address at all');
    }
    if (target.protocol !== 'https:' && target.protocol !== 'http:')
        throw refused(`to a ${target.protocol} address`);
    if (from.protocol === 'https:' && target.protocol === 'http:')
        throw refused(`from https to plain http (${target.host})`);
    if (target.username !== '' || target.password !== '')
        throw refused(`to ${target.host} with credentials in its address`);
    if (isPrivate(target.hostname) && target.host !== base.host && !isPrivate(base.hostname)) {
        throw refused(`to a private address (${target.host})`);
    }
    // For browsers only: it would stand in the request.
    target.hash = '';
    return target;
}
function refused(how) {
    return new RedirectRefusal(`The server redirects ${how}; that is not followed. Check the address in server, and the server's own base URL.`);
}
/** Loopback, private, link-local and unique-local addresses (RFC 1918, 3927, 4193, 6598), and names for them. */
function isPrivate(hostname) {
    const host = hostname.replace(/^\[|\]$|\.$/g, '').toLowerCase();
    if (host === 'localhost' || host.endsWith('.localhost') || host.endsWith('.internal'))
        return true;
    if ((0,external_node_net_.isIP)(host) === 4)
        return /^(127\.|10\.|0\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(host);
    if ((0,external_node_net_.isIP)(host) === 6)
        return /^(::1?$|f[cd]|fe[89ab]|::ffff:)/.test(host);
    return false;
}

;// CONCATENATED MODULE: ./build/filecloud/requests.js

/** An answer that may mean that the session has ended: servers say it in many forms. */
class DoubtfulAnswer extends Error {
    /** What it means if the session is still there. */
    meaning;
    constructor(meaning) {
        super(meaning.message);
        this.meaning = meaning;
    }
}
const doubt = meaning => new DoubtfulAnswer(meaning);
/** What a doubtful answer means if the session is still there; undefined for any other. */
function meaningOf(error) {
    if (error instanceof DoubtfulAnswer)
        return error.meaning;
    // Sessions that were made by single sign-on, or are kept by a proxy, end so.
    return error instanceof RedirectRefusal ? error : undefined;
}
/** Requests within the session: a doubtful answer is asked about, and the request sent again where the session had ended. */
class Requests {
    #transport;
    #session;
    constructor(transport, session) {
        this.#transport = transport;
        this.#session = session;
    }
    /**
     * @param options as in `Transport.request`
     * @throws the doubtful answer's meaning where the session is still there; otherwise as `Transport.request`
     */
    async send(ask, signal, read, options) {
        for (let renewed = false;;) {
            const { generation } = this.#session;
            try {
                return await this.#transport.request(ask, signal, answer => read(answer, doubt), options);
            }
            catch (error) {
                const meaning = meaningOf(error);
                if (meaning === undefined)
                    throw error;
                const asked = generation === this.#session.generation;
                if ((await this.#session.check(generation, signal, renewed)) === 'valid')
                    throw meaning;
                renewed = asked;
            }
        }
    }
}

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
;// CONCATENATED MODULE: ./build/filecloud/cookies.js
/** Most characters of all cookies together; more is no FileCloud session. */
const MOST = 8192;
/** What belongs to the session (captured logins): its cookies, and the token against forgery. */
const SESSION = /^(tonido-|X-XSRF-)/i;
/** The cookies of one session at one host. Attributes but deletion and `Secure` don't matter: nothing is ever sent elsewhere. */
class Cookies {
    #values = new Map();
    #isSafe;
    #header;
    #withheldSession = false;
    #withheldOther = false;
    /** @param protocol `https:` or `http:`: what is marked `Secure` must not go over the latter (RFC 6265, 4.1.2.5) */
    constructor(protocol) {
        this.#isSafe = protocol === 'https:';
    }
    /** Whether a session is not sent because it is marked `Secure`. */
    get withheld() {
        return this.#withheldSession || (this.#withheldOther && this.#values.size === 0);
    }
    get(name) {
        return this.#values.get(name);
    }
    /** The `Cookie` header, or undefined. */
    get header() {
        if (this.#header === undefined && this.#values.size > 0) {
            this.#header = [...this.#values].map(([name, value]) => `${name}=${value}`).join('; ');
        }
        return this.#header;
    }
    /**
     * @param lines the values of `Set-Cookie` headers
     * @returns the values that are new, to be kept out of logs
     */
    take(lines) {
        const fresh = [];
        for (const line of lines) {
            const [pair = '', ...attributes] = line.split(';');
            const equals = pair.indexOf('=');
            if (equals <= 0)
                continue;
            const name = pair.slice(0, equals).trim();
            const value = pair.slice(equals + 1).trim();
            const gone = value === '' || value === 'deleted' || attributes.some(isExpiry);
            if (gone) {
                this.#values.delete(name);
            }
            else if (!this.#isSafe && attributes.some(isSecure)) {
                this.#values.delete(name);
                if (SESSION.test(name))
                    this.#withheldSession = true;
                else
                    this.#withheldOther = true;
            }
            else if (this.#values.get(name) !== value) {
                if ((this.header?.length ?? 0) + name.length + value.length > MOST)
                    continue;
                this.#values.set(name, value);
                // The user's name is no secret: hiding it would hide the word everywhere.
                if (!name.endsWith('-user') || name.startsWith('X-XSRF'))
                    fresh.push(value);
            }
            this.#header = undefined;
        }
        return fresh;
    }
}
function isSecure(attribute) {
    return attribute.trim().toLowerCase() === 'secure';
}
function isExpiry(attribute) {
    const [name = '', value = ''] = attribute.split('=').map(part => part.trim());
    if (name.toLowerCase() === 'max-age')
        return Number(value) <= 0;
    return name.toLowerCase() === 'expires' && Date.parse(value) < Date.now();
}

// EXTERNAL MODULE: ./node_modules/otpauth/dist/otpauth.node.mjs
var otpauth_node = __webpack_require__(107);
;// CONCATENATED MODULE: ./build/filecloud/totp.js

/** What authenticator apps use, and FileCloud with them: SHA-1, six digits, 30 s (RFC 6238). */
const PERIOD = 30;
/** Codes of an authenticator. Each is given out once: FileCloud takes a code only once (official Python client). */
class Authenticator {
    #totp;
    #used = -1;
    /** @param secret base32 */
    constructor(secret) {
        this.#totp = new otpauth_node/* TOTP */._k({ secret: otpauth_node/* Secret */.zh.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: PERIOD });
    }
    /**
     * @param now milliseconds since 1970
     * @returns the code, or how many milliseconds to wait for the next one
     */
    code(now) {
        const counter = Math.floor(now / 1000 / PERIOD);
        if (counter === this.#used)
            return { wait: (counter + 1) * PERIOD * 1000 - now };
        this.#used = counter;
        return { code: this.#totp.generate({ timestamp: now }) };
    }
}

;// CONCATENATED MODULE: ./build/filecloud/session.js








/** Bytes of the largest answer that is no listing. */
const LARGEST_ANSWER = 1024 * 1024;
/** Sessions that may be renewed in one run: more is a server that keeps none. */
const RENEWALS = 2;
/** The login. One attempt for a password, ever: servers lock accounts after five wrong ones. */
class Session {
    #transport;
    #options;
    #authenticator;
    #generation = 0;
    #renewals = 0;
    #check;
    /** Whether the server does not even tell that a session is there which has just begun. */
    #untold = false;
    /** Why it could not be renewed: nobody tries a second time. */
    #over;
    constructor(transport, options) {
        this.#transport = transport;
        this.#options = options;
        this.#authenticator = options.totpSecret === undefined ? undefined : new Authenticator(options.totpSecret);
    }
    /** Grows with each login: tells whether a request was sent with the session that is now there. */
    get generation() {
        return this.#generation;
    }
    /** @throws RunError with the server's words when it says no, and when it is no FileCloud server */
    async login(signal) {
        const { username, password, log } = this.#options;
        // They become the session's when it is there. Until then others ask with those of the old one, and whatever they are told goes with it.
        const cookies = new Cookies(new URL(this.#options.server).protocol);
        const answer = await this.#command('/core/loginguest', { userid: username, password }, cookies, signal);
        if (answer.result === '3')
            await this.#secondFactor(answer.message, cookies, signal);
        else if (answer.result !== '1' && answer.result !== '2')
            throw this.#rejected(answer.message);
        if (cookies.withheld) {
            throw new errors/* RunError */.e4('The server marks its session cookie as Secure, so it must not be sent over plain http. Use https:// in server, ' +
                'or have its administrator set TONIDOCLOUD_SECURE_COOKIE to match.');
        }
        this.#transport.begin(cookies);
        this.#generation++;
        log.info(`Logged in as ${username}.`);
    }
    /**
     * Asks once for all who wait whether the session is still there, and logs in again if it isn't.
     * @param generation the session that the doubtful answer was had with
     * @param isNew whether that session was made because of a doubtful answer to the same request
     * @returns `valid`: the answer was meant as it was; `renewed`: ask again
     */
    async check(generation, signal, isNew) {
        if (this.#over !== undefined)
            throw this.#over;
        if (generation !== this.#generation)
            return 'renewed';
        if (isNew && this.#untold)
            return 'valid';
        this.#check ??= this.#renew(signal)
            .catch((error) => {
            if (error instanceof errors/* RunError */.e4)
                this.#over = error;
            throw error;
        })
            .finally(() => {
            this.#check = undefined;
        });
        return await this.#check;
    }
    /** Best effort: a session that stays open ends by itself. */
    async logout() {
        if (this.#generation === 0)
            return;
        const signal = AbortSignal.timeout(2000);
        try {
            await this.#transport.request({ path: '/core/locksession', form: '' }, signal, async (answer) => answer.read(() => { }), { optional: true });
        }
        catch {
            // Nothing is lost.
        }
    }
    async #renew(signal) {
        const told = await this.#isThere(signal);
        if (told === true)
            return 'valid';
        // Only a new login could tell then: worth it for the first doubtful answers, not for each.
        if (this.#untold && this.#renewals >= RENEWALS)
            return 'valid';
        if (this.#renewals >= RENEWALS) {
            throw new errors/* RunError */.e4(`The session ended ${RENEWALS + 1} times in this run. Ask the server's administrator for a longer session timeout, and run again: what was downloaded stays.`);
        }
        this.#renewals++;
        this.#options.log.info('The session has ended; logging in again.');
        await this.login(signal);
        if (told === undefined)
            this.#untold = (await this.#isThere(signal)) === undefined;
        return 'renewed';
    }
    /** Asks whether the session is there. @returns undefined where the server refuses to tell, or sends something else */
    async #isThere(signal) {
        const ask = { path: '/core/getauthenticationinfo', form: '' };
        try {
            return await this.#transport.request(ask, signal, async (answer) => {
                const document = readXml(await readText(answer, LARGEST_ANSWER));
                const info = typeof document === 'string' ? undefined : children(document.content, 'info')[0];
                const told = textOf(info, 'authenticated')?.trim();
                return told === undefined ? undefined : told === '1';
            });
        }
        catch (error) {
            // A redirect to a login page, or a page of some size.
            if (error instanceof RemoteError && error.failure === 'malformed')
                return undefined;
            throw error;
        }
    }
    async #secondFactor(token, cookies, signal) {
        const { username, password, log } = this.#options;
        if (this.#authenticator === undefined) {
            throw new errors/* RunError */.e4('The account asks for a second factor. Give the secret of its authenticator app as totp-secret, or use an account without one.');
        }
        let next = this.#authenticator.code(Date.now());
        // A timer may end a little early by the clock.
        for (let round = 0; 'wait' in next && round < 3; round++) {
            log.info('Waiting for the next code of the authenticator: each can be used only once.');
            const sleep = this.#options.sleep ?? ((ms, stop) => (0,promises_.setTimeout)(ms, undefined, { signal: stop }));
            await sleep(next.wait, signal).catch(() => {
                throw new errors/* CancelledError */.cc();
            });
            next = this.#authenticator.code(Date.now());
        }
        if ('wait' in next)
            throw new errors/* RunError */.e4('The authenticator gave no new code. Check the clock of this machine.');
        log.secret(next.code);
        const answer = await this.#command('/core/2falogin', { userid: username, password, token, code: next.code }, cookies, signal);
        if (answer.result !== '1') {
            throw new errors/* RunError */.e4(`The server rejected the code of the authenticator: ${(0,filecloud_text/* sentence */.em)(answer.message) || 'it gave no reason'}. ` +
                'Check totp-secret, and that the clock of this machine is right.');
        }
    }
    #rejected(message) {
        const words = (0,filecloud_text/* sentence */.em)(message) || 'it gave no reason';
        // The code of a login with an administrator's account (FileCloud documentation, "User Settings").
        const remedy = message.includes('CLFC-00035-00116')
            ? 'Use an ordinary user account instead of an administrator.'
            : /lock/i.test(message)
                ? 'Wait until the lock ends (five minutes by default) and check username and password before the next run.'
                : 'Check username and password. It was tried once only, because servers lock accounts after a few wrong attempts.';
        return new errors/* RunError */.e4(`The server rejected the login of ${this.#options.username}: ${words}. ${remedy}`);
    }
    async #command(path, form, cookies, signal) {
        const ask = { path, form: new URLSearchParams(form).toString(), cookies };
        // What the server says of a login is final, whatever the status: after some tries of a wrong password it locks the account.
        const read = async (answer) => {
            const text = await readText(answer, LARGEST_ANSWER).catch((error) => {
                throw error instanceof RemoteError ? (answer.passing ?? error) : error;
            });
            const result = commandResult(text);
            if (result !== undefined)
                return result;
            throw answer.passing ?? this.#notFileCloud(answer.status, text);
        };
        try {
            return await this.#transport.request(ask, signal, read, { everyStatus: true });
        }
        catch (error) {
            if (!(error instanceof RemoteError))
                throw error;
            throw new errors/* RunError */.e4(`Logging in to ${this.#options.server} failed: ${error.message} Check server, and that it can be reached from here.`, { cause: error });
        }
    }
    #notFileCloud(status, text) {
        if (/maintenance/i.test(text.slice(0, 4000))) {
            return new errors/* RunError */.e4(`The server ${this.#options.server} is in maintenance mode. Run again later.`);
        }
        const said = (0,filecloud_text/* head */.d5)((0,filecloud_text/* pageText */.xe)(this.#options.log.redact(text)));
        return new errors/* RunError */.e4(`${this.#options.server} does not answer like a FileCloud server (status ${status}${said === '' ? '' : `: “${said}”`}). ` +
            'Check server: it is the address that the web interface opens with, without /ui or /core.');
    }
}

;// CONCATENATED MODULE: ./build/filecloud/times.js
/** 2200-01-01: larger numbers of seconds are milliseconds. */
const LATEST = 7_258_118_400;
/**
 * Whole seconds since 1970 from an epoch field; undefined where it is none. Milliseconds are recognised by their size. Zero is what servers
 * write for a time they don't know.
 */
function epoch(text) {
    const trimmed = text?.trim() ?? '';
    if (!/^-?\d{1,15}(\.\d+)?$/.test(trimmed))
        return undefined;
    const value = Number(trimmed);
    if (value === 0)
        return undefined;
    const seconds = Math.abs(value) <= LATEST ? value : value / 1000;
    return Math.abs(seconds) <= LATEST ? Math.floor(seconds) : undefined;
}
/**
 * Reads times. `modifiedepochutc` is the instant; without it (servers before about 19.1) the other fields hold the server's wall clock,
 * mislabelled as UTC, and are read in the zone that the user gave. Seen on a real server: `modifiedepoch` differs from `modifiedepochutc`
 * by exactly the zone's offset.
 */
class Times {
    #zone;
    #luxon;
    #missed = false;
    constructor(zone) {
        this.#zone = zone;
    }
    /** Whether a wall clock came by that could not be read yet: then load, and read again. */
    get missed() {
        return this.#missed;
    }
    /** Has to be called before wall clocks are read. An epoch number needs no luxon, so that most runs never load it. */
    async load() {
        this.#luxon ??= await __webpack_require__.e(/* import() */ 714).then(__webpack_require__.bind(__webpack_require__, 8714));
        this.#missed = false;
    }
    /** The instant in whole seconds since 1970; undefined where no field tells. */
    instant(fields) {
        return epoch(fields.modifiedepochutc) ?? this.#wallClock(fields);
    }
    #wallClock({ modifiedepoch, modifiediso, modified }) {
        const local = epoch(modifiedepoch);
        if (local === undefined && !modifiediso && !modified)
            return undefined;
        if (this.#luxon === undefined) {
            this.#missed = true;
            return undefined;
        }
        const { DateTime: Clock } = this.#luxon;
        if (local !== undefined) {
            return seconds(Clock.fromSeconds(local, { zone: 'utc' }).setZone(this.#zone, { keepLocalTime: true }));
        }
        for (const text of [modifiediso?.trim() ?? '', modified?.trim() ?? '']) {
            const wall = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?([+-]\d\d:?\d\d)?/.exec(text);
            if (wall === null)
                continue;
            // An offset of zero is the label on the wall clock; any other was worked out.
            const offset = wall[3] === undefined || /^.00:?00$/.test(wall[3]) ? '' : wall[3];
            const time = Clock.fromISO(`${wall[1]}T${wall[2]}${offset}`, { zone: this.#zone });
            if (time.isValid)
                return seconds(time);
        }
        for (const format of ['MMM d, yyyy h:mm:ss a', 'MMM d, yyyy h:mm a']) {
            const time = Clock.fromFormat(modified?.trim() ?? '', format, { zone: this.#zone, locale: 'en-US' });
            if (time.isValid)
                return seconds(time);
        }
        return undefined;
    }
}
function seconds(time) {
    return time.isValid ? Math.floor(time.toSeconds()) : undefined;
}

;// CONCATENATED MODULE: ./build/filecloud/abort.js
/** The requests that end with a signal: it is listened to once for all of them. */
const followers = new WeakMap();
/** Ends one request. axios takes it for a signal; an `AbortSignal` with its events would cost a tenth of what a small request does. */
class Abort {
    aborted = false;
    #act;
    #following;
    abort = () => {
        if (this.aborted)
            return;
        this.aborted = true;
        this.#act?.();
    };
    /** @param act what ends the request; called at once where it was aborted already */
    whenAborted(act) {
        if (this.aborted)
            act();
        else
            this.#act = act;
    }
    /** Aborts with the signal, too, until {@link Abort.release}. */
    follow(signal) {
        if (signal.aborted) {
            this.abort();
            return;
        }
        let following = followers.get(signal);
        if (following === undefined) {
            const all = new Set();
            signal.addEventListener('abort', () => {
                for (const abort of all)
                    abort.abort();
            });
            followers.set(signal, all);
            following = all;
        }
        following.add(this);
        this.#following = following;
    }
    /** The request is over: nothing holds on to it any more. */
    release() {
        this.#following?.delete(this);
        this.#following = undefined;
        this.#act = undefined;
    }
}

// EXTERNAL MODULE: ./node_modules/axios/index.js + 65 modules
var axios = __webpack_require__(2485);
;// CONCATENATED MODULE: ./build/filecloud/failures.js


/** Statuses that pass, besides all from 500 on (RFC 9110, 15: those beyond 599 count as such): RFC 9110, 4918, 8470 and 6585. */
const PASSING = new Set([408, 423, 425, 429]);
/** Of these, what is about the server, not about what was asked for: others would be answered so, too. 509 is what some hosters send for bandwidth. */
const UNAVAILABLE = new Set([429, 502, 503, 504, 509]);
/** What content networks say of the server behind them (Cloudflare, "5xx errors"): 520–527 and 530. */
function isUnavailable(status) {
    return UNAVAILABLE.has(status) || (status >= 520 && status <= 530);
}
/** What a status that passes means; undefined for any other. @param after milliseconds that the server asked to wait */
function passingStatus(status, host, after) {
    if (status < 500 && !PASSING.has(status))
        return undefined;
    return new PassingError(`The server answered ${status} (${host}).`, {
        retryAfter: after,
        overload: status === 429 || status === 503,
        unavailable: isUnavailable(status),
    });
}
/** Certificate errors by OpenSSL's and Node's codes: no retry mends them. */
const CERTIFICATE = /^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH_EXCEEDED|INVALID_PURPOSE)/;
const WORDS = {
    ECONNREFUSED: 'The connection was refused',
    ECONNRESET: 'The connection was reset',
    EPIPE: 'The connection was reset',
    ENOTFOUND: 'The host name is not known',
    EAI_AGAIN: 'The host name could not be looked up',
    ETIMEDOUT: 'The connection timed out',
    EHOSTUNREACH: 'The host cannot be reached',
    ENETUNREACH: 'The network cannot be reached',
    UND_ERR_CONNECT_TIMEOUT: 'The connection timed out',
    UND_ERR_SOCKET: 'The connection was closed before the answer was whole',
    UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'The answer was shorter than announced',
    UND_ERR_HEADERS_OVERFLOW: 'The answer had too many headers',
};
/**
 * Turns an error of a connection into one of ours. Neither names headers, cookies or bodies.
 * @param answered whether the answer had begun
 */
function connectionError(error, host, answered) {
    if (error instanceof PassingError)
        return error;
    const code = codeOf(error);
    if (CERTIFICATE.test(code)) {
        return new errors/* RunError */.e4(`The certificate of ${host} is not trusted (${code}). ` +
            'If it was issued by an authority of your own, give it as ca-certificate (or in NODE_EXTRA_CA_CERTS); otherwise the server needs a new one.', { cause: error });
    }
    if (error instanceof Error && /proxy/i.test(error.message) && /407|authentic/i.test(error.message)) {
        return proxyRefusal();
    }
    if (/^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST)$/.test(code)) {
        return new errors/* RunError */.e4(`${host} does not speak https. Check server: perhaps it is http://, or at another port.`, {
            cause: error,
        });
    }
    const refused = error instanceof Error ? /^Proxy response \((\d+)\)/.exec(error.message)?.[1] : undefined;
    const words = refused === undefined ? WORDS[code] : `The proxy answered ${refused}`;
    return new PassingError(`${words ?? 'The request failed'} (${host}${code === '' ? '' : `, ${code}`}).`, {
        cause: error,
        unanswered: !answered,
        stale: !answered && isStale(error, code),
    });
}
function proxyRefusal() {
    return new errors/* RunError */.e4('The proxy wants other credentials. Check the user and password in https_proxy or http_proxy (special characters percent-encoded).');
}
function codeOf(error) {
    for (let at = error; typeof at === 'object' && at !== null; at = 'cause' in at ? at.cause : undefined) {
        if ('code' in at && typeof at.code === 'string')
            return at.code;
    }
    return '';
}
/** A kept connection that had carried answers before, and was closed under this request. */
function isStale(error, code) {
    if (code !== 'UND_ERR_SOCKET' || typeof error !== 'object' || error === null || !('socket' in error))
        return false;
    const { socket } = error;
    return (typeof socket === 'object' &&
        socket !== null &&
        'bytesRead' in socket &&
        typeof socket.bytesRead === 'number' &&
        socket.bytesRead > 0);
}

// EXTERNAL MODULE: ./node_modules/proxy-from-env/index.js
var proxy_from_env = __webpack_require__(8182);
;// CONCATENATED MODULE: ./build/filecloud/proxy.js


/** @throws RunError for an address that cannot be used; it is not shown, since it may hold a password */
function proxyFor(origin) {
    const address = (0,proxy_from_env/* getProxyForUrl */.T)(origin);
    if (address === '')
        return undefined;
    try {
        const url = new URL(withScheme(address));
        if (url.protocol !== 'http:' && url.protocol !== 'https:')
            throw new TypeError('Only these are spoken.');
        const user = decodeURIComponent(url.username);
        const password = decodeURIComponent(url.password);
        url.username = '';
        url.password = '';
        return {
            url: url.href,
            host: url.host,
            token: user === '' ? undefined : `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
        };
    }
    catch {
        throw new errors/* RunError */.e4('The address of the proxy in https_proxy (or http_proxy, all_proxy) cannot be used. It has to be http://host:port, ' +
            'or http://user:password@host:port with special characters percent-encoded. It is not shown, since it may hold a password.');
    }
}
/** `proxy:3128` is a proxy that is spoken to in plain http, as everywhere; the library takes it for one of the server's own scheme. */
function withScheme(address) {
    if (!address.startsWith('https://'))
        return address;
    const bare = address.slice('https://'.length);
    const names = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'];
    return names.some(name => process.env[name] === bare) ? `http://${bare}` : address;
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:tls"
var external_node_tls_ = __webpack_require__(1692);
var external_node_tls_namespaceObject = /*#__PURE__*/__webpack_require__.t(external_node_tls_, 2);
// EXTERNAL MODULE: ./node_modules/undici/index.js
var undici = __webpack_require__(6752);
;// CONCATENATED MODULE: ./build/filecloud/spent.js

/** Bytes of a chunk that are worth it. */
const spent_LEAST = 16 * 1024;
let spent = [];
/**
 * Takes a chunk of a connection that was used and is not needed any more, to free its memory when the connection is done with it. Each read
 * takes 64 KiB: until garbage was collected, large downloads went through tens of megabytes, which costs them a third of their time.
 */
function spend({ buffer, byteLength }) {
    // Only where it is the whole: of the first chunk, the headers are a part.
    if (byteLength < spent_LEAST || byteLength !== buffer.byteLength)
        return;
    if (spent.length === 0)
        setImmediate(freeAll);
    spent.push(buffer);
}
function freeAll() {
    const all = spent;
    spent = [];
    for (const buffer of all)
        free(buffer);
}

;// CONCATENATED MODULE: ./build/filecloud/body.js

/** Bytes that are read to keep a connection; beyond them a new one costs less. */
const WORTH = 64 * 1024;
/** The body of an answer, handed over chunk by chunk as it comes: a stream costs as much as the rest of a small request. */
class Body {
    #end;
    /** What came before anybody read: no more than one read of the connection, since whoever waits for the answer reads at once. */
    #early = [];
    #chunk;
    #resolve;
    #reject;
    #ended = false;
    #failure;
    /** @param end ends the request and its connection */
    constructor(end) {
        this.#end = end;
    }
    /** Whether it came whole. */
    get ended() {
        return this.#ended;
    }
    /**
     * Reads it, once.
     * @param chunk gets the bytes, valid only during the call; what it throws passes through, and ends the request
     * @param broken makes an error of what the connection says when it breaks off
     */
    read(chunk, broken) {
        return new Promise((resolve, reject) => {
            this.#resolve = resolve;
            this.#reject = error => reject(broken(error));
            let isOver = false;
            this.#chunk = bytes => {
                if (isOver)
                    return;
                try {
                    chunk(bytes);
                }
                catch (error) {
                    isOver = true;
                    reject(error);
                    this.abort();
                }
            };
            const early = this.#early;
            this.#early = [];
            for (const bytes of early)
                if (this.#failure === undefined)
                    this.#use(this.#chunk, bytes);
            if (this.#failure !== undefined)
                this.#reject(this.#failure.error);
            else if (this.#ended)
                resolve();
        });
    }
    /** Reads what is left and nobody wants, so that the connection can go on; where that is too much, ends it. Never throws. */
    async discard(announced) {
        if (this.#ended || this.#failure !== undefined)
            return;
        if (Number(announced ?? 0) > WORTH)
            return this.abort();
        let left = WORTH;
        const count = (bytes) => {
            left -= bytes.length;
            if (left < 0)
                this.abort();
        };
        await this.read(count, error => error).catch(() => { });
    }
    /** Ends the request. */
    abort() {
        if (this.#ended || this.#failure !== undefined)
            return;
        this.#end();
        this.fail(new Error('The request was ended.'));
    }
    /** For the connection: more bytes. */
    push(bytes) {
        if (this.#chunk === undefined)
            this.#early.push(bytes);
        else
            this.#use(this.#chunk, bytes);
    }
    #use(chunk, bytes) {
        chunk(bytes);
        spend(bytes);
    }
    /** For the connection: that was all. */
    end() {
        this.#ended = true;
        this.#resolve?.();
    }
    /** For the connection: it broke off. */
    fail(error) {
        if (this.#ended || this.#failure !== undefined)
            return;
        this.#failure = { error };
        this.#reject?.(error);
    }
}

;// CONCATENATED MODULE: ./build/filecloud/incoming.js
/** An answer whose body is still to come. Its headers are read on demand, since few of them are ever asked for. */
class Incoming {
    status;
    body;
    /** Names and values in turn, as they came. */
    #fields;
    constructor(status, fields, body) {
        this.status = status;
        this.#fields = fields;
        this.body = body;
    }
    /** The first header of a name, a character for each byte. @param name in lower case */
    header(name) {
        return this.headers(name)[0];
    }
    /** All headers of a name, a character for each byte. @param name in lower case */
    headers(name) {
        let found;
        for (let index = 0; index + 1 < this.#fields.length; index += 2) {
            const field = this.#fields[index];
            if (field?.length !== name.length || field.toString('latin1').toLowerCase() !== name)
                continue;
            found ??= [];
            // As bytes: what comes in a cookie has to go back as it was.
            found.push(this.#fields[index + 1]?.toString('latin1') ?? '');
        }
        return found ?? incoming_NONE;
    }
    /** Forgets the headers: they are parts of what came from the connection, which they would keep in memory with the body that followed. */
    release() {
        this.#fields = [];
    }
}
const incoming_NONE = [];

;// CONCATENATED MODULE: ./build/queue.js
/** First in, first out, without moving the rest, and without keeping what was taken. */
class Queue {
    #items = [];
    #head = 0;
    get length() {
        return this.#items.length - this.#head;
    }
    push(item) {
        this.#items.push(item);
    }
    shift() {
        const item = this.#items[this.#head];
        this.#items[this.#head] = undefined;
        this.#head++;
        if (this.#head >= this.#items.length) {
            this.#items = [];
            this.#head = 0;
        }
        else if (this.#head > 4096) {
            this.#items = this.#items.slice(this.#head);
            this.#head = 0;
        }
        return item;
    }
}

;// CONCATENATED MODULE: ./build/filecloud/turns.js

/**
 * Hands on one finished answer in each turn of the event loop. Connections send their next request between turns: of answers that came
 * in the same instant, the first needn't wait for the work on all others, and they don't come in the same instant for ever.
 */
class Turns {
    #waiting = new Queue();
    add(act) {
        this.#waiting.push(act);
        if (this.#waiting.length === 1)
            setImmediate(this.#next);
    }
    #next = () => {
        const act = this.#waiting.shift();
        if (this.#waiting.length > 0)
            setImmediate(this.#next);
        act?.();
    };
}

;// CONCATENATED MODULE: ./build/filecloud/undici-adapter.js










/**
 * An axios adapter on undici: a request costs a fifth of what axios' own adapter takes. Redirects, retries, decoding and time limits are
 * the transport's affair; this one sends and hands over what comes, as the response's data ({@link Incoming}). `signal` is an {@link Abort}.
 */
class UndiciAdapter {
    #options;
    #ca;
    #turns = new Turns();
    #proxies = new Map();
    /** The dispatcher of each origin: the environment is asked once. */
    #dispatchers = new Map();
    constructor(options) {
        this.#options = options;
        this.#ca = options.caCertificate === undefined ? undefined : [...usualAuthorities(), options.caCertificate];
    }
    /**
     * The adapter itself.
     * @param headers those that every request has, made when it is sent: axios would check and copy each of them for each request
     */
    carrying = (headers) => (config) => this.#send(config, headers());
    #send(config, standing) {
        return new Promise((resolve, reject) => {
            const url = config.url ?? '';
            const slash = url.indexOf('/', url.indexOf('://') + 3);
            const origin = slash < 0 ? url : url.slice(0, slash);
            const answered = (data) => resolve({ data, status: data.status, statusText: '', headers: new axios/* AxiosHeaders */.$t(), config });
            const { signal } = config;
            const abort = signal instanceof Abort ? signal : new Abort();
            this.#dispatcher(origin).dispatch({
                origin,
                path: slash < 0 ? '/' : url.slice(slash),
                method: config.method === 'post' ? 'POST' : 'GET',
                headers: { ...standing, ...config.headers },
                body: typeof config.data === 'string' ? config.data : null,
            }, new Exchange(abort, this.#turns, answered, reject));
        });
    }
    /** Ends all connections. */
    async close() {
        const dispatchers = new Set([...this.#dispatchers.values(), ...this.#proxies.values()]);
        await Promise.allSettled([...dispatchers].map(dispatcher => dispatcher.destroy()));
    }
    #settings() {
        return {
            connections: this.#options.connections,
            pipelining: 1,
            // The transport watches each request itself.
            headersTimeout: 0,
            bodyTimeout: 0,
            keepAliveTimeout: 4000,
            maxHeaderSize: 16 * 1024,
            connect: { timeout: this.#options.connectTimeout, ...this.#trust() },
        };
    }
    /** A certificate is asked for in any case: an environment that says otherwise (NODE_TLS_REJECT_UNAUTHORIZED) says it to all programs. */
    #trust() {
        return { rejectUnauthorized: true, ...(this.#ca === undefined ? {} : { ca: this.#ca }) };
    }
    #dispatcher(origin) {
        let dispatcher = this.#dispatchers.get(origin);
        if (dispatcher === undefined) {
            const proxy = proxyFor(origin);
            dispatcher =
                proxy === undefined ? new undici/* Pool */.bC(origin, this.#settings()) : this.#proxy(proxy, origin.startsWith('https:'));
            this.#dispatchers.set(origin, dispatcher);
        }
        return dispatcher;
    }
    #proxy({ url, token }, tunnel) {
        const key = `${tunnel} ${url}`;
        let agent = this.#proxies.get(key);
        if (agent === undefined) {
            const trust = this.#trust();
            agent = new undici/* ProxyAgent */.kT({
                ...this.#settings(),
                uri: url,
                proxyTunnel: tunnel,
                requestTls: trust,
                proxyTls: trust,
                ...(token === undefined ? {} : { token }),
            });
            this.#proxies.set(key, agent);
        }
        return agent;
    }
}
/** One request and its answer, as undici tells of them. */
class Exchange {
    #abort;
    #turns;
    #answered;
    #failed;
    #end;
    #body;
    constructor(abort, turns, answered, failed) {
        this.#abort = abort;
        this.#turns = turns;
        this.#answered = answered;
        this.#failed = failed;
        // It may still wait for a connection.
        abort.whenAborted(() => this.onError(new Error('The request was aborted.')));
    }
    onConnect(end) {
        this.#end = end;
        this.#abort.whenAborted(() => end());
    }
    onHeaders(status, fields) {
        // Not the answer yet: 103 may come before it.
        if (status < 200)
            return true;
        // Only this request: after a redirect, others go with the same signal.
        this.#body = new Body(() => this.#end?.());
        this.#answered?.(new Incoming(status, fields, this.#body));
        // What has been used refers to the whole request, and would be collected late.
        this.#answered = undefined;
        this.#failed = undefined;
        return true;
    }
    onData(bytes) {
        this.#body?.push(bytes);
        // The connection never waits: undici takes it for a mistake when a server ends one that does.
        return true;
    }
    onComplete() {
        // Behind what undici does to free the connection: the next request shall find it free, and not open another.
        queueMicrotask(() => this.#turns.add(() => this.#body?.end()));
    }
    onError(error) {
        if (this.#body === undefined)
            this.#failed?.(error);
        else
            this.#body.fail(error);
    }
}
/** What Node trusts without us, NODE_EXTRA_CA_CERTS included. */
function usualAuthorities() {
    // Node 22.15 and later tell; before, `ca` would replace the extra ones silently.
    if ("getCACertificates" in external_node_tls_namespaceObject)
        return external_node_tls_.getCACertificates('default');
    const extra = process.env['NODE_EXTRA_CA_CERTS'];
    if (extra === undefined || extra === '')
        return external_node_tls_.rootCertificates;
    try {
        return [...external_node_tls_.rootCertificates, (0,external_node_fs_.readFileSync)(extra, 'utf8')];
    }
    catch {
        return external_node_tls_.rootCertificates; // Node itself has warned about it
    }
}

;// CONCATENATED MODULE: ./build/filecloud/exchanges.js








/** Looks like a browser and says who it is: servers may refuse agents that they don't know (FileCloud developer guide, "Hello World"). */
const USER_AGENT = 'Mozilla/5.0 (compatible; FileCloud-Mirror/1; +https://github.com/filecloud-mirror/filecloud-mirror)';
const STANDING_HEADERS = { 'user-agent': USER_AGENT, accept: '*/*', 'accept-encoding': 'identity' };
/**
 * Single requests over HTTP, redirects followed: cookies and tokens go to the server itself only, and are taken from it only. A request that
 * was redirected elsewhere is not of the session any more, even where it is redirected back: others would choose what the session asks for.
 */
class Exchanges {
    /** The session's. Each login brings new ones, so that late answers to what was sent before it change nothing. */
    cookies;
    #options;
    #base;
    #adapter;
    #axios;
    /** Sends what is not of the session. */
    #strange;
    /** Headers of the session's requests, and the cookies that they were made of. */
    #own;
    #host;
    constructor(options) {
        this.#options = options;
        this.#base = new URL(options.server);
        this.cookies = new Cookies(this.#base.protocol);
        this.#adapter = new UndiciAdapter({
            connections: options.concurrency,
            connectTimeout: options.timeout * 1000,
            caCertificate: options.caCertificate,
        });
        this.#strange = this.#adapter.carrying(() => STANDING_HEADERS);
        // The class itself: `axios.create` merges thirty defaults into every request that none of ours needs.
        this.#axios = new axios/* Axios */.Lr({ adapter: this.#adapter.carrying(() => this.#headers(this.cookies)) });
    }
    /** The server, and the proxy before it, as errors name them. @throws RunError where the proxy's address cannot be used */
    get host() {
        this.#host ??= [this.#base.host, proxyFor(this.#base.origin)?.host].filter(Boolean).join(' by way of the proxy ');
        return this.#host;
    }
    /** Ends all connections. */
    close() {
        return this.#adapter.close();
    }
    /** @throws RemoteError, RunError, or what the connection throws */
    async send(ask, abort) {
        let url = `${this.#options.server}${ask.path}${ask.query === undefined ? '' : `?${ask.query}`}`;
        let { form } = ask;
        const cookies = ask.cookies ?? this.cookies;
        let isOwn = true;
        for (let hops = 0;; hops++) {
            const headers = ask.headers?.();
            // Whatever is in it, axios looks at a dozen times.
            const request = { url, signal: abort };
            if (form !== undefined)
                Object.assign(request, { method: 'post', data: form });
            if (headers !== undefined)
                request.headers = { ...headers };
            if (!isOwn)
                request.adapter = this.#strange;
            else if (ask.cookies !== undefined)
                request.adapter = this.#adapter.carrying(() => this.#headers(cookies));
            const { data: answer } = await this.#axios.request(request);
            if (isOwn)
                this.#keepCookies(cookies, answer.headers('set-cookie'));
            const { status } = answer;
            if (status < 300 || status > 399 || status === 304)
                return checked(answer);
            await answer.body.discard(answer.header('content-length'));
            if (hops === MOST_REDIRECTS) {
                throw new RedirectRefusal(`The server redirects more than ${MOST_REDIRECTS} times. Check the address in server.`);
            }
            const target = redirectTarget(locationOf(answer), new URL(url), this.#base);
            // 303 asks for another document; the others say that this one is elsewhere, and without its form it would be another.
            if (status === 303)
                form = undefined;
            isOwn &&= target.origin === this.#base.origin;
            if (form !== undefined && !isOwn) {
                throw new RedirectRefusal(`The server redirects this request to ${target.origin}; that is not followed. If that is the server, give it as server.`);
            }
            url = target.href;
        }
    }
    /** The headers of a request of a session. FileCloud developer guide, "CSRF token API changes": browsers' requests carry both. */
    #headers(cookies) {
        const cookie = cookies.header;
        if (this.#own !== undefined && this.#own.cookies === cookies && this.#own.cookie === cookie)
            return this.#own.headers;
        const headers = { ...STANDING_HEADERS, 'x-requested-with': 'XMLHttpRequest' };
        const token = cookies.get('X-XSRF-TOKEN') ?? cookies.get('X-XSRF-TOKEN-user');
        if (token !== undefined)
            headers['x-xsrf-token'] = token;
        if (cookie !== undefined)
            headers['cookie'] = cookie;
        this.#own = { cookies, cookie, headers };
        return headers;
    }
    #keepCookies(cookies, lines) {
        if (lines.length === 0)
            return;
        for (const value of cookies.take(lines))
            this.#options.log.secret(value);
    }
}
/** Where it redirects to. Browsers take bytes that are not encoded for UTF-8. */
function locationOf(answer) {
    const location = answer.header('location');
    return location === undefined ? undefined : (0,filecloud_text/* decodeText */.g7)(Buffer.from(location, 'latin1'));
}
/** What says that a body is not compressed: PHP programs write `none` to have their web server leave it so. */
const PLAIN = new Set(['', 'identity', 'none']);
/** @throws RunError where a proxy answered instead; RemoteError where the body is compressed */
function checked(answer) {
    const encoding = answer.header('content-encoding');
    const isPlain = encoding === undefined || PLAIN.has(encoding.trim().toLowerCase());
    if (answer.status !== 407 && isPlain)
        return answer;
    answer.body.abort();
    if (answer.status === 407)
        throw proxyRefusal();
    throw new RemoteError('malformed', `The server, or a proxy before it, compresses (${encoding}) although that was not asked for. Switch compression off for /core there.`);
}

;// CONCATENATED MODULE: ./build/filecloud/outage.js

/** Tries in a row, over all requests, that brought no answer, after which the server counts as gone. */
const UNANSWERED = 20;
/** Requests in a row that were given up because the server, or what stands before it, said that it cannot. */
const GIVEN_UP = 5;
/** Notices when going on is in vain: each of a hundred thousand files would be tried for a minute. */
class Outage {
    #server;
    #unansweredLimit;
    #unanswered = 0;
    #givenUp = 0;
    constructor(server, retries) {
        this.#server = server;
        // One request alone doesn't make an outage.
        this.#unansweredLimit = Math.max(UNANSWERED, 2 * (retries + 1));
    }
    /** The server is there, whatever it answered. */
    answered() {
        this.#unanswered = 0;
    }
    /** The server said something else than that it cannot. */
    good() {
        this.#givenUp = 0;
    }
    /** A try brought no answer. @throws RunError */
    unanswered(failure) {
        this.#unanswered++;
        if (this.#unanswered >= this.#unansweredLimit) {
            throw this.#over(`does not answer any more: ${this.#unanswered} requests in a row failed`, failure);
        }
    }
    /** A request was given up after its last try. What the server says of one file (500, 423) tells nothing of others. @throws RunError */
    givenUp(failure) {
        if (!failure.unavailable)
            return;
        this.#givenUp++;
        if (this.#givenUp >= GIVEN_UP) {
            throw this.#over(`cannot serve: ${this.#givenUp} requests in a row were given up`, failure);
        }
    }
    #over(what, failure) {
        return new errors/* RunError */.e4(`The server ${this.#server} ${what}. The last: ${failure.message} ` +
            'Check that it is up and can be reached from here, then run again: what was downloaded stays.', { cause: failure });
    }
}

;// CONCATENATED MODULE: ./build/filecloud/pacer.js

/** Answers without trouble before one more request may be in flight again. */
const RECOVERY = 20;
/**
 * Bounds the requests in flight, all workers together. When the server says that it is overloaded, everybody pauses, and half as many
 * requests go on after it; each {@link RECOVERY} answers allow one more.
 */
class Pacer {
    #most;
    #sleep;
    #limit;
    #inFlight = 0;
    #good = 0;
    #pause;
    #waiting = new Set();
    constructor(most, sleep) {
        this.#most = most;
        this.#limit = most;
        this.#sleep = sleep;
    }
    /** Requests that may be in flight now. */
    get limit() {
        return this.#limit;
    }
    /** Waits until one more request may be in flight. @throws CancelledError */
    async enter(signal) {
        while (!signal.aborted && (this.#pause !== undefined || this.#inFlight >= this.#limit))
            await this.#turn(signal);
        if (signal.aborted) {
            // Whoever was woken for this place is not in it.
            this.#wake();
            throw new errors/* CancelledError */.cc();
        }
        this.#inFlight++;
    }
    leave() {
        this.#inFlight--;
        this.#wake();
    }
    good() {
        if (this.#limit === this.#most || ++this.#good < RECOVERY)
            return;
        this.#good = 0;
        this.#limit++;
        this.#wake();
    }
    /**
     * The server asks to slow down. What answers to requests of the same moment ask for is one pause, the longest of them.
     * @param milliseconds how long everybody pauses
     */
    overload(milliseconds, signal) {
        this.#good = 0;
        if (this.#pause === undefined)
            this.#limit = Math.max(1, this.#limit >> 1);
        const pause = Promise.allSettled([this.#pause, this.#sleep(milliseconds, signal)]).then(() => {
            if (this.#pause !== pause)
                return;
            this.#pause = undefined;
            for (const wake of [...this.#waiting])
                wake();
        });
        this.#pause = pause;
    }
    /** Waits until a place may be free, or the run is cancelled. */
    #turn(signal) {
        return new Promise(resolve => {
            const wake = () => {
                this.#waiting.delete(wake);
                signal.removeEventListener('abort', wake);
                resolve();
            };
            this.#waiting.add(wake);
            signal.addEventListener('abort', wake);
        });
    }
    #wake() {
        for (const wake of this.#waiting) {
            wake();
            return;
        }
    }
}

;// CONCATENATED MODULE: ./build/filecloud/retry-after.js
/** Longest wait (ms) that a server may ask for. */
const LONGEST_PAUSE = 120_000;
/**
 * Reads a `Retry-After` header (RFC 9110, 10.2.3): seconds or a date.
 * @param now milliseconds since 1970
 * @returns milliseconds, at most {@link LONGEST_PAUSE}; undefined for nonsense
 */
function retryAfter(value, now) {
    const text = value?.trim() ?? '';
    if (/^\d{1,15}$/.test(text))
        return Math.min(Number(text) * 1000, LONGEST_PAUSE);
    // Only the form that RFC 9110 tells senders to use: Date.parse alone takes almost anything.
    if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text))
        return undefined;
    const at = Date.parse(text);
    return Number.isNaN(at) ? undefined : Math.min(Math.max(at - now, 0), LONGEST_PAUSE);
}
/** Milliseconds to wait before try number `attempt` (1 for the first repetition): exponential, with full jitter. */
function backoff(attempt, base, random = Math.random) {
    return random() * Math.min(base * 2 ** (attempt - 1), 30_000);
}

;// CONCATENATED MODULE: ./build/filecloud/stall-watch.js
/** Bytes that must arrive in the time limit at least: less is a drip that would never end. */
const FLOOR = 1024;
/** Watches one answer: silence for the time limit, or a drip of less than {@link FLOOR} bytes in it, counts as stalled. */
class StallWatch {
    #limit;
    #timer;
    #windowStart = 0;
    #windowBytes = 0;
    /**
     * @param limit milliseconds
     * @param stalled called once
     */
    constructor(limit, stalled) {
        this.#limit = limit;
        this.#timer = setTimeout(stalled, limit);
    }
    /** @returns false where so little came in the last time limit that it counts as stalled */
    touch(bytes) {
        this.#timer.refresh();
        const now = performance.now();
        if (this.#windowStart === 0)
            this.#windowStart = now;
        this.#windowBytes += bytes;
        if (now - this.#windowStart < this.#limit)
            return true;
        const enough = this.#windowBytes >= FLOOR;
        this.#windowStart = now;
        this.#windowBytes = 0;
        return enough;
    }
    end() {
        clearTimeout(this.#timer);
    }
}

;// CONCATENATED MODULE: ./build/filecloud/transport.js











const PACE = {
    base: 500,
    sleep: (milliseconds, signal) => (0,promises_.setTimeout)(milliseconds, undefined, signal === undefined ? {} : { signal }),
};
/** The one door to HTTP: time limits, retries and the bound of requests in flight live here and nowhere else. */
class Transport {
    #options;
    #pace;
    #pacer;
    #outage;
    #exchanges;
    constructor(options) {
        this.#options = options;
        this.#pace = options.pace ?? PACE;
        this.#pacer = new Pacer(options.concurrency, this.#pace.sleep);
        this.#outage = new Outage(options.server, options.retries);
        this.#exchanges = new Exchanges(options);
    }
    /** Begins a session: from now on requests go with its cookies. */
    begin(cookies) {
        this.#exchanges.cookies = cookies;
    }
    /**
     * Sends a request and reads its answer, again and again while it fails in passing.
     * @param read reads the answer; a PassingError that it throws is a reason to try again
     * @throws RemoteError when every try failed in passing (of an optional one: the first); RunError when the server is gone; what `read` throws
     */
    async request(ask, signal, read, options) {
        const optional = options?.optional === true;
        let failure = options?.failed;
        let freeTry = true;
        for (let attempt = 1;;) {
            if (failure === undefined) {
                const tried = await this.#inTurn(ask, signal, read, options);
                if (!(tried instanceof PassingError))
                    return tried.result;
                failure = tried;
                if (failure.stale && freeTry) {
                    freeTry = false;
                    failure = undefined;
                    continue;
                }
                if (optional)
                    throw new RemoteError('unreachable', failure.message, { cause: failure });
                if (failure.unanswered)
                    this.#outage.unanswered(failure);
            }
            if (attempt > this.#options.retries) {
                this.#outage.givenUp(failure);
                const tries = attempt === 1 ? 'once' : `${attempt} times`;
                throw new RemoteError('unreachable', `${failure.message} Tried ${tries}. Run again later.`, { cause: failure });
            }
            await this.#wait(ask, failure, attempt, signal);
            failure = undefined;
            attempt++;
        }
    }
    /** Ends all connections. */
    close() {
        return this.#exchanges.close();
    }
    /** One try, when there is a place for it. @returns how it failed in passing, if it did */
    async #inTurn(ask, signal, read, options) {
        await this.#pacer.enter(signal);
        try {
            const result = await this.#try(ask, signal, read, options?.everyStatus === true);
            this.#pacer.good();
            return { result };
        }
        catch (error) {
            if (signal.aborted)
                throw new errors/* CancelledError */.cc();
            if (error instanceof PassingError)
                return error;
            throw error;
        }
        finally {
            this.#pacer.leave();
        }
    }
    async #wait(ask, failure, attempt, signal) {
        const wait = failure.retryAfter ?? backoff(attempt, this.#pace.base);
        this.#options.log.debug(`${ask.path}: ${failure.message} Again in ${(wait / 1000).toFixed(1)} s.`);
        // Then everybody waits, before the next try.
        if (failure.overload)
            return this.#pacer.overload(wait, signal);
        try {
            await this.#pace.sleep(wait, signal);
        }
        catch (error) {
            if (signal.aborted)
                throw new errors/* CancelledError */.cc();
            throw error;
        }
    }
    async #try(ask, outer, read, everyStatus) {
        const abort = new Abort();
        abort.follow(outer);
        let stalled = false;
        const stall = () => {
            stalled = true;
            abort.abort();
        };
        const watch = new StallWatch(this.#options.timeout * 1000, stall);
        let incoming;
        const broken = (error) => {
            const { host } = this.#exchanges;
            if (outer.aborted)
                return new errors/* CancelledError */.cc();
            if (error instanceof RemoteError || error instanceof errors/* RunError */.e4)
                return error;
            if (!stalled)
                return connectionError(error, host, incoming !== undefined);
            const message = `The server sent nothing, or next to nothing, for ${this.#options.timeout} s (${host}).`;
            return new PassingError(message, { unanswered: incoming === undefined });
        };
        try {
            try {
                incoming = await this.#exchanges.send(ask, abort);
            }
            catch (error) {
                throw broken(error);
            }
            const answer = incoming;
            this.#outage.answered();
            let passing;
            if (answer.status !== 200) {
                const after = retryAfter(answer.header('retry-after'), Date.now());
                passing = passingStatus(answer.status, this.#exchanges.host, after);
                if (passing !== undefined && !everyStatus)
                    throw passing;
            }
            if (passing === undefined)
                this.#outage.good();
            return await read({
                status: answer.status,
                passing,
                header: name => answer.header(name),
                read: chunk => answer.body.read(bytes => {
                    if (!watch.touch(bytes.length))
                        stall();
                    chunk(bytes);
                }, broken),
            });
        }
        finally {
            if (incoming?.body.ended === false)
                await incoming.body.discard(incoming.header('content-length'));
            incoming?.release();
            watch.end();
            abort.release();
        }
    }
}

;// CONCATENATED MODULE: ./build/filecloud/filecloud.js













/** Bytes of the largest page of a listing: a thousand entries take about one million. */
const LARGEST_PAGE = 16 * 1024 * 1024;
/** A FileCloud server as the engine sees it. */
class FileCloud {
    downloadTogether;
    #transport;
    #session;
    #requests;
    #times;
    #forms = entryForms();
    #downloads;
    constructor(options) {
        const { log } = options;
        this.#transport = new Transport(options);
        this.#session = new Session(this.#transport, {
            ...options,
            ...(options.pace === undefined ? {} : { sleep: options.pace.sleep }),
        });
        this.#requests = new Requests(this.#transport, this.#session);
        this.#times = new Times(options.timezone);
        this.#downloads = new Downloads(this.#requests, (path, signal) => this.lookUp(path, signal));
        if (options.batch === 'auto') {
            const batches = new Batches(this.#requests, log, options.timeout);
            this.downloadTogether = (folder, files, receive, signal) => batches.fetch(folder, files, receive, signal);
        }
    }
    /** @throws RunError when the server says no or cannot be reached */
    login(signal) {
        return this.#session.login(signal);
    }
    list(path, signal) {
        return listFolder((folder, start, limit, stop) => this.#page(folder, start, limit, stop), path, signal);
    }
    download(file, sink, signal) {
        return this.#downloads.fetch(file, sink, signal);
    }
    /**
     * One file's facts afresh (`fileinfo`; without an entry where there is none: official Python client).
     * @returns undefined where it is gone
     */
    async lookUp(path, signal) {
        const form = new URLSearchParams({ file: path }).toString();
        return await this.#requests.send({ path: '/core/fileinfo', form }, signal, async (answer, doubt) => {
            const document = readXml(await readText(answer, LARGEST_PAGE));
            if (typeof document === 'string' || document.root !== 'fileinfo') {
                throw doubt(new RemoteError('malformed', 'The server did not tell about the file when it was looked up. Run again.'));
            }
            const entry = children(document.content, 'entry')[0];
            if (entry === undefined)
                return undefined;
            await this.#times.load();
            return elementEntry(entry, this.#times);
        });
    }
    /** Logs out and ends all connections. Never throws. */
    async close() {
        await this.#session.logout();
        await this.#transport.close();
    }
    #page(path, start, limit, signal) {
        const form = `path=${encodeURIComponent(path)}&start=${start}&limit=${limit}&sortby=name&sortdir=1`;
        return this.#requests.send({ path: '/core/getfilelist', form }, signal, async (answer, doubt) => {
            const text = await readText(answer, LARGEST_PAGE);
            const { status } = answer;
            if (status === 401 || status === 403) {
                throw doubt(new RemoteError('forbidden', `The server refused to list it (status ${status}). Let the account read it, or exclude it.`));
            }
            if (status === 404 || status === 410)
                throw doubt(new RemoteError('vanished', `It is not there (status ${status}). If it was removed just now, the next run leaves it out.`));
            if (status !== 200)
                throw doubt(new RemoteError('malformed', `The server answered ${status} instead of the listing. Try whether its web interface lists it, and ask its administrator.`));
            const page = await readListingPage(text, this.#times, this.#forms);
            if (page.kind === 'refusal') {
                const words = (0,filecloud_text/* sentence */.em)(page.message);
                throw doubt(new RemoteError('refused', `The server refused to list it${words === '' ? '' : `: ${words}`}. Let the account read it, or exclude it.`));
            }
            if (page.kind === 'none') {
                const error = new RemoteError('malformed', `The server sent ${page.what} instead of the listing. Look for a proxy or a maintenance page before it, and run again.`);
                throw page.html || page.what === 'an empty answer' ? doubt(error) : error;
            }
            return page;
        });
    }
}

// EXTERNAL MODULE: ./build/report/highlights.js
var report_highlights = __webpack_require__(1966);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/make-folder.js
var make_folder = __webpack_require__(2713);
;// CONCATENATED MODULE: ./build/report/report-file.js




/** What the name of an unfinished report ends with: nothing else is called so. */
const PART = '.filecloud-mirror-part';
/** Characters that are gathered before they are written. */
const GATHERED = 64 * 1024;
/** The report: one JSON object a line, one line a file. Written beside its place, and moved there when the run ends, however it ends. */
class ReportFile {
    #path;
    #part;
    #descriptor;
    #write;
    #lines = '';
    constructor(path, part, descriptor, write) {
        this.#path = path;
        this.#part = part;
        this.#descriptor = descriptor;
        this.#write = write;
    }
    /**
     * @param path absolute
     * @param write for tests
     * @throws RunError when it cannot be written
     */
    static open(path, write = external_node_fs_.writeFileSync) {
        try {
            (0,make_folder/* makeFolder */.f)((0,external_node_path_.dirname)(path));
            // A link to a file stays one: what it leads to is replaced.
            const place = (0,external_node_fs_.statSync)(path, { throwIfNoEntry: false })?.isFile() === true ? (0,external_node_fs_.realpathSync)(path) : path;
            const part = `${place}${PART}`;
            return new ReportFile(place, part, openAnew(part), write);
        }
        catch (error) {
            throw new errors/* RunError */.e4(`report: “${path}” cannot be written (${(0,errors/* messageOf */.bD)(error)}). Name a file in a folder that can be written to.`, {
                cause: error,
            });
        }
    }
    write({ path, action, size, modified, error }) {
        const line = {
            path,
            action,
            ...(size === undefined ? {} : { size }),
            ...(modified === undefined ? {} : { modified: timeText(modified) }),
            ...(error === undefined ? {} : { error }),
        };
        this.#lines += `${JSON.stringify(line)}\n`;
        if (this.#lines.length >= GATHERED)
            this.#flush();
    }
    /** @throws RunError when the rest cannot be written */
    close() {
        try {
            this.#flush();
        }
        finally {
            this.#done();
        }
    }
    /** What was written is put in its place, even where the rest found no room. */
    #done() {
        try {
            (0,external_node_fs_.closeSync)(this.#descriptor);
            (0,external_node_fs_.renameSync)(this.#part, this.#path);
        }
        catch (error) {
            throw this.#unwritable(error);
        }
    }
    #flush() {
        try {
            this.#write(this.#descriptor, this.#lines);
            this.#lines = '';
        }
        catch (error) {
            throw this.#unwritable(error);
        }
    }
    #unwritable(error) {
        return new errors/* RunError */.e4(`report: “${this.#path}” cannot be written any more (${(0,errors/* messageOf */.bD)(error)}). Make room there, and run again.`, {
            cause: error,
        });
    }
}
/** Opens a new file, in the place of one that a killed run left. A link that stands there is not followed. */
function openAnew(path) {
    (0,external_node_fs_.rmSync)(path, { force: true });
    return (0,external_node_fs_.openSync)(path, 'wx');
}
/** `2024-07-19T19:24:40Z`; undefined beyond what dates can say. */
function timeText(seconds) {
    const date = new Date(seconds * 1000);
    return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace('.000Z', 'Z');
}

;// CONCATENATED MODULE: ./build/sync/local/delete-guard.js



/**
 * Whether `delete` is too dangerous for a folder: one that holds more than a mirror.
 * @param localPath the mirror, there or not; links on the way are followed
 * @param workspace the folder of the checked-out repository
 * @param home the user's home; the one of the user database counts too
 * @returns why not, as sentences for a person; undefined when it may be used
 */
function deleteRefusal(localPath, workspace, home) {
    const mirror = realPath(localPath);
    const reason = reasonAgainst(mirror, realPath(workspace), [home, ...homeOfUser()].map(realPath));
    if (reason === undefined)
        return undefined;
    return (`delete is refused for local-path “${localPath}”, because ${reason}: files that the server does not have would be removed. ` +
        'Mirror into a folder of its own, or leave delete off.');
}
function reasonAgainst(mirror, workspace, homes) {
    if (mirror === (0,external_node_path_.parse)(mirror).root)
        return 'it is the root of a file system';
    if (isWithin(mirror, workspace)) {
        return (0,external_node_path_.relative)(mirror, workspace) === '' ? 'it is the workspace itself' : 'the workspace lies in it';
    }
    for (const home of homes) {
        if (isWithin(mirror, home))
            return (0,external_node_path_.relative)(mirror, home) === '' ? 'it is a home folder' : 'a home folder lies in it';
    }
    // A file, in a worktree or a submodule.
    if ((0,external_node_fs_.lstatSync)((0,external_node_path_.join)(mirror, '.git'), { throwIfNoEntry: false }) !== undefined)
        return 'it holds a Git repository (.git)';
    return undefined;
}
/** Whether a path is the folder or lies in it. On Windows, `relative` takes no notice of case. */
function isWithin(folder, path) {
    const way = (0,external_node_path_.relative)(folder, path);
    return way === '' || !(way === '..' || /^\.\.[\\/]/.test(way) || (0,external_node_path_.isAbsolute)(way));
}
function homeOfUser() {
    try {
        return [(0,external_node_os_.userInfo)().homedir];
    }
    catch {
        return []; // The user has no entry there, as in many containers.
    }
}
/** The real path of what is there, and the rest as it is written. */
function realPath(path) {
    const whole = (0,external_node_path_.resolve)(path);
    try {
        return external_node_fs_.realpathSync.native(whole);
    }
    catch {
        const parent = (0,external_node_path_.dirname)(whole);
        return parent === whole ? whole : (0,external_node_path_.join)(realPath(parent), (0,external_node_path_.relative)(parent, whole));
    }
}

// EXTERNAL MODULE: ./build/sync/local/mirror-folder.js + 12 modules
var mirror_folder = __webpack_require__(8550);
;// CONCATENATED MODULE: ./build/sync/glob.js
/** `*`: any characters within a name. */
const WITHIN = -1;
/** `?`: one character within a name. */
const ONE = -2;
/** `**`: any characters, the slashes between names too. */
const ACROSS = -3;
/** `**` and a slash where a name begins: any number of whole folders, none too. */
const FOLDERS = -4;
const END = -5;
const SLASH = 0x2f;
/**
 * A pattern for paths with `/`: `*` and `?` stay within a name, `**` crosses folders, and every other character stands for itself.
 * Names are the server's, so no name may be dear: matching takes at most as many steps as the path has characters times the pattern has.
 */
class Glob {
    #signs;
    constructor(pattern) {
        const parts = pattern.match(/(?<=^|\/)\*{2,}\/|\*{2,}|./gs) ?? [];
        this.#signs = Int32Array.from([...parts.map(signOf), END]);
    }
    matches(path) {
        return match(this.#signs, path, false);
    }
    /** Whether a path below a folder could be matched. @param folder '' for the root */
    reaches(folder) {
        return match(this.#signs, folder === '' ? '' : `${folder}/`, true);
    }
}
function signOf(part) {
    if (part.startsWith('**'))
        return part.endsWith('/') ? FOLDERS : ACROSS;
    return part === '*' ? WITHIN : part === '?' ? ONE : part.charCodeAt(0);
}
/**
 * Each `*` and `**` takes as little as the rest can do with. Where the rest fails, the last `*` takes one character more; where that is
 * a slash, the last `**` does. Those before it need no other try: taking more, they would only leave less to the same rest.
 * @param beginning whether it is enough that some text could follow to match
 */
function match(signs, text, beginning) {
    const { length } = text;
    let sign = 0;
    let at = 0;
    // What follows the last `*`, and where it ends; -1 for none. The same of the last `**`.
    let within = -1;
    let withinEnd = 0;
    let across = -1;
    let acrossEnd = 0;
    let isByFolders = false;
    for (;;) {
        const expected = signs[sign];
        if (at < length) {
            const found = text.charCodeAt(at);
            const isOne = expected === ONE && found !== SLASH;
            if (isOne || expected === found) {
                at += isOne && (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
                sign++;
                continue;
            }
        }
        else if (beginning || expected === END)
            return true;
        if (expected === WITHIN) {
            within = ++sign;
            withinEnd = at;
        }
        else if (expected === ACROSS || expected === FOLDERS) {
            across = ++sign;
            if (beginning || (expected === ACROSS && signs[sign] === END))
                return true;
            acrossEnd = at;
            isByFolders = expected === FOLDERS;
            within = -1;
        }
        else if (within >= 0 && withinEnd < length && text.charCodeAt(withinEnd) !== SLASH) {
            sign = within;
            at = ++withinEnd;
        }
        else {
            if (across < 0 || (within >= 0 && withinEnd === length))
                return false;
            // Where the last `*` came to a slash, it would come to the same one from everywhere in the name where the rest began.
            const next = isByFolders || within >= 0 ? text.indexOf('/', acrossEnd) : acrossEnd;
            if (next < 0 || next >= length)
                return false;
            sign = across;
            at = acrossEnd = next + 1;
            within = -1;
        }
    }
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./build/sync/shard.js

/** 48 bits: as many as a number holds exactly. */
const HEX_DIGITS = 12;
/**
 * Whether a file belongs to a part. The parts of one count are disjoint and together complete, and a path's part never changes:
 * it is the first 48 bits of the SHA-256 of the path (relative, with `/`), modulo the count.
 */
function inShard(path, part) {
    if (part === undefined)
        return true;
    return Number.parseInt((0,external_node_crypto_.hash)('sha256', path).slice(0, HEX_DIGITS), 16) % part.count === part.index - 1;
}

;// CONCATENATED MODULE: ./build/sync/selection.js


function selection_select({ include, exclude, shard }) {
    const included = include.map(compile);
    const excluded = exclude.map(compile);
    // What leaves out all below a folder leaves out the folder.
    const barred = [...excluded, ...exclude.map(compileFolder).filter(glob => glob !== undefined)];
    // A folder is asked for once, its files often: the answer for the last folder is kept.
    let lastFolder = '';
    let lastFolderOut = false;
    const outWithFolder = (path) => {
        if (excluded.length === 0)
            return false;
        const end = path.lastIndexOf('/');
        const folder = end < 0 ? '' : path.slice(0, end);
        if (folder !== lastFolder) {
            lastFolderOut = ancestors(folder).some(ancestor => excluded.some(glob => glob.matches(ancestor)));
            lastFolder = folder;
        }
        return lastFolderOut;
    };
    const chosen = (path) => (included.length === 0 || included.some(glob => glob.matches(path))) &&
        !excluded.some(glob => glob.matches(path)) &&
        !outWithFolder(path);
    return {
        file: path => chosen(path) && inShard(path, shard),
        folder: path => (barred.length === 0 || !ancestors(path).some(ancestor => barred.some(glob => glob.matches(ancestor)))) &&
            (included.length === 0 || included.some(glob => glob.reaches(path))),
        emptyFolder: path => include.length === 0 && chosen(path) && inShard(path, shard),
    };
}
/** `a/b/c` → `a`, `a/b`, `a/b/c`; none for the root. */
function ancestors(path) {
    if (path === '')
        return [];
    const parts = path.split('/');
    return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
function compile(pattern) {
    return new Glob(withoutTrailingSlash(pattern));
}
/** The folders of which a pattern matches everything below, if it is of that kind: `drafts/`, `drafts/**`. */
function compileFolder(pattern) {
    const folder = withoutTrailingSlash(pattern).replace(/(?:\/\*{2,})+$/, '');
    return folder === withoutTrailingSlash(pattern) ? undefined : new Glob(folder);
}
function withoutTrailingSlash(pattern) {
    return pattern.endsWith('/') ? `${pattern}**` : pattern;
}

;// CONCATENATED MODULE: ./build/sync/folder-node.js
/** Deepest nesting that is walked: a share that contains itself ends here at the latest. */
const DEEPEST_LEVEL = 128;
/** One folder of the walk: where it is on the server, where it is here. */
class FolderNode {
    /** Relative to the mirror; '' for the root. */
    path;
    remotePath;
    local;
    digest;
    /** Levels below the root. */
    level;
    /** Set below a local file that has to make room first. */
    swap;
    /** Whether the local folder is there. */
    exists;
    #parent;
    constructor(fields) {
        this.path = fields.path;
        this.remotePath = fields.remotePath;
        this.local = fields.local;
        this.digest = fields.digest;
        this.exists = fields.exists;
        this.#parent = fields.parent;
        this.level = fields.parent === undefined ? 0 : fields.parent.level + 1;
        this.swap = fields.swap;
    }
    /** Whether a remote folder is this one or one above it: a share that contains itself. */
    isWithin(remotePath) {
        return this.remotePath === remotePath || (this.#parent?.isWithin(remotePath) ?? false);
    }
    make() {
        if (this.exists)
            return;
        this.#parent?.make();
        this.local.make();
        this.exists = true;
    }
    /** Takes the folder away again; it has to be empty. */
    remove() {
        if (!this.exists)
            return;
        this.#parent?.local.removeFolder(this.path.slice(this.path.lastIndexOf('/') + 1));
        this.exists = false;
    }
}

// EXTERNAL MODULE: ./build/sync/names.js
var names = __webpack_require__(6809);
;// CONCATENATED MODULE: ./build/sync/contents.js



/** What is in local folders that the server doesn't have. Nothing is changed. */
class Contents {
    /** Files and links that may go. */
    removals = [];
    /** Folders that go when they are empty by then, from the leaves up. */
    folders = [];
    /** Folders that could not be read, with the reason. */
    failures = [];
    /** Whether all that is there may go. */
    whole = true;
    #selection;
    #platform;
    constructor(selection, platform) {
        this.#selection = selection;
        this.#platform = platform;
    }
    /**
     * Adds what is in a folder.
     * @param path the folder's, relative to the mirror
     * @param level how many levels it lies below the mirror
     */
    read(folder, path, level) {
        try {
            if (level > DEEPEST_LEVEL)
                throw new RangeError(`The folder lies more than ${DEEPEST_LEVEL} levels deep. Remove it.`);
            const entries = folder.read();
            // A repository of the user's was never the server's, nor what lies in it.
            if ((0,names/* holdsGit */.R7)(entries.keys(), this.#platform)) {
                this.whole = false;
                return;
            }
            for (const [name, kind] of entries) {
                const removal = { folder, name, path: `${path}/${name}` };
                const mayGo = kind !== 'other';
                if (mayGo && kind === 'folder' && this.#selection.folder(removal.path))
                    this.addFolder(removal, level + 1);
                else if (mayGo && kind !== 'folder' && this.#selection.file(removal.path))
                    this.removals.push(removal);
                else
                    this.whole = false;
            }
        }
        catch (error) {
            this.failures.push({ path, message: (0,errors/* messageOf */.bD)(error) });
            this.whole = false;
        }
    }
    /** Adds a folder with all in it. @param level how many levels it lies below the mirror */
    addFolder(removal, level) {
        const before = this.removals.length;
        this.read(removal.folder.child(removal.name), removal.path, level);
        // An empty one that the globs leave out is not the server's affair, unless this run empties it.
        if (this.removals.length > before || this.#selection.emptyFolder(removal.path))
            this.folders.push(removal);
        else
            this.whole = false;
    }
}

;// CONCATENATED MODULE: ./build/sync/prune.js


/** Reads what is below the folders that would go. Nothing is changed. */
function planPrune(extraneous, swaps, selection, platform, tally) {
    const going = new Contents(selection, platform);
    for (const { node, name, path, kind } of extraneous) {
        const removal = { folder: node.local, name, path };
        if (kind === 'file' || kind === 'link')
            going.removals.push(removal);
        else if (kind === 'folder')
            going.addFolder(removal, node.level + 1);
    }
    for (const { path, message } of going.failures)
        tally.failed(path, message);
    const { removals, folders } = going;
    let localFiles = tally.localFiles + removals.length;
    let files = removals.length;
    const planned = [];
    for (const swap of swaps) {
        if (swap.kind === 'file-to-folder') {
            localFiles++;
            // Where nothing of the folder can be had, each entry of it has failed, and the file stays.
            if (swap.wanted > 0 && swap.downloads.length === 0)
                continue;
            files++;
            planned.push({ swap });
            continue;
        }
        const { path, node } = swap.task;
        const below = new Contents(selection, platform);
        below.read(node.local.child(swap.name), path, node.level + 1);
        for (const failure of below.failures)
            tally.failed(failure.path, failure.message);
        localFiles += below.removals.length;
        if (!below.whole) {
            tally.failed(path, 'A local folder stands where the server has a file, and holds files that the mirror must not touch (left out by the globs or the shard, special, or in a .git). Move them away.');
            continue;
        }
        files += below.removals.length;
        planned.push({ swap, removals: below.removals });
    }
    return { removals, folders, swaps: planned, files, localFiles };
}
/**
 * Why a plan must not be carried out, or undefined. Decided before the first removal.
 * @param rootEntries entries in the remote root: an emptied root is more often a mistake than a wish
 */
function pruneRefusal(plan, limit, rootEntries) {
    if (plan.files === 0)
        return undefined;
    const everything = limit.kind === 'share' && limit.percent >= 100;
    if (rootEntries === 0 && !everything) {
        return (`The remote folder is empty now, so all ${plan.files} local files would be deleted. Nothing was deleted. ` +
            'If it is meant to be empty, set max-delete to 100%.');
    }
    const allowed = limit.kind === 'files' ? limit.files : Math.floor((plan.localFiles * limit.percent) / 100);
    if (plan.files <= allowed)
        return undefined;
    const written = limit.kind === 'files' ? String(limit.files) : `${limit.percent}%`;
    return (`${plan.files} of ${plan.localFiles} local files would be deleted, more than max-delete allows (${written}). ` +
        'Nothing was deleted. If that many are really gone from the server, raise max-delete for one run.');
}
/** Carries a plan out. One removal's failure stops nothing else. Folders that became empty go from the leaves up. */
function prune(plan, tally) {
    for (const { folder, name, path } of plan.removals) {
        try {
            const size = sizeOf(folder, name);
            folder.removeFile(name);
            tally.deleted(path, size);
        }
        catch (error) {
            tally.failed(path, (0,errors/* messageOf */.bD)(error));
        }
    }
    for (const { folder, name, path } of plan.folders) {
        try {
            // What the globs leave out stays, and its folders with it.
            if (folder.child(name).read().size === 0)
                folder.removeFolder(name);
        }
        catch (error) {
            tally.failed(path, (0,errors/* messageOf */.bD)(error));
        }
    }
}
/** Counts what a plan would do, for a dry run. */
function rehearse(plan, tally) {
    for (const { folder, name, path } of plan.removals)
        tally.deleted(path, sizeOf(folder, name));
    for (const planned of plan.swaps) {
        if (planned.swap.kind === 'file-to-folder') {
            tally.deleted(planned.swap.path, sizeOf(planned.swap.node.local, planned.swap.name));
        }
        else if ('removals' in planned) {
            for (const { folder, name, path } of planned.removals)
                tally.deleted(path, sizeOf(folder, name));
        }
    }
}
/** Bytes of a local file, for the report; undefined where it cannot be told. */
function sizeOf(folder, name) {
    try {
        return folder.stat(name)?.size;
    }
    catch {
        return undefined;
    }
}

// EXTERNAL MODULE: external "node:events"
var external_node_events_ = __webpack_require__(8474);
;// CONCATENATED MODULE: ./build/sync/schedule.js


/** Files that may wait for their download, for each request in flight. Beyond that no more folders are listed. */
const WAITING_PER_SLOT = 16;
/**
 * Lists and transfers at once until nothing is left, with at most `concurrency` in flight. While files wait, a quarter of that goes on
 * listing; when too many wait, none does (back-pressure). The first error ends it: nothing new is started, what is in flight is aborted and awaited.
 * @throws what a task threw first, or CancelledError
 */
async function schedule(work, concurrency, signal) {
    const stop = new AbortController();
    // Each request in flight listens; older versions of Node call more than ten a leak.
    (0,external_node_events_.setMaxListeners)(0, stop.signal);
    const listingShare = Math.max(1, Math.floor(concurrency / 4));
    let listing = 0;
    let transferring = 0;
    let failure;
    await new Promise(resolve => {
        const fail = (error) => {
            failure ??= { error };
            stop.abort();
        };
        const cancel = () => fail(new errors/* CancelledError */.cc());
        if (signal.aborted)
            cancel();
        else
            signal.addEventListener('abort', cancel, { once: true });
        const start = (task, done) => {
            task.catch(fail).finally(() => {
                done();
                pump();
            });
        };
        const pump = () => {
            while (failure === undefined && listing + transferring < concurrency) {
                const mayList = work.folders.length > 0 &&
                    work.jobs.length < WAITING_PER_SLOT * concurrency &&
                    (work.jobs.length === 0 || listing < listingShare);
                if (mayList) {
                    const folder = work.folders.pop();
                    if (folder === undefined)
                        break;
                    listing++;
                    start(work.list(folder, stop.signal), () => listing--);
                    continue;
                }
                const job = work.jobs.length > 0 ? work.jobs.shift() : undefined;
                if (job === undefined)
                    break;
                transferring++;
                start(work.transfer(job, stop.signal), () => transferring--);
            }
            if (listing + transferring === 0) {
                signal.removeEventListener('abort', cancel);
                resolve();
            }
        };
        pump();
    });
    if (failure !== undefined)
        throw failure.error;
}

;// CONCATENATED MODULE: ./build/sync/arriving.js
/** Bytes of a file whose arrival is shown while it lasts. Smaller ones come and go between two showings. */
const LEAST_SHOWN = 1024 * 1024;
/** A large file on its way: what has come of it counts as progress. */
class Arriving {
    #sink;
    #total;
    #tally;
    /** Bytes that the tally knows of. */
    #told = 0;
    /** @returns undefined where the file is not so large, or nobody knows how large it is */
    static of(sink, total, tally) {
        return total === undefined || total < LEAST_SHOWN ? undefined : new Arriving(sink, total, tally);
    }
    constructor(sink, total, tally) {
        this.#sink = sink;
        this.#total = total;
        this.#tally = tally;
    }
    get size() {
        return this.#sink.size;
    }
    get proof() {
        return this.#sink.proof;
    }
    set proof(proof) {
        this.#sink.proof = proof;
    }
    write(chunk) {
        this.#sink.write(chunk);
        this.#tell(this.#sink.size);
        this.#tally.progress();
    }
    restart() {
        this.#sink.restart();
        this.#tell(this.#sink.size);
    }
    /** It has come, or will not come: it is none on its way any more. */
    end() {
        this.#tell(0);
    }
    #tell(bytes) {
        // A server may send more than it said.
        const known = Math.min(bytes, this.#total);
        this.#tally.arrived(known - this.#told, (known - this.#told) / this.#total);
        this.#told = known;
    }
}

;// CONCATENATED MODULE: ./build/sync/transfer.js



/** Largest file (bytes) that is fetched together with others: beyond it the request costs little beside the bytes. */
const SMALL_FILE = 128 * 1024;
/** Most files and bytes of one batch. */
const BATCH_FILES = 100;
const BATCH_BYTES = 4 * 1024 * 1024;
/** Splits a folder's tasks into jobs: small ones together where batches are used. */
function jobsOf(node, tasks, batches) {
    if (!batches)
        return tasks.map(task => ({ node, tasks: [task] }));
    const jobs = [];
    let batch = [];
    let bytes = 0;
    for (const task of tasks) {
        const size = task.entry.size;
        if (size === undefined || size > SMALL_FILE || task.entry.modified === undefined) {
            jobs.push({ node, tasks: [task] });
            continue;
        }
        if (batch.length >= BATCH_FILES || bytes + size > BATCH_BYTES) {
            jobs.push({ node, tasks: batch });
            batch = [];
            bytes = 0;
        }
        batch.push(task);
        bytes += size;
    }
    if (batch.length > 0)
        jobs.push({ node, tasks: batch });
    return jobs;
}
/** Downloads jobs into the mirror: to a temporary file, checked by the remote, then renamed into place. */
class Transfers {
    #remote;
    #folder;
    #tally;
    constructor(remote, folder, tally) {
        this.#remote = remote;
        this.#folder = folder;
        this.#tally = tally;
    }
    /**
     * One file's failure is counted and stops nothing else.
     * @returns what did not come together, and has to be downloaded one by one: as jobs of their own, or it would be one after another
     * @throws RunError when the disk is full or nothing can be downloaded any more
     */
    async run({ node, tasks }, signal) {
        node.local.retain();
        try {
            if (tasks.length > 1) {
                const rest = await this.#together(node, tasks, signal);
                return rest.map(task => ({ node, tasks: [task] }));
            }
            for (const task of tasks)
                await this.#alone(task, signal);
            return [];
        }
        finally {
            node.local.release();
        }
    }
    async #together(node, tasks, signal) {
        if (this.#remote.downloadTogether === undefined)
            return tasks;
        const waiting = new Map(tasks.map(task => [task.entry, task]));
        const placing = [];
        let fatal;
        try {
            await this.#remote.downloadTogether(node.remotePath, tasks.map(task => task.entry), (entry, body) => {
                const task = waiting.get(entry);
                if (fatal !== undefined)
                    throw fatal.error;
                if (task === undefined)
                    return;
                waiting.delete(entry);
                placing.push(this.#guarded(task, signal, () => this.#keep(task, body)).catch(error => {
                    fatal ??= { error };
                }));
            }, signal);
        }
        finally {
            await Promise.all(placing);
        }
        if (fatal !== undefined)
            throw fatal.error;
        return [...waiting.values()];
    }
    async #keep({ node, entry }, body) {
        const file = this.#folder.temporaryFile();
        try {
            file.write(body);
            node.make();
            await node.local.place(entry.name, file, entry.modified);
        }
        finally {
            file.discard();
        }
        return { size: body.byteLength, modified: entry.modified };
    }
    #alone(task, signal) {
        return this.#guarded(task, signal, () => this.fetch(task, task.entry.name, signal));
    }
    /** Downloads one file and puts it in place. @throws whatever went wrong */
    async fetch(task, name, signal, before) {
        const { node, entry, path } = task;
        const { size, modified } = entry;
        const known = size === undefined || modified === undefined ? undefined : { path, size, modified };
        const file = this.#folder.temporaryFile(known);
        const arriving = Arriving.of(file, size, this.#tally);
        let isEnding = false;
        try {
            const version = await this.#remote.download(entry, arriving ?? file, signal);
            if (signal.aborted)
                throw new errors/* CancelledError */.cc();
            before?.();
            node.make();
            await node.local.place(name, file, version.modified);
            return version;
        }
        catch (error) {
            isEnding = signal.aborted || error instanceof errors/* RunError */.e4;
            throw error;
        }
        finally {
            arriving?.end();
            // Only a later run comes back to a part.
            file.discard(isEnding);
        }
    }
    /** Counts what becomes of a file. Errors of one file end here; others go on as what ends the run. */
    async #guarded(task, signal, work) {
        try {
            this.done(task, await work());
        }
        catch (error) {
            this.failed(task, error, signal);
        }
    }
    done(task, version) {
        if (task.node.swap !== undefined)
            task.node.swap.placed++;
        task.node.digest.add(task.entry.name, version.size, version.modified);
        this.#tally.downloaded({ path: task.path, action: task.action, ...version });
    }
    /** @throws RunError or CancelledError when it is more than this one file's failure */
    failed({ path }, error, signal) {
        const isFull = (0,mirror_folder/* isDiskFull */.b$)(error);
        if (isFull)
            this.#folder.keepNothing();
        if (signal.aborted)
            throw new errors/* CancelledError */.cc();
        if (error instanceof errors/* RunError */.e4 || error instanceof errors/* CancelledError */.cc)
            throw error;
        this.#tally.notDownloaded(path, (0,errors/* messageOf */.bD)(error));
        if (!isFull)
            return;
        throw new errors/* RunError */.e4((0,mirror_folder/* codeOf */.$N)(error) === 'EDQUOT'
            ? 'The quota of the disk that holds the mirror is used up. Make room and run again: what was downloaded stays.'
            : 'The disk that holds the mirror is full. Make room and run again: what was downloaded stays.', { cause: error });
    }
}

;// CONCATENATED MODULE: ./build/sync/swaps.js







/** Replaces what is of the wrong kind. The old thing goes for good only when the new one is on disk. */
class Swaps {
    #options;
    #jobs = new Queue();
    #coming = new Set();
    constructor(options) {
        this.#options = options;
    }
    /** @throws RunError or CancelledError when it ends before its end; each thing is the old or the new one then, too */
    async run(planned, signal) {
        try {
            await schedule({
                folders: [...planned].reverse(),
                jobs: this.#jobs,
                list: async (next, stop) => this.#begin(next, stop),
                transfer: (job, stop) => ('coming' in job ? this.#below(job, stop) : this.#folderToFile(job, stop)),
            }, this.#options.concurrency, signal);
        }
        finally {
            for (const coming of this.#coming)
                this.#settle(coming);
        }
    }
    #begin(planned, stop) {
        if ('removals' in planned) {
            this.#jobs.push(planned);
            return;
        }
        const { swap } = planned;
        const { mirror, transfers, tally, batches } = this.#options;
        const size = sizeOf(swap.node.local, swap.name);
        let moved;
        try {
            moved = mirror.moveAway(swap.node.local, swap.name);
            if (!moved.isFile())
                throw changed();
        }
        catch (error) {
            this.#restore(moved);
            tally.failed(swap.path, (0,errors/* messageOf */.bD)(error));
            return;
        }
        const coming = { swap, moved, size, left: 0 };
        try {
            for (const folder of swap.emptyFolders)
                folder.make();
        }
        catch (error) {
            this.#giveBack(coming);
            transfers.failed(swap, error, stop);
            return;
        }
        this.#coming.add(coming);
        for (const { node, tasks } of swap.downloads) {
            for (const job of jobsOf(node, tasks, batches))
                this.#push(coming, job);
        }
        if (coming.left === 0)
            this.#settle(coming);
    }
    #push(coming, job) {
        coming.left++;
        this.#jobs.push({ coming, job });
    }
    async #below({ coming, job }, stop) {
        for (const rest of await this.#options.transfers.run(job, stop))
            this.#push(coming, rest);
        if (--coming.left === 0)
            this.#settle(coming);
    }
    /** Decides which of the two stays. */
    #settle(coming) {
        this.#coming.delete(coming);
        const { swap } = coming;
        if (swap.wanted > 0 && swap.placed === 0)
            this.#giveBack(coming);
        else
            this.#discard(coming);
    }
    #discard({ swap, moved, size }) {
        moved.discard();
        this.#options.tally.deleted(swap.path, size);
    }
    /** Takes the folders away again, as far as they are empty, and puts the file back. Where that cannot be, the folder stays. */
    #giveBack(coming) {
        try {
            for (const folder of coming.swap.folders.toReversed())
                folder.remove();
            coming.moved.restore();
        }
        catch {
            this.#discard(coming);
        }
    }
    async #folderToFile({ swap, removals }, stop) {
        const { mirror, transfers, tally } = this.#options;
        const { task } = swap;
        const sizes = removals.map(({ folder, name }) => sizeOf(folder, name));
        let moved;
        try {
            const version = await transfers.fetch(task, task.entry.name, stop, () => {
                moved = mirror.moveAway(task.node.local, swap.name);
                if (!this.#isAsPlanned(moved, task.path, removals))
                    throw changed();
            });
            moved?.discard();
            transfers.done(task, version);
            for (const [index, { path }] of removals.entries())
                tally.deleted(path, sizes[index]);
        }
        catch (error) {
            this.#restore(moved);
            transfers.failed(task, error, stop);
        }
    }
    /** Whether nothing is in a folder but what may go, and went into the plan: the download took its time. */
    #isAsPlanned(moved, path, removals) {
        const { mirror, selection, platform } = this.#options;
        const planned = new Set(removals.map(removal => removal.path));
        const now = new Contents(selection, platform);
        now.read(mirror.contentOf(moved), path, path.split('/').length);
        return now.whole && now.removals.every(removal => planned.has(removal.path));
    }
    #restore(moved) {
        try {
            moved?.restore();
        }
        catch (stuck) {
            // Nothing is lost: what was moved away is put back when the mirror is closed.
            this.#options.tally.warning((0,errors/* messageOf */.bD)(stuck));
        }
    }
}
function changed() {
    return new mirror_folder/* LocalError */.il('changed', 'What stands in its place changed during the run, so it was not replaced. Look at it, and run again.');
}

// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
;// CONCATENATED MODULE: ./build/sync/text-store.js


/** Bytes that are kept and compressed together. */
const BLOCK = 256 * 1024;
/** Blocks that stay as they are: what most runs need. */
const PLAIN_BLOCKS = 8;
/** Blocks that are kept expanded while texts are read. */
const EXPANDED = 4;
const text_store_NONE = Buffer.alloc(0);
/**
 * Keeps many texts outside of the heap, compressed when they become many: the names of a million files take 10 MiB. Texts that were added
 * one after another are read fastest one after another, in either direction.
 */
class TextStore {
    #blocks = [];
    #expanded = new Map();
    #open = text_store_NONE;
    #used = 0;
    add(text) {
        const length = Buffer.byteLength(text);
        if (this.#used + length > this.#open.length) {
            this.#closeBlock();
            if (length > this.#open.length)
                this.#open = Buffer.allocUnsafeSlow(Math.max(BLOCK, length));
        }
        const start = this.#used;
        this.#used += this.#open.write(text, start);
        return { block: this.#blocks.length, start, end: this.#used };
    }
    read({ block, start, end }) {
        return this.#block(block).toString('utf8', start, end);
    }
    #closeBlock() {
        if (this.#used === 0)
            return;
        const bytes = this.#open.subarray(0, this.#used);
        const isPacked = this.#blocks.length >= PLAIN_BLOCKS;
        this.#blocks.push({ bytes: isPacked ? (0,external_node_zlib_.deflateRawSync)(bytes, { level: 1 }) : bytes, size: this.#used, isPacked });
        // The memory of a packed block takes the next one, unless that would become as large as an odd one.
        if (!isPacked || this.#open.length > BLOCK)
            this.#open = text_store_NONE;
        this.#used = 0;
    }
    #block(index) {
        const block = this.#blocks[index];
        if (block === undefined)
            return this.#open;
        if (!block.isPacked)
            return block.bytes;
        let bytes = this.#expanded.get(index);
        // Those that were used last stay.
        if (bytes !== undefined)
            this.#expanded.delete(index);
        // In one piece, and in memory of its own.
        else
            bytes = (0,external_node_zlib_.inflateRawSync)(block.bytes, { chunkSize: Math.max(BLOCK, block.size + 1) });
        this.#expanded.set(index, bytes);
        for (const [oldest, old] of this.#expanded) {
            if (this.#expanded.size <= EXPANDED)
                break;
            this.#expanded.delete(oldest);
            // A smaller one would be of Node's pool.
            if (old.buffer.byteLength >= BLOCK)
                free(old.buffer);
        }
        return bytes;
    }
}

;// CONCATENATED MODULE: ./build/sync/digest.js



/** What is hashed at once, about. */
const PIECE = 64 * 1024;
/**
 * Collects the mirrored files and hashes them in the order of their paths' bytes: for each `path NUL size NUL modified LF`.
 * Kept folder by folder, so that a million files cost their names and little more.
 */
class DigestFolder {
    #name;
    #store;
    /** `name/size/modified/` of each file: no name holds a slash. */
    #record = '';
    /** The same, of the files that were there already. */
    #stored;
    #folders;
    constructor(name = '', store = new TextStore()) {
        this.#name = detached(name);
        this.#store = store;
    }
    folder(name) {
        const folder = new DigestFolder(name, this.#store);
        this.#folders ??= [];
        this.#folders.push(folder);
        return folder;
    }
    /** @param modified whole seconds since 1970 UTC */
    add(name, size, modified) {
        this.#record += line(name, size, modified);
    }
    /** Adds many at once. */
    addAll(lines) {
        if (lines.length === 0)
            return;
        if (this.#stored === undefined)
            this.#stored = this.#store.add(lines.join(''));
        else
            this.#record += lines.join('');
    }
    static line = line;
    /** SHA-256 in hex. */
    digest() {
        const hash = (0,external_node_crypto_.createHash)('sha256');
        let piece = '';
        this.#write('', text => {
            piece += text;
            if (piece.length < PIECE)
                return;
            hash.update(piece);
            piece = '';
        });
        return hash.update(piece).digest('hex');
    }
    #write(prefix, write) {
        const stored = this.#stored === undefined ? '' : this.#store.read(this.#stored);
        const parts = `${stored}${this.#record}`.split('/');
        const items = [];
        for (let index = 0; index + 2 < parts.length; index += 3) {
            const name = parts[index] ?? '';
            items.push({ key: name, text: `${prefix}${name}\0${parts[index + 1]}\0${parts[index + 2]}\n` });
        }
        // A folder sorts with its slash, so that the whole is in the order of the full paths.
        for (const folder of this.#folders ?? [])
            items.push({ key: `${folder.#name}/`, folder });
        items.sort((a, b) => compareBytes(a.key, b.key));
        for (const { key, text, folder } of items) {
            if (text !== undefined)
                write(text);
            else if (folder !== undefined)
                folder.#write(`${prefix}${key}`, write);
        }
    }
}
function line(name, size, modified) {
    return `${name}/${size}/${modified ?? ''}/`;
}
/** The order of the UTF-8 bytes, which is that of the code points; JavaScript compares UTF-16 units. */
function compareBytes(a, b) {
    const length = Math.min(a.length, b.length);
    for (let index = 0; index < length; index++) {
        const x = a.charCodeAt(index);
        const y = b.charCodeAt(index);
        if (x === y)
            continue;
        const xSurrogate = x >= 0xd800 && x <= 0xdfff;
        const ySurrogate = y >= 0xd800 && y <= 0xdfff;
        return xSurrogate === ySurrogate ? x - y : xSurrogate ? 1 : -1;
    }
    return a.length - b.length;
}

;// CONCATENATED MODULE: ./build/sync/tally.js

/** Characters of a path, and of a server's word for a type, that a warning shows. */
const LONGEST_PATH = 300;
const LONGEST_TYPE = 40;
/** The sums of one run, and what is told of it while it goes on. */
class Tally {
    digest = new DigestFolder();
    /** Whether every listing so far was whole and understood. Without that nothing is deleted. */
    complete = true;
    /** Local files that this mirror may speak about. */
    localFiles = 0;
    foldersListed = 0;
    foldersKnown = 1;
    #filesToDownload = 0;
    #bytesToDownload = 0;
    /** What has come of large files on their way: bytes, and shares of files. */
    #arrivedBytes = 0;
    #arrivedFiles = 0;
    /** Of the files to download, those that failed. */
    #lost = 0;
    #observer;
    #counts = { new: 0, updated: 0, skipped: 0, deleted: 0, failed: 0, bytes: 0 };
    #unknown = { count: 0, examples: [] };
    constructor(observer) {
        this.#observer = observer;
    }
    get counts() {
        return { ...this.#counts };
    }
    /** A file has to be downloaded. @param size bytes, if known */
    toDownload(size) {
        this.#filesToDownload++;
        this.#bytesToDownload += size ?? 0;
    }
    downloaded(outcome) {
        this.#counts[outcome.action]++;
        this.#counts.bytes += outcome.size ?? 0;
        this.#observer.outcome(outcome);
        this.progress();
    }
    /** More, or less, has come of a file on its way. */
    arrived(bytes, share) {
        this.#arrivedBytes += bytes;
        this.#arrivedFiles += share;
    }
    skipped(outcome) {
        this.#counts.skipped++;
        this.#observer.outcome(outcome);
    }
    deleted(path, size) {
        this.#counts.deleted++;
        this.#observer.outcome({ path, action: 'deleted', size });
    }
    failed(path, error) {
        this.#counts.failed++;
        this.#observer.outcome({ path, action: 'failed', error });
    }
    /** A file that was to be downloaded could not be had. */
    notDownloaded(path, error) {
        this.#lost++;
        this.failed(path, error);
    }
    /** An entry of a type that the client doesn't know: left alone, told once at the end. */
    unknown(path, type) {
        this.#unknown.count++;
        if (this.#unknown.examples.length < 5) {
            this.#unknown.examples.push(`${beginning(path, LONGEST_PATH)} (${beginning(type, LONGEST_TYPE)})`);
        }
    }
    warning(message) {
        this.#observer.warning(message);
    }
    debug(message) {
        this.#observer.debug(message);
    }
    progress() {
        this.#observer.progress({
            foldersListed: this.foldersListed,
            foldersKnown: this.foldersKnown,
            filesSeen: this.#counts.skipped + this.#counts.failed - this.#lost + this.#filesToDownload,
            filesDownloaded: this.#counts.new + this.#counts.updated,
            filesArrived: this.#arrivedFiles,
            filesToDownload: this.#filesToDownload,
            bytesDownloaded: this.#counts.bytes + this.#arrivedBytes,
            bytesToDownload: this.#bytesToDownload,
        });
    }
    /** Says what is better said once. */
    finish() {
        if (this.#unknown.count === 0)
            return;
        const more = this.#unknown.count > this.#unknown.examples.length ? ', …' : '';
        this.#observer.warning(`${this.#unknown.count} entries of an unknown type were left alone: ${this.#unknown.examples.join(', ')}${more}. ` +
            'They are neither files nor folders to this version; a newer one may know them.');
    }
}
/** A text that is not too long as it is, of others the beginning, without half a character. */
function beginning(text, most) {
    return text.length <= most ? text : `${text.slice(0, most).replace(/[\ud800-\udbff]$/, '')}…`;
}

;// CONCATENATED MODULE: ./build/sync/decide.js
/**
 * Compares one listed file with what stands at its place. Pure.
 * Skipped when a regular file has the listed size and, to the second, the listed time. An unknown size leaves the decision to the time;
 * an unknown time means a download, since nothing else would show an edit of the same size.
 * @param local the regular file there, `occupied` for anything else there (a link), undefined for nothing
 */
function decide(entry, local) {
    if (local === undefined)
        return 'new';
    if (local === 'occupied' || entry.modified === undefined || entry.modified !== local.modified)
        return 'updated';
    return entry.size === undefined || entry.size === local.size ? 'skipped' : 'updated';
}

;// CONCATENATED MODULE: ./build/sync/folder-plan.js

const PART_OF_REPOSITORY = 'With others of its folder it would be a Git repository, and git runs commands from those. Rename it on the server, or exclude it.';
/** Plans one folder. Pure: reads no disk and no clock, and doesn't depend on the order of the entries. */
function planFolder(entries, local, context) {
    const prefix = context.folder === '' ? '' : `${context.folder}/`;
    const folding = context.fold.case || context.fold.normalisation;
    const keyOf = (name) => (folding ? (0,names/* collisionKey */.EE)(name, context.fold) : name);
    const files = [];
    const folders = [];
    const refused = [];
    const unknown = [];
    const localByKey = folding ? new Map([...local.keys()].map(name => [keyOf(name), name])) : undefined;
    const { first, twins } = collisions(entries, keyOf, context, prefix);
    // The server could make one in two runs, or give another config to one of the user's.
    const inRepository = (0,names/* isRepository */.Z6)(part => first.has(keyOf(part)) || (localByKey ?? local).has(keyOf(part)))
        ? new Set(names/* REPOSITORY_PARTS */.wT.map(keyOf))
        : undefined;
    /** Names of entries that are in the way of nothing, and yet there. */
    const others = new Set();
    /** Of what is left out, a file says nothing of a local folder with other files in it, nor a folder of a local file. */
    const leftOut = { file: new Set(), folder: new Set() };
    /** Names of twins that were refused. */
    const told = new Set();
    let understood = true;
    let matched = 0;
    for (const entry of entries) {
        const path = `${prefix}${entry.name}`;
        const key = keyOf(entry.name);
        const isFirst = first.get(key) === entry;
        const isChosen = isFirst || chosen(entry, path, context.selection);
        // What has no name cannot be left out by it.
        const malformed = isChosen || entry.name === '' ? entry.malformed : undefined;
        if (malformed !== undefined)
            understood = false;
        else if (entry.kind === 'unknown') {
            others.add(key);
            if (isChosen)
                unknown.push({ path, type: entry.type ?? '' });
            continue;
        }
        else if (!isChosen) {
            leftOut[entry.kind].add(key);
            continue;
        }
        const reason = malformed ??
            (0,names/* refusal */.x5)(entry.name, context.platform) ??
            tooLong(path, context.pathLimit) ??
            (inRepository?.has(key) === true ? PART_OF_REPOSITORY : undefined);
        if (reason !== undefined) {
            others.add(key);
            refused.push({ path, reason });
            continue;
        }
        const twin = twins.get(key);
        if (twin !== undefined) {
            if (!told.has(entry.name))
                refused.push({ path, reason: twin });
            told.add(entry.name);
            continue;
        }
        if (!isFirst)
            continue; // the same entry, listed twice
        let kind = local.get(entry.name);
        let localName;
        if (kind === undefined && localByKey !== undefined) {
            localName = localByKey.get(key);
            kind = localName === undefined ? undefined : local.get(localName);
        }
        if (kind !== undefined)
            matched++;
        (entry.kind === 'folder' ? folders : files).push({ entry, path, local: kind, localName });
    }
    const extraneous = [];
    // Whatever the server has of a name, the local entry of that name is not extraneous. What lies in a repository of the user's isn't either.
    if (matched < local.size && !(0,names/* holdsGit */.R7)(local.keys(), context.platform)) {
        for (const [name, kind] of local) {
            const key = keyOf(name);
            if (first.has(key) || others.has(key))
                continue;
            if (kind !== 'folder' && leftOut.file.has(key))
                continue;
            if (kind !== 'file' && leftOut.folder.has(key))
                continue;
            const path = `${prefix}${name}`;
            if (kind === 'folder' ? context.selection.folder(path) : context.selection.file(path)) {
                extraneous.push({ name, path, kind });
            }
        }
    }
    return { files, folders, refused, unknown, understood, extraneous };
}
function collisions(entries, keyOf, context, prefix) {
    const first = new Map();
    const twins = new Map();
    for (const entry of entries) {
        if (entry.kind === 'unknown' || entry.malformed !== undefined)
            continue;
        if (!chosen(entry, `${prefix}${entry.name}`, context.selection))
            continue;
        const key = keyOf(entry.name);
        const other = first.get(key);
        if (other === undefined) {
            first.set(key, entry);
        }
        else if (other.name !== entry.name) {
            const names = [other.name, entry.name].sort();
            twins.set(key, `“${names[0]}” and “${names[1]}” are one name on this file system. Rename one of them on the server, or exclude it.`);
        }
        else if (other.kind !== entry.kind) {
            twins.set(key, 'The server lists a file and a folder of this name. Rename one of them on the server.');
        }
        else if (other.size !== entry.size || other.modified !== entry.modified) {
            twins.set(key, 'The server lists this name twice, with different sizes or times. Run again when it is settled.');
        }
    }
    return { first, twins };
}
function chosen(entry, path, selection) {
    switch (entry.kind) {
        case 'file':
            return selection.file(path);
        case 'folder':
            return selection.folder(path);
        case 'unknown':
            return selection.file(path) || selection.folder(path);
    }
}
function tooLong(path, limit) {
    // A UTF-16 unit takes at most three bytes: short paths need no counting.
    if (path.length * 3 <= limit || Buffer.byteLength(path) <= limit)
        return undefined;
    return `The path is longer than this file system allows (${limit} bytes below the mirror). Mirror a deeper folder, or shorten the names.`;
}

;// CONCATENATED MODULE: ./build/sync/walk.js






/** Lists folders, compares them with the local ones, and hands on what has to be downloaded. Keeps nothing of a folder that is done. */
class Walk {
    /** Planned removals: few, unless much was deleted on the server. */
    extraneous = [];
    swaps = [];
    /** Entries in the remote root; undefined until it was listed. */
    rootEntries;
    #options;
    constructor(options) {
        this.#options = options;
    }
    /** @throws RunError when the root cannot be listed, or nothing can */
    async list(node, signal) {
        const { remote, tally } = this.#options;
        let entries;
        try {
            entries = await remote.list(node.remotePath, signal);
        }
        catch (error) {
            if (!(error instanceof RemoteError))
                throw error;
            tally.complete = false;
            if (node.path === '') {
                throw new errors/* RunError */.e4(`The remote folder “${node.remotePath}” cannot be listed: ${error.message} Check remote-path and what the account may read.`, { cause: error });
            }
            tally.failed(node.path, error.message);
            return;
        }
        finally {
            tally.foldersListed++;
        }
        if (signal.aborted)
            throw new errors/* CancelledError */.cc();
        if (node.path === '')
            this.rootEntries = entries.length;
        this.#examine(node, entries);
        tally.progress();
    }
    #examine(node, entries) {
        const { tally, selection, platform, fold, pathLimit, dryRun } = this.#options;
        let local;
        try {
            local = node.exists ? node.local.read() : new Map();
        }
        catch (error) {
            tally.complete = false;
            tally.failed(node.path, (0,errors/* messageOf */.bD)(error));
            return;
        }
        const plan = planFolder(entries, local, { folder: node.path, selection, platform, fold, pathLimit });
        if (!plan.understood)
            tally.complete = false;
        for (const { path, reason } of plan.refused)
            tally.failed(path, reason);
        for (const { path, type } of plan.unknown)
            tally.unknown(path, type);
        for (const item of plan.extraneous)
            this.extraneous.push({ node, ...item });
        for (const folder of plan.folders)
            this.#folder(node, folder);
        this.#files(node, plan.files);
        const { swap } = node;
        if (swap !== undefined)
            swap.wanted += plan.files.length + plan.refused.length;
        if (!node.exists && !dryRun && selection.emptyFolder(node.path))
            this.#makeEmpty(node);
    }
    #makeEmpty(node) {
        if (node.swap !== undefined) {
            node.swap.emptyFolders.push(node);
            return;
        }
        try {
            node.make();
        }
        catch (error) {
            this.#options.tally.failed(node.path, (0,errors/* messageOf */.bD)(error));
        }
    }
    #folder(parent, planned) {
        const { tally, dryRun } = this.#options;
        const { entry, path, local } = planned;
        if (parent.level + 1 > DEEPEST_LEVEL || parent.isWithin(entry.path)) {
            tally.complete = false;
            tally.failed(path, parent.isWithin(entry.path)
                ? 'The folder contains itself on the server. Exclude it.'
                : `The folder lies more than ${DEEPEST_LEVEL} levels deep. Exclude it, or mirror a deeper folder.`);
            return;
        }
        const swap = local === undefined || local === 'folder' ? parent.swap : this.#makeRoom(parent, planned);
        if (swap === 'impossible')
            return;
        if (planned.localName !== undefined && local === 'folder' && !dryRun) {
            try {
                parent.local.rename(planned.localName, entry.name);
            }
            catch (error) {
                tally.complete = false;
                tally.failed(path, (0,errors/* messageOf */.bD)(error));
                return;
            }
        }
        const node = new FolderNode({
            path,
            remotePath: entry.path,
            local: parent.local.child(dryRun ? (planned.localName ?? entry.name) : entry.name),
            digest: parent.digest.folder(entry.name),
            exists: local === 'folder',
            parent,
            swap,
        });
        swap?.folders.push(node);
        tally.foldersKnown++;
        this.#options.push(node);
    }
    /** Something that is no folder stands in a folder's place. */
    #makeRoom(parent, { entry, path, local, localName }) {
        const { tally, selection } = this.#options;
        const name = localName ?? entry.name;
        // What the globs or the shard leave out is not deleted, wherever it stands.
        const mayGo = local === 'file' && selection.file(parent.path === '' ? name : `${parent.path}/${name}`);
        if (mayGo && this.#options.delete) {
            const swap = {
                kind: 'file-to-folder',
                node: parent,
                name,
                path,
                downloads: [],
                folders: [],
                emptyFolders: [],
                wanted: 0,
                placed: 0,
            };
            this.swaps.push(swap);
            return swap;
        }
        tally.failed(path, inTheWay(local, mayGo));
        return 'impossible';
    }
    #files(node, files) {
        const { tally, dryRun } = this.#options;
        const lines = [];
        const tasks = [];
        for (const planned of files) {
            const { entry, path, local } = planned;
            const name = planned.localName ?? entry.name;
            if (local === 'file' || local === 'link')
                tally.localFiles++;
            if (local === 'other') {
                tally.failed(path, 'A special file (a pipe, socket or device) stands in its place locally. Remove it.');
                continue;
            }
            try {
                if (planned.localName !== undefined && !dryRun && (local === 'file' || local === 'link')) {
                    node.local.rename(planned.localName, entry.name);
                }
                const there = local === undefined
                    ? undefined
                    : local === 'file'
                        ? (node.local.stat(dryRun ? name : entry.name) ?? 'occupied')
                        : 'occupied';
                const action = decide(entry, there);
                if (action === 'skipped') {
                    const size = typeof there === 'object' ? there.size : (entry.size ?? 0);
                    lines.push(DigestFolder.line(entry.name, size, entry.modified));
                    tally.skipped({ path, action, size, modified: entry.modified });
                }
                else if (!entry.downloadable) {
                    tally.failed(path, 'The server does not let this account download it. Ask its owner, or exclude it.');
                }
                else if (local === 'folder') {
                    this.#fileInFoldersPlace(node, planned, name);
                }
                else {
                    tasks.push({ node, entry, path, action });
                }
            }
            catch (error) {
                tally.failed(path, (0,errors/* messageOf */.bD)(error));
            }
        }
        node.digest.addAll(lines);
        for (const task of tasks)
            tally.toDownload(task.entry.size);
        if (tasks.length === 0)
            return;
        if (node.swap !== undefined)
            node.swap.downloads.push({ node, tasks });
        else
            this.#options.download(node, tasks);
    }
    #fileInFoldersPlace(node, { entry, path }, name) {
        if (!this.#options.delete) {
            this.#options.tally.failed(path, 'A local folder stands where the server has a file. Remove it, or set delete to let the mirror replace it.');
            return;
        }
        this.#options.tally.toDownload(entry.size);
        this.swaps.push({ kind: 'folder-to-file', name, task: { node, entry, path, action: 'updated' } });
    }
}
/** Why a folder cannot be made in the place of what is no folder. */
function inTheWay(local, mayGo) {
    if (local !== 'file') {
        const what = local === 'link' ? 'link' : 'special file';
        return `A local ${what} stands where the server has a folder; it is never followed. Remove it.`;
    }
    return mayGo
        ? 'A local file stands where the server has a folder. Remove it, or set delete to let the mirror replace it.'
        : 'A local file stands where the server has a folder, and the mirror must not touch it (left out by the globs or the shard). Move it away.';
}

;// CONCATENATED MODULE: ./build/sync/sync.js









/** Bytes of the longest path by platform: PATH_MAX of Linux and macOS with its NUL, and what `\\?\` paths hold. */
const sync_LONGEST_PATH = { linux: 4095, darwin: 1023, win32: 32_000 };
/**
 * One run of the engine: walks the remote folder, compares, downloads what is new or changed, and with `delete` removes what is gone.
 * One entry's failure stops nothing else. What ends the run (a RunError, a cancellation) is in the report, with the sums so far.
 * @throws only what is a mistake in the program
 */
async function sync(remote, mirror, options, observer, signal) {
    const tally = new Tally(observer);
    const { selection, dryRun, concurrency } = options;
    const platform = options.platform ?? process.platform;
    const batches = options.batches && remote.downloadTogether !== undefined;
    const transfers = new Transfers(remote, mirror, tally);
    const folders = [];
    const jobs = new Queue();
    const walk = new Walk({
        remote,
        selection,
        tally,
        delete: options.delete,
        dryRun,
        platform,
        fold: mirror.fold,
        pathLimit: (sync_LONGEST_PATH[platform] ?? 4095) - Buffer.byteLength(mirror.path) - 1,
        push: folder => folders.push(folder),
        download: (node, tasks) => {
            for (const job of jobsOf(node, tasks, batches))
                jobs.push(job);
        },
    });
    folders.push(new FolderNode({
        path: '',
        remotePath: options.remotePath,
        local: mirror.root,
        digest: tally.digest,
        exists: mirror.exists,
    }));
    let ended;
    let refusal;
    try {
        await schedule({
            folders,
            jobs,
            list: (folder, stop) => walk.list(folder, stop),
            transfer: async (job, stop) => {
                if (dryRun)
                    return rehearseDownloads(job, tally);
                for (const rest of await transfers.run(job, stop))
                    jobs.push(rest);
            },
        }, concurrency, signal);
        if (options.delete) {
            const swaps = new Swaps({ mirror, transfers, tally, selection, platform, concurrency, batches });
            refusal = await settle(walk, swaps, { ...options, platform }, tally, signal);
        }
    }
    catch (error) {
        if (!(error instanceof errors/* RunError */.e4 || error instanceof errors/* CancelledError */.cc))
            throw error;
        ended = error;
    }
    tally.finish();
    tally.progress();
    const digest = walk.rootEntries === undefined ? '' : tally.digest.digest();
    return { counts: tally.counts, digest, complete: tally.complete, refusal, ended };
}
/** Removals and swaps, after everything was listed. @returns why they were refused */
async function settle(walk, swaps, options, tally, signal) {
    if (walk.extraneous.length === 0 && walk.swaps.length === 0)
        return undefined;
    if (!tally.complete) {
        for (const swap of walk.swaps) {
            tally.failed(swap.kind === 'file-to-folder' ? swap.path : swap.task.path, 'It stands in the place of an entry of another kind, and is not replaced because not everything could be listed. Mend the listings that failed first.');
        }
        tally.warning('Nothing was deleted, because not every folder could be listed. The failures say which and why; mend them first.');
        return undefined;
    }
    const plan = planPrune(walk.extraneous, walk.swaps, options.selection, options.platform, tally);
    const refusal = pruneRefusal(plan, options.maxDelete, walk.rootEntries ?? 0);
    if (refusal !== undefined) {
        for (const { swap } of plan.swaps) {
            tally.failed(swap.kind === 'file-to-folder' ? swap.path : swap.task.path, refusal);
        }
        return refusal;
    }
    if (options.dryRun) {
        rehearse(plan, tally);
        for (const { swap } of plan.swaps) {
            const jobs = swap.kind === 'file-to-folder' ? swap.downloads : [{ node: swap.task.node, tasks: [swap.task] }];
            for (const job of jobs)
                await rehearseDownloads(job, tally);
        }
        return undefined;
    }
    prune(plan, tally);
    if (plan.swaps.length > 0)
        await swaps.run(plan.swaps, signal);
    return undefined;
}
async function rehearseDownloads({ tasks }, tally) {
    for (const { node, entry, path, action } of tasks) {
        node.digest.add(entry.name, entry.size ?? 0, entry.modified);
        tally.downloaded({ path, action, size: entry.size, modified: entry.modified });
    }
}

;// CONCATENATED MODULE: ./build/mirror.js













/**
 * One run as a story: log in, restore, sync, save, report. Logging in comes before the cache, so that a rejected login touches nothing local.
 * @returns how it ended, also when it failed; throws only what is a mistake in the program
 */
async function mirror(config, { reporter, environment, entry, onDownloading }, signal) {
    const started = performance.now();
    const highlights = new report_highlights/* Highlights */.Se();
    let report;
    let remote;
    let folder;
    let synced;
    let cacheHit = false;
    let ended;
    let cancelled = false;
    const end = (error) => {
        if (!(error instanceof errors/* RunError */.e4 || error instanceof errors/* CancelledError */.cc))
            throw error;
        // What ended the run first is the reason; what fails while tidying up is not.
        ended ??= error.message;
        cancelled ||= error instanceof errors/* CancelledError */.cc;
    };
    try {
        report = config.report === undefined ? undefined : ReportFile.open(config.report);
        const guard = config.delete ? deleteRefusal(config.localPath, config.workspace, (0,external_node_os_.homedir)()) : undefined;
        if (guard !== undefined)
            throw new errors/* RunError */.e4(guard);
        const cloud = new FileCloud({ ...config, timezone: config.serverTimezone, log: reporter });
        remote = cloud;
        await reporter.group(`Log in to ${config.server}`, () => cloud.login(signal));
        // From here on a listing's garbage is made as fast as it is dropped. V8 would give it ever larger spaces: a third more memory, no speed.
        (0,external_node_v8_.setFlagsFromString)('--semi-space-growth-factor=1');
        // Other CI systems have none, and nobody there wants to read about it.
        const hasCache = (0,service/* hasCacheService */.G)(environment) || environment['GITHUB_ACTIONS'] === 'true';
        const cache = hasCache && config.cache && !config.dryRun
            ? new mirror_cache/* MirrorCache */.m({ config, log: reporter, environment, entry })
            : undefined;
        if (cache !== undefined) {
            cacheHit = (await reporter.group('Restore the mirror from the cache', () => cache.restore(signal))).hit;
        }
        // After a restore without an answer there may be less here than in the cache, where it would be put in front of that.
        if (cache?.gaveUp !== true)
            onDownloading?.();
        const local = mirror_folder/* MirrorFolder */.uN.open(config.localPath, { write: !config.dryRun });
        folder = local;
        const written = report;
        let downloaded = 0;
        const title = `${config.dryRun ? 'Compare' : 'Mirror'} ${config.remotePath} ${config.dryRun ? 'with' : 'into'} ${config.localPath}`;
        synced = await reporter.group(title, async () => {
            const done = await sync(cloud, local, {
                remotePath: config.remotePath,
                selection: selection_select(config),
                delete: config.delete,
                maxDelete: config.maxDelete,
                dryRun: config.dryRun,
                concurrency: config.concurrency,
                batches: config.batch === 'auto',
            }, {
                outcome: outcome => {
                    const { error } = outcome;
                    // The words of servers, which may tell what they were sent.
                    written?.write(error === undefined ? outcome : { ...outcome, error: reporter.redact(error) });
                    highlights.add(outcome);
                    const isDownload = outcome.action === 'new' || outcome.action === 'updated';
                    if (isDownload && !(0,tar/* isLeftOut */.WY)(outcome.path))
                        downloaded++;
                    if (outcome.action === 'deleted')
                        reporter.info(`deleted ${outcome.path}`);
                    else if (outcome.action !== 'skipped')
                        reporter.debug(`${outcome.action} ${outcome.path}`);
                },
                warning: message => {
                    highlights.warning(message);
                    reporter.warning(message);
                },
                debug: message => reporter.debug(message),
                progress: progress => reporter.progress(progress),
            }, signal);
            const { counts } = done;
            reporter.info(`${counts.new} new, ${counts.updated} updated, ${counts.skipped} skipped, ${counts.deleted} deleted, ${counts.failed} failed.`);
            return done;
        });
        if (synced.ended !== undefined)
            throw synced.ended;
        if (synced.refusal !== undefined)
            throw new errors/* RunError */.e4(synced.refusal);
        if (cache !== undefined && synced.counts.failed === 0) {
            // The own folder must not be packed.
            folder.close();
            folder = undefined;
            const { digest, counts } = synced;
            const changes = { downloaded, removed: counts.deleted };
            const saved = await reporter.group('Save the mirror to the cache', () => cache.save(digest, signal, changes));
            // Then the post step saves it.
            if (saved === 'not-saved' && signal.aborted)
                throw new errors/* CancelledError */.cc();
        }
    }
    catch (error) {
        end(error);
    }
    finally {
        folder?.close(ended !== undefined);
        await remote?.close();
    }
    try {
        report?.close();
    }
    catch (error) {
        end(error instanceof errors/* RunError */.e4 ? error : new errors/* RunError */.e4((0,errors/* messageOf */.bD)(error), { cause: error }));
    }
    const counts = synced?.counts ?? { new: 0, updated: 0, skipped: 0, deleted: 0, failed: 0, bytes: 0 };
    return {
        ...counts,
        changed: counts.new + counts.updated + counts.deleted > 0,
        digest: synced?.digest ?? '',
        cacheHit,
        report: config.report ?? '',
        dryRun: config.dryRun,
        duration: performance.now() - started,
        ended,
        cancelled,
        ...highlights.lists(),
    };
}


/***/ }),

/***/ 1966:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   EM: () => (/* binding */ FAILURES),
/* harmony export */   Se: () => (/* binding */ Highlights),
/* harmony export */   Y6: () => (/* binding */ CHANGES)
/* harmony export */ });
/** How many of a kind the summary shows. */
const FAILURES = 50;
const CHANGES = 20;
const WARNINGS = 20;
/** Keeps what the summary shows of a run: the first failures, the largest changes, the warnings. Bounded, whatever the run's size. */
class Highlights {
    #failures = [];
    #changes = [];
    #warnings = [];
    add(outcome) {
        if (outcome.action === 'failed') {
            if (this.#failures.length < FAILURES) {
                this.#failures.push({ path: outcome.path, error: outcome.error ?? '' });
            }
        }
        else if (outcome.action !== 'skipped') {
            const { path, action, size } = outcome;
            const smallest = this.#changes.at(-1);
            if (this.#changes.length >= CHANGES && (smallest?.size ?? 0) >= (size ?? 0))
                return;
            const at = this.#changes.findIndex(change => (change.size ?? 0) < (size ?? 0));
            this.#changes.splice(at < 0 ? this.#changes.length : at, 0, { path, action, size });
            if (this.#changes.length > CHANGES)
                this.#changes.pop();
        }
    }
    warning(message) {
        if (this.#warnings.length < WARNINGS)
            this.#warnings.push(message);
    }
    lists() {
        return { failures: [...this.#failures], changes: [...this.#changes], warnings: [...this.#warnings] };
    }
}


/***/ })

};
