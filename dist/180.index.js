export const id = 180;
export const ids = [180];
export const modules = {

/***/ 4180:
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
// EXTERNAL MODULE: ./build/cache/mirror-cache.js + 5 modules
var mirror_cache = __webpack_require__(5551);
// EXTERNAL MODULE: ./build/cache/service.js
var service = __webpack_require__(7462);
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

// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
// EXTERNAL MODULE: ./node_modules/fflate/esm/index.mjs
var esm = __webpack_require__(1306);
;// CONCATENATED MODULE: ./build/filecloud/text.js
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
/** The first words of an answer, for an error: one line, at most 200 characters. */
function head(text) {
    const line = text.replaceAll(/\s+/g, ' ').trim();
    return line.length > 200 ? `${line.slice(0, 200)}…` : line;
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
    if (/^<(!doctype\s+html|html|head|body)\b/i.test(trimmed))
        return 'html';
    if (!trimmed.startsWith('<'))
        return 'text';
    if (/<!(DOCTYPE|ENTITY)/i.test(trimmed))
        return 'broken';
    // Inside an element a CDATA section may hold anything; elsewhere the validator is strict enough.
    if (fxp/* XMLValidator */.iI.validate(trimmed) !== true)
        return 'broken';
    let parsed;
    try {
        parsed = PARSER.parse(trimmed);
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
    return typeof value === 'string' ? decodeReferences(value) : undefined;
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

;// CONCATENATED MODULE: ./build/filecloud/zip-directory.js
/**
 * Reads names, sizes and checksums from the central directory (PKWARE APPNOTE 4.3.12 and 4.3.16): the library that unpacks doesn't compare
 * checksums. An entry that is there twice is left out.
 * @throws RangeError where the directory is cut off
 */
function readZipDirectory(zip) {
    const view = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength);
    const entries = new Map();
    const twice = new Set();
    const end = view.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
    if (end < 0)
        return entries;
    const count = view.readUInt16LE(end + 10);
    let at = view.readUInt32LE(end + 16);
    for (let index = 0; index < count; index++) {
        if (view.readUInt32LE(at) !== 0x02014b50)
            break;
        const nameLength = view.readUInt16LE(at + 28);
        const name = view.toString('utf8', at + 46, at + 46 + nameLength);
        if (entries.has(name))
            twice.add(name);
        entries.set(name, { crc32: view.readUInt32LE(at + 16), size: view.readUInt32LE(at + 24) });
        at += 46 + nameLength + view.readUInt16LE(at + 30) + view.readUInt16LE(at + 32);
    }
    for (const name of twice)
        entries.delete(name);
    return entries;
}

;// CONCATENATED MODULE: ./build/filecloud/batch.js






/** Bytes that a ZIP may have beyond its files': headers, names, and data that doesn't compress. */
const SLACK = 64 * 1024;
/**
 * Small files of one folder with one request (`downloadfilemulti`, official PHP client). What doesn't agree in name, size and checksum is
 * not received. After a refusal the run doesn't ask again.
 */
class Batches {
    #requests;
    #log;
    #refused = false;
    constructor(requests, log) {
        this.#requests = requests;
        this.#log = log;
    }
    async fetch(folder, files, receive, signal) {
        if (this.#refused || files.length < 2)
            return;
        const zip = await this.#download(folder, files, signal);
        if (zip === undefined)
            return;
        const wanted = new Map(files.map(file => [file.name, file]));
        const bodies = unpack(zip, wanted);
        // Asking on would bring every file twice.
        if (bodies.size === 0)
            this.#giveUp('its ZIP holds none of the files as they are listed');
        for (const [name, body] of bodies) {
            const file = wanted.get(name);
            if (file !== undefined)
                receive(file, body);
        }
    }
    #giveUp(reason) {
        if (this.#refused)
            return;
        this.#refused = true;
        this.#log.info(`The server does not pack files together (${reason}); they are downloaded one by one.`);
    }
    async #download(folder, files, signal) {
        const form = new URLSearchParams({
            count: String(files.length),
            filepath: folder.endsWith('/') ? folder : `${folder}/`,
        });
        for (const [index, { name }] of files.entries())
            form.set(`fn${index + 1}`, name);
        const most = files.reduce((sum, { size = 0, name }) => sum + size + 4 * name.length + 256, SLACK);
        try {
            return await this.#requests.send({ path: '/core/downloadfilemulti', form: form.toString() }, signal, async (answer, doubt) => {
                const chunks = [];
                let size = 0;
                await answer.read(bytes => {
                    size += bytes.length;
                    if (size > most)
                        throw new RemoteError('malformed', 'The ZIP is larger than the files in it.');
                    chunks.push(bytes);
                });
                const body = Buffer.concat(chunks);
                if (answer.status === 200 && body.length >= 22 && body.readUInt32LE(0) === 0x04034b50)
                    return body;
                const said = commandResult(decodeText(body.subarray(0, SLACK)))?.message;
                const empty = answer.status === 200 && body.length === 0;
                throw doubt(new RemoteError('refused', said ?? (empty ? 'an empty answer' : `status ${answer.status}, no ZIP`)));
            });
        }
        catch (error) {
            if (!(error instanceof RemoteError))
                throw error;
            this.#giveUp(error.message);
            return undefined;
        }
    }
}
/** The whole entries of a ZIP by name: only those that were asked for, of the listed size, with the right checksum. */
function unpack(zip, wanted) {
    const bodies = new Map();
    try {
        const directory = readZipDirectory(zip);
        const contents = (0,esm/* unzipSync */.AO)(zip, {
            filter: ({ name, originalSize }) => {
                const listed = directory.get(name);
                return listed !== undefined && originalSize === listed.size && wanted.get(name)?.size === originalSize;
            },
        });
        for (const [name, body] of Object.entries(contents)) {
            const listed = directory.get(name);
            if (listed !== undefined && body.length === listed.size && (0,external_node_zlib_.crc32)(body) === listed.crc32)
                bodies.set(name, body);
        }
    }
    catch {
        // Cut off or broken: what was not received is downloaded one by one.
    }
    return bodies;
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

;// CONCATENATED MODULE: ./build/filecloud/passing-error.js
/** What failed in passing: the same request may work a moment later. */
class PassingError extends Error {
    name = 'PassingError';
    /** Milliseconds that the server asked to wait. */
    retryAfter;
    /** Whether the server asked everybody to slow down (429, 503). */
    overload;
    /** Whether the server, or what stands before it, said that it cannot answer anybody now (429, 502, 503, 504, 509). */
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
        const query = `filepath=${encodeURIComponent(file.path)}&filename=${encodeURIComponent(name)}&redirect=0`;
        const ask = {
            path: '/core/downloadfile',
            query,
            // Asked for anew at each try: what came before a reset is kept where the rest can be proven to belong to it.
            get headers() {
                return canGoOn(sink, size) ? { range: `bytes=${sink.size}-`, 'if-range': sink.proof ?? '' } : {};
            },
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
            return await this.#requests.send(ask, signal, read, failed);
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
        return contradiction(size, `more than ${size}`);
    }
    if (sink.size === size)
        return undefined;
    // A page whose size nobody knows may be the file, where it is called so.
    const page = size === undefined && /\.x?html?$/i.test(name);
    const error = suspicious && headSize <= SNIFF ? suspect(decodeText(Buffer.concat(head)), answer, page) : undefined;
    if (error !== undefined)
        return { kind: 'refusal', error };
    if (size === undefined)
        return undefined;
    if (sink.size < size && (announced === undefined || sink.size === 0)) {
        return { kind: 'short', error: new PassingError(`The file broke off after ${sink.size} of ${size} bytes.`) };
    }
    return contradiction(size, String(sink.size));
}
/** What a text is that comes in a file's place. */
function suspect(text, answer, page) {
    const command = commandResult(text);
    if (command !== undefined && command.result !== '1') {
        return new RemoteError('refused', `The server refused to send it: ${command.message.replace(/[.\s]+$/, '') || 'it gave no reason'}. Ask its owner, or exclude it.`);
    }
    const html = !page && /^\s*(<!doctype html|<html)/i.test(text) && /html/i.test(answer.header('content-type') ?? 'html');
    return html
        ? new RemoteError('malformed', 'The server sent an HTML page instead of the file. Look for a proxy or a maintenance page before it, and run again.')
        : undefined;
}
function contradiction(size, sent) {
    const error = new RemoteError('malformed', `The server says that the file has ${size} bytes, and sends ${sent}. Upload it again there.`);
    return { kind: 'size', error };
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
/** The fields of a plain entry; undefined where it isn't plain. @param end where `</entry>` begins */
function plainFields(text, start, end) {
    return plainElements(text, start, end, WANTED);
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
/** An entry from plain fields without references. */
function plainEntry(fields, times) {
    return toEntry(fields, times, undefined);
}
function toEntry(fields, times, wrong) {
    const name = fields.name ?? '';
    const path = fields.path ?? '';
    const type = fields.type?.trim() ?? '';
    const kind = kindOf(type);
    const size = fields.fullsize?.trim() ?? '';
    const malformed = wrong ?? disagreement(name, path, fields.name === undefined);
    return {
        name,
        path,
        kind,
        ...(kind === 'unknown' ? { type } : {}),
        size: kind === 'file' && /^\d{1,16}$/.test(size) && Number.isSafeInteger(Number(size)) ? Number(size) : undefined,
        modified: kind === 'file' ? times.instant(fields) : undefined,
        downloadable: fields.candownload?.trim() !== '0',
        ...(malformed === undefined
            ? {}
            : { malformed: `${malformed} The server's listing is wrong here; exclude it, or mend it there.` }),
    };
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

;// CONCATENATED MODULE: ./build/filecloud/listing.js


/** Entries of a page: accepted by real servers (the official Python client asks for as many); the default is 10. */
const PAGE = 1000;
/** How often a folder that changes while it is paged is listed again. */
const AGAIN = 3;
/**
 * Lists a folder whole. While one page is read, the next is on its way. Pages are no snapshot: whatever doesn't add up to the total that
 * every page gives is listed again, and refused in the end.
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
    if (total !== undefined && page.entries.length === total)
        return page.entries;
    const seen = new Map();
    // Servers may give fewer at once than they are asked for; the page that is sent for in advance goes by what the first one held.
    const ahead = total === undefined ? 0 : page.entries.length;
    for (;;) {
        const before = seen.size;
        const contradiction = add(seen, page.entries);
        if (contradiction !== undefined)
            return contradiction;
        if (page.total !== total)
            return `its total changed (${total ?? 'none'}, then ${page.total ?? 'none'})`;
        if (total !== undefined && seen.size > total)
            return `it held more entries than its total says (${total})`;
        if (total !== undefined && seen.size === total)
            return [...seen.values()];
        if (page.entries.length === 0) {
            // Without a total an empty page is the end.
            return total === undefined ? [...seen.values()] : `it ended after ${seen.size} of ${total} entries`;
        }
        if (seen.size === before)
            return 'a page brought nothing new: the server may ignore where a page starts';
        page = await pages.at(seen.size, seen.size + ahead < (total ?? 0) ? seen.size + ahead : 0);
    }
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
/** Adds a page's entries by name. Identical ones are one: pages may overlap when the folder changes. @returns a contradiction */
function add(seen, entries) {
    for (const entry of entries) {
        const key = entry.malformed === undefined ? entry.name : `${entry.name}\0${seen.size}`;
        const other = seen.get(key);
        if (other !== undefined &&
            (other.kind !== entry.kind || other.size !== entry.size || other.modified !== entry.modified)) {
            return `“${entry.name}” was listed twice with different facts`;
        }
        seen.set(key, entry);
    }
    return undefined;
}

;// CONCATENATED MODULE: ./build/filecloud/listing-page.js



const OPEN = '<entry>';
const CLOSE = '</entry>';
/** The prolog that servers write, if any. Others are left to the parser. */
const PROLOG = /^\s*<\?xml version="1\.\d"(?: encoding="[\w-]+")?(?: standalone="(?:yes|no)")? ?\?>/;
/** Around the entries: entries in another form, and instructions, which may hold what looks like one. */
const ODD = /<entry|<\?/;
/**
 * Reads a page strictly: cut off anywhere, it is no page. Plain entries are scanned, which costs a tenth of a full parse; everything
 * else goes through the parser, so that both give the same for every document.
 */
async function readListingPage(text, times) {
    const document = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    // Comments, CDATA and doctypes can hide anything that looks like an entry.
    const read = document.includes('<!') ? parsedPage : plainPage;
    const page = read(document, times);
    if (!times.missed)
        return page;
    await times.load();
    return read(document, times);
}
/** Reads a page with the full parser only: what {@link readListingPage} has to agree with. */
function parsedPage(text, times) {
    const document = readXml(text);
    if (typeof document === 'string')
        return notAListing(document, text);
    if (document.root !== 'entries')
        return otherRoot(document.root, document.content);
    const page = readMeta(document.content);
    if (page.kind !== 'page')
        return page;
    return { ...page, entries: children(document.content, 'entry').map(element => elementEntry(element, times)) };
}
function plainPage(text, times) {
    const entries = [];
    const skeleton = [];
    let runs = 0;
    let reference = -1;
    const prolog = PROLOG.exec(text)?.[0] ?? '';
    let at = prolog.length;
    for (;;) {
        const open = text.indexOf(OPEN, at);
        if (open < 0)
            break;
        const start = open + OPEN.length;
        let end = text.indexOf(CLOSE, start);
        if (end < 0)
            return parsedPage(text, times);
        const fields = plainFields(text, start, end);
        // A reference may be a wrong one, which only the full parser refuses.
        if (reference < start)
            reference = indexOrEnd(text, '&', start);
        if (fields !== undefined && reference > end) {
            entries.push(plainEntry(fields, times));
        }
        else {
            // An entry may hold elements of its own name.
            const inner = text.lastIndexOf(OPEN, end);
            if (inner > open)
                return parsedPage(text, times);
            const entry = parsedEntry(text.slice(open, end + CLOSE.length), times);
            if (entry === undefined)
                return parsedPage(text, times);
            entries.push(entry);
        }
        const before = text.slice(at, open);
        // Entries that follow one another stand for one in the frame: it stays small, and still shows where they are.
        if (entries.length === 1 || before.trim() !== '') {
            if (ODD.test(before))
                return parsedPage(text, times);
            runs++;
            skeleton.push(before, '<entry/>');
        }
        end += CLOSE.length;
        at = end;
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
    const page = readMeta(frame.content);
    return page.kind === 'page' ? { ...page, entries } : page;
}
function indexOrEnd(text, sought, from) {
    const at = text.indexOf(sought, from);
    return at < 0 ? text.length : at;
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
    const open = /^\s*<entries>\s*<meta>/.exec(frame);
    if (open === null)
        return undefined;
    const start = open[0].length;
    const end = frame.indexOf('</meta>', start);
    if (end < 0 || !/^<\/meta>\s*(?:<entry\/>)?\s*<\/entries>\s*$/.test(frame.slice(end)))
        return undefined;
    const meta = plainElements(frame, start, end, META);
    if (meta === undefined || (meta.result !== undefined && meta.result.trim() !== '1'))
        return undefined;
    return { kind: 'page', entries: [], total: toTotal(meta.total) };
}
function toTotal(text) {
    const trimmed = text?.trim() ?? '';
    return /^\d{1,12}$/.test(trimmed) ? Number(trimmed) : undefined;
}
function readMeta(content) {
    const meta = child(content, 'meta');
    if (meta === undefined)
        return { kind: 'none', what: 'a listing without its meta record', html: false };
    // Old servers leave the result out (API documentation of 18.1); then it is a listing.
    const result = textOf(meta, 'result')?.trim();
    const message = textOf(meta, 'message')?.trim() ?? '';
    if (result !== undefined && result !== '1')
        return { kind: 'refusal', message };
    const total = textOf(meta, 'total')?.trim();
    return {
        kind: 'page',
        entries: [],
        total: total !== undefined && /^\d{1,12}$/.test(total) ? Number(total) : undefined,
    };
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
        case 'broken':
            return /<html[\s>]/i.test(text.slice(0, 1000))
                ? { kind: 'none', what: 'an HTML page', html: true }
                : { kind: 'none', what: 'XML that is cut off or not well-formed', html: false };
    }
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
/** Requests within the session: a doubtful answer is asked about, and the request sent again where the session had ended. */
class Requests {
    #transport;
    #session;
    constructor(transport, session) {
        this.#transport = transport;
        this.#session = session;
    }
    /**
     * @param failed as in `Transport.request`
     * @throws the doubtful answer's meaning where the session is still there; otherwise as `Transport.request`
     */
    async send(ask, signal, read, failed) {
        for (;;) {
            const { generation } = this.#session;
            try {
                return await this.#transport.request(ask, signal, answer => read(answer, doubt), failed);
            }
            catch (error) {
                if (!(error instanceof DoubtfulAnswer))
                    throw error;
                if ((await this.#session.check(generation, signal)) === 'valid')
                    throw error.meaning;
            }
        }
    }
}

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
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
        this.#transport.cookies.clear();
        const answer = await this.#command('/core/loginguest', { userid: username, password }, signal);
        if (answer.result === '3')
            await this.#secondFactor(answer.message, signal);
        else if (answer.result !== '1' && answer.result !== '2')
            throw this.#rejected(answer.message);
        if (this.#transport.cookies.secure && this.#options.server.startsWith('http:')) {
            throw new errors/* RunError */.e4('The server marks its session cookie as Secure, so it must not be sent over plain http. Use https:// in server, ' +
                'or have its administrator set TONIDOCLOUD_SECURE_COOKIE to match.');
        }
        this.#generation++;
        log.info(`Logged in as ${username}.`);
    }
    /**
     * Asks once for all who wait whether the session is still there, and logs in again if it isn't.
     * @param generation the session that the doubtful answer was had with
     * @returns `valid`: the answer was meant as it was; `renewed`: ask again
     */
    async check(generation, signal) {
        if (this.#over !== undefined)
            throw this.#over;
        if (generation !== this.#generation)
            return 'renewed';
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
            await this.#transport.request({ path: '/core/locksession', form: '' }, signal, async (answer) => answer.read(() => { }));
        }
        catch {
            // Nothing is lost.
        }
    }
    async #renew(signal) {
        const authenticated = await this.#transport.request({ path: '/core/getauthenticationinfo', form: '' }, signal, async (answer) => {
            const document = readXml(await readText(answer, LARGEST_ANSWER));
            if (typeof document === 'string')
                return false;
            return textOf(children(document.content, 'info')[0], 'authenticated')?.trim() === '1';
        });
        if (authenticated)
            return 'valid';
        if (this.#renewals >= RENEWALS) {
            throw new errors/* RunError */.e4(`The session ended ${RENEWALS + 1} times in this run. Ask the server's administrator for a longer session timeout, and run again: what was downloaded stays.`);
        }
        this.#renewals++;
        this.#options.log.info('The session has ended; logging in again.');
        await this.login(signal);
        return 'renewed';
    }
    async #secondFactor(token, signal) {
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
        const answer = await this.#command('/core/2falogin', { userid: username, password, token, code: next.code }, signal);
        if (answer.result !== '1') {
            throw new errors/* RunError */.e4(`The server rejected the code of the authenticator: ${answer.message || 'it gave no reason.'} ` +
                'Check totp-secret, and that the clock of this machine is right.');
        }
    }
    #rejected(message) {
        const words = message === '' ? 'it gave no reason.' : `${message.replace(/[.\s]+$/, '')}.`;
        // The code of a login with an administrator's account (FileCloud documentation, "User Settings").
        const remedy = message.includes('CLFC-00035-00116')
            ? 'Use an ordinary user account instead of an administrator.'
            : /lock/i.test(message)
                ? 'Wait until the lock ends (five minutes by default) and check username and password before the next run.'
                : 'Check username and password. It was tried once only, because servers lock accounts after a few wrong attempts.';
        return new errors/* RunError */.e4(`The server rejected the login of ${this.#options.username}: ${words} ${remedy}`);
    }
    async #command(path, form, signal) {
        const ask = { path, form: new URLSearchParams(form).toString() };
        try {
            return await this.#transport.request(ask, signal, async (answer) => {
                const text = await readText(answer, LARGEST_ANSWER);
                const result = commandResult(text);
                if (result !== undefined)
                    return result;
                throw this.#notFileCloud(answer.status, text);
            });
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
        const said = head(text.replaceAll(/<[^>]*>/g, ' '));
        return new errors/* RunError */.e4(`${this.#options.server} does not answer like a FileCloud server (status ${status}${said === '' ? '' : `: “${said}”`}). ` +
            'Check server: it is the address that the web interface opens with, without /ui or /core.');
    }
}
/** Reads a whole answer as text. @throws RemoteError when it is larger than it may be */
async function readText(answer, most) {
    const chunks = [];
    let size = 0;
    await answer.read(bytes => {
        size += bytes.length;
        if (size > most) {
            throw new RemoteError('malformed', `The answer is larger than ${most / 1024 / 1024} MiB. That is no answer of a FileCloud server: check server.`);
        }
        chunks.push(bytes);
    });
    const [only] = chunks;
    return decodeText(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks));
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

;// CONCATENATED MODULE: ./build/filecloud/body.js

/** Bytes that are read to keep a connection; beyond them a new one costs less. */
const WORTH = 64 * 1024;
/**
 * Reads a body by its events: iterating it costs twice as much.
 * @param chunk gets the bytes; what it throws passes through and ends the reading
 * @param broken makes an error of what the connection throws
 */
function readBody(body, chunk, broken) {
    return new Promise((resolve, reject) => {
        body.on('data', (bytes) => {
            try {
                chunk(bytes);
            }
            catch (error) {
                reject(error);
                body.destroy();
            }
        });
        body.on('end', resolve);
        body.on('error', error => reject(broken(error)));
        body.on('close', () => {
            if (!body.readableEnded) {
                reject(broken(new PassingError('The connection was closed before the answer was whole.')));
            }
        });
    });
}
/** Reads what is left of a body that nobody wants, so that its connection can go on; where that is too much, ends the connection. */
function discardBody(body, announced) {
    if (body.readableEnded)
        return Promise.resolve();
    return new Promise(resolve => {
        let left = WORTH;
        body.on('error', () => { });
        body.on('close', resolve);
        body.on('end', resolve);
        if (body.destroyed || Number(announced ?? 0) > WORTH) {
            body.destroy();
            resolve();
            return;
        }
        body.on('data', (bytes) => {
            left -= bytes.length;
            if (left < 0)
                body.destroy();
        });
        body.resume();
    });
}

// EXTERNAL MODULE: ./node_modules/axios/index.js + 65 modules
var axios = __webpack_require__(2485);
;// CONCATENATED MODULE: ./build/filecloud/cookies.js
/** Most characters of all cookies together; more is no FileCloud session. */
const MOST = 8192;
/** The cookies of one host. Attributes but deletion and `Secure` don't matter: nothing is ever sent elsewhere. */
class Cookies {
    #values = new Map();
    #header;
    /** Whether the server marked a session cookie `Secure`, so that it must not go over plain http. */
    #secure = false;
    get secure() {
        return this.#secure;
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
    clear() {
        this.#values.clear();
        this.#header = undefined;
        this.#secure = false;
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
            else if (this.#values.get(name) !== value) {
                if ((this.header?.length ?? 0) + name.length + value.length > MOST)
                    continue;
                this.#values.set(name, value);
                // The user's name is no secret: hiding it would hide the word everywhere.
                if (!name.endsWith('-user') || name.startsWith('X-XSRF'))
                    fresh.push(value);
                if (attributes.some(attribute => attribute.trim().toLowerCase() === 'secure'))
                    this.#secure = true;
            }
            this.#header = undefined;
        }
        return fresh;
    }
}
function isExpiry(attribute) {
    const [name = '', value = ''] = attribute.split('=').map(part => part.trim());
    if (name.toLowerCase() === 'max-age')
        return Number(value) <= 0;
    return name.toLowerCase() === 'expires' && Date.parse(value) < Date.now();
}

;// CONCATENATED MODULE: ./build/filecloud/failures.js


/** Statuses that pass: RFC 9110 and 6585; 509 is what some hosters send for bandwidth. */
const PASSING = new Set([408, 423, 425, 429, 500, 502, 503, 504, 509]);
/** Of these, what is about the server, not about what was asked for: others would be answered so, too. */
const UNAVAILABLE = new Set([429, 502, 503, 504, 509]);
/** What a status that passes means; undefined for any other. @param after milliseconds that the server asked to wait */
function passingStatus(status, host, after) {
    if (!PASSING.has(status))
        return undefined;
    return new PassingError(`The server answered ${status} (${host}).`, {
        retryAfter: after,
        overload: status === 429 || status === 503,
        unavailable: UNAVAILABLE.has(status),
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

// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
;// CONCATENATED MODULE: ./build/filecloud/redirects.js


const MOST_REDIRECTS = 5;
/**
 * Where a redirect leads, if it may be followed.
 * @param base the server's own URL: only a private one may redirect to private addresses
 * @throws RemoteError where it must not be followed
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
    return target;
}
function refused(how) {
    return new RemoteError('malformed', `The server redirects ${how}; that is not followed. Check the address in server, and the server's own base URL.`);
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

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:tls"
var external_node_tls_ = __webpack_require__(1692);
var external_node_tls_namespaceObject = /*#__PURE__*/__webpack_require__.t(external_node_tls_, 2);
// EXTERNAL MODULE: ./node_modules/undici/index.js
var undici = __webpack_require__(6752);
;// CONCATENATED MODULE: ./build/filecloud/undici-adapter.js





/**
 * An axios adapter on undici: a request costs a third of what axios' own adapter takes. Redirects, retries, decoding and time limits are
 * the transport's affair; this one sends and hands the answer's stream over.
 */
class UndiciAdapter {
    #options;
    #ca;
    #direct;
    #proxies = new Map();
    /** The dispatcher of each origin: the environment is asked once. */
    #dispatchers = new Map();
    constructor(options) {
        this.#options = options;
        this.#ca = options.caCertificate === undefined ? undefined : [...usualAuthorities(), options.caCertificate];
        this.#direct = new undici/* Agent */.g6(this.#settings());
    }
    adapt = async (config) => {
        const url = config.url ?? '';
        const slash = url.indexOf('/', url.indexOf('://') + 3);
        const origin = slash < 0 ? url : url.slice(0, slash);
        const path = slash < 0 ? '/' : url.slice(slash);
        const { signal } = config;
        const answer = await this.#dispatcher(origin).request({
            origin,
            path,
            method: config.method === 'post' ? 'POST' : 'GET',
            headers: config.headers,
            body: typeof config.data === 'string' ? config.data : null,
            signal: signal instanceof AbortSignal ? signal : null,
        });
        return {
            data: answer.body,
            status: answer.statusCode,
            statusText: '',
            headers: answer.headers,
            config,
        };
    };
    /** Ends all connections. */
    async close() {
        await Promise.allSettled([this.#direct, ...this.#proxies.values()].map(agent => agent.destroy()));
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
            connect: { timeout: this.#options.connectTimeout, ...(this.#ca === undefined ? {} : { ca: this.#ca }) },
        };
    }
    #dispatcher(origin) {
        let dispatcher = this.#dispatchers.get(origin);
        if (dispatcher === undefined) {
            const proxy = proxyFor(origin);
            dispatcher = proxy === undefined ? this.#direct : this.#proxy(proxy, origin.startsWith('https:'));
            this.#dispatchers.set(origin, dispatcher);
        }
        return dispatcher;
    }
    #proxy({ url, token }, tunnel) {
        const key = `${tunnel} ${url}`;
        let agent = this.#proxies.get(key);
        if (agent === undefined) {
            const ca = this.#ca === undefined ? {} : { ca: this.#ca };
            agent = new undici/* ProxyAgent */.kT({
                ...this.#settings(),
                uri: url,
                proxyTunnel: tunnel,
                requestTls: ca,
                proxyTls: ca,
                ...(token === undefined ? {} : { token }),
            });
            this.#proxies.set(key, agent);
        }
        return agent;
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
/** Single requests over HTTP, redirects followed: cookies and tokens go to the server itself only, and are taken from it only. */
class Exchanges {
    cookies = new Cookies();
    #options;
    #base;
    #adapter;
    #axios;
    #requests = 0;
    #host;
    constructor(options) {
        this.#options = options;
        this.#base = new URL(options.server);
        this.#adapter = new UndiciAdapter({
            connections: options.concurrency,
            connectTimeout: options.timeout * 1000,
            caCertificate: options.caCertificate,
        });
        // The class itself: `axios.create` merges thirty defaults into every request that none of ours needs.
        this.#axios = new axios/* Axios */.Lr({
            adapter: this.#adapter.adapt,
            validateStatus: () => true,
            responseType: 'stream',
            transformRequest: [],
            transformResponse: [],
        });
    }
    /** Requests sent so far, redirected ones included. */
    get requests() {
        return this.#requests;
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
    async send(ask, signal) {
        const query = ask.query === undefined ? '' : `?${ask.query}`;
        let url = `${this.#options.server}${ask.path}${query}`;
        let own = true;
        let form = ask.form;
        for (let hops = 0;; hops++) {
            const answer = await this.#once(url, form, own ? { ...ask.headers, ...this.#ownHeaders() } : ask.headers, signal);
            if (own)
                this.#keepCookies(answer);
            if (answer.status < 300 || answer.status > 399 || answer.status === 304)
                return checked(answer);
            await discardBody(answer.body, answer.header('content-length'));
            if (hops === MOST_REDIRECTS) {
                throw new RemoteError('malformed', `The server redirects more than ${MOST_REDIRECTS} times. Check the address in server.`);
            }
            const target = redirectTarget(answer.header('location'), new URL(url), this.#base);
            own = target.origin === this.#base.origin;
            // 303 asks for another document; the others say that this one is elsewhere, and without its form it would be another.
            if (answer.status === 303)
                form = undefined;
            if (form !== undefined && !own) {
                throw new RemoteError('malformed', `The server redirects this request to ${target.origin}; that is not followed. If that is the server, give it as server.`);
            }
            url = target.href;
        }
    }
    async #once(url, form, headers, signal) {
        this.#requests++;
        const answer = await this.#axios.request({
            url,
            method: form === undefined ? 'get' : 'post',
            data: form,
            signal,
            headers: {
                'user-agent': USER_AGENT,
                accept: '*/*',
                'accept-encoding': 'identity',
                ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
                ...headers,
            },
        });
        const cookies = answer.headers['set-cookie'];
        return {
            status: answer.status,
            body: answer.data,
            header: name => {
                const value = answer.headers[name];
                return Array.isArray(value) ? String(value[0]) : typeof value === 'string' ? value : undefined;
            },
            cookies: cookies === undefined ? [] : Array.isArray(cookies) ? cookies.map(String) : [String(cookies)],
        };
    }
    /** FileCloud developer guide, "CSRF token API changes": browsers' requests carry both. */
    #ownHeaders() {
        const headers = { 'x-requested-with': 'XMLHttpRequest' };
        const token = this.cookies.get('X-XSRF-TOKEN') ?? this.cookies.get('X-XSRF-TOKEN-user');
        if (token !== undefined)
            headers['x-xsrf-token'] = token;
        if (this.cookies.header !== undefined && !(this.cookies.secure && this.#base.protocol === 'http:')) {
            headers['cookie'] = this.cookies.header;
        }
        return headers;
    }
    #keepCookies({ cookies }) {
        if (cookies.length === 0)
            return;
        for (const value of this.cookies.take(cookies))
            this.#options.log.secret(value);
    }
}
/** @throws RunError where a proxy answered instead; RemoteError where the body is compressed */
function checked(answer) {
    const encoding = answer.header('content-encoding');
    if (answer.status !== 407 && (encoding === undefined || encoding === 'identity'))
        return answer;
    answer.body.on('error', () => { }).destroy();
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
    /** Requests sent so far, repetitions included. */
    get requests() {
        return this.#exchanges.requests;
    }
    get cookies() {
        return this.#exchanges.cookies;
    }
    /**
     * Sends a request and reads its answer, again and again while it fails in passing.
     * @param read reads the answer; a PassingError that it throws is a reason to try again
     * @param failed how a try before has failed, which was found out only later: it counts
     * @throws RemoteError when every try failed in passing; RunError when the server is gone; what `read` throws
     */
    async request(ask, signal, read, failed) {
        let failure = failed;
        let freeTry = true;
        for (let attempt = 1;;) {
            if (failure === undefined) {
                const tried = await this.#inTurn(ask, signal, read);
                if (!(tried instanceof PassingError))
                    return tried.result;
                failure = tried;
                if (failure.stale && freeTry) {
                    freeTry = false;
                    failure = undefined;
                    continue;
                }
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
    async #inTurn(ask, signal, read) {
        await this.#pacer.enter(signal);
        try {
            const result = await this.#try(ask, signal, read);
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
    async #try(ask, outer, read) {
        const { host } = this.#exchanges;
        const controller = new AbortController();
        const abort = () => controller.abort();
        outer.addEventListener('abort', abort, { once: true });
        let stalled = false;
        const stall = () => {
            stalled = true;
            controller.abort();
        };
        const watch = new StallWatch(this.#options.timeout * 1000, stall);
        let answer;
        const broken = (error) => {
            if (outer.aborted)
                return new errors/* CancelledError */.cc();
            if (error instanceof RemoteError || error instanceof errors/* RunError */.e4)
                return error;
            if (!stalled)
                return connectionError(error, host, answer !== undefined);
            const message = `The server sent nothing, or next to nothing, for ${this.#options.timeout} s (${host}).`;
            return new PassingError(message, { unanswered: answer === undefined });
        };
        try {
            try {
                answer = await this.#exchanges.send(ask, controller.signal);
            }
            catch (error) {
                throw broken(error);
            }
            this.#outage.answered();
            const { status, header, body } = answer;
            const passing = passingStatus(status, host, retryAfter(header('retry-after'), Date.now()));
            if (passing !== undefined)
                throw passing;
            this.#outage.good();
            const take = (chunk) => (bytes) => {
                if (!watch.touch(bytes.length))
                    stall();
                chunk(bytes);
            };
            return await read({ status, header, read: chunk => readBody(body, take(chunk), broken) });
        }
        finally {
            if (answer !== undefined && !answer.body.readableEnded)
                await discardBody(answer.body, answer.header('content-length'));
            watch.end();
            outer.removeEventListener('abort', abort);
        }
    }
}

;// CONCATENATED MODULE: ./build/filecloud/filecloud.js











/** Bytes of the largest page of a listing: a thousand entries take about one million. */
const LARGEST_PAGE = 64 * 1024 * 1024;
/** A FileCloud server as the engine sees it. */
class FileCloud {
    downloadTogether;
    #transport;
    #session;
    #requests;
    #times;
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
            const batches = new Batches(this.#requests, log);
            this.downloadTogether = (folder, files, receive, signal) => batches.fetch(folder, files, receive, signal);
        }
    }
    /** Requests sent so far, repetitions included. */
    get requests() {
        return this.#transport.requests;
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
        const form = new URLSearchParams({
            path,
            start: String(start),
            limit: String(limit),
            sortby: 'name',
            sortdir: '1',
        });
        return this.#requests.send({ path: '/core/getfilelist', form: form.toString() }, signal, async (answer, doubt) => {
            const text = await readText(answer, LARGEST_PAGE);
            const { status } = answer;
            if (status === 401 || status === 403) {
                throw doubt(new RemoteError('forbidden', `The server refused to list it (status ${status}). Let the account read it, or exclude it.`));
            }
            if (status === 404 || status === 410)
                throw doubt(new RemoteError('vanished', `It is not there (status ${status}). If it was removed just now, the next run leaves it out.`));
            if (status !== 200)
                throw doubt(new RemoteError('malformed', `The server answered ${status} instead of the listing. Try whether its web interface lists it, and ask its administrator.`));
            const page = await readListingPage(text, this.#times);
            if (page.kind === 'refusal') {
                const words = page.message === '' ? '.' : `: ${page.message.replace(/[.\s]+$/, '')}.`;
                throw doubt(new RemoteError('refused', `The server refused to list it${words} Let the account read it, or exclude it.`));
            }
            if (page.kind === 'none') {
                const error = new RemoteError('malformed', `The server sent ${page.what} instead of the listing. Look for a proxy or a maintenance page before it, and run again.`);
                throw page.html || page.what === 'an empty answer' ? doubt(error) : error;
            }
            return page;
        });
    }
}

;// CONCATENATED MODULE: ./build/report/highlights.js
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

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./build/report/report-file.js



/** Characters that are gathered before they are written. */
const GATHERED = 64 * 1024;
/** The report: one JSON object a line, one line a file. Written beside its place, and moved there when the run ends, however it ends. */
class ReportFile {
    #path;
    #part;
    #descriptor;
    #lines = '';
    constructor(path, part, descriptor) {
        this.#path = path;
        this.#part = part;
        this.#descriptor = descriptor;
    }
    /** @param path absolute. @throws RunError when it cannot be written */
    static open(path) {
        const part = `${path}.part`;
        try {
            (0,external_node_fs_.mkdirSync)((0,external_node_path_.dirname)(path), { recursive: true });
            return new ReportFile(path, part, (0,external_node_fs_.openSync)(part, 'w'));
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
            (0,external_node_fs_.writeFileSync)(this.#descriptor, this.#lines);
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
    const code = local_error_codeOf(error);
    return code === undefined ? error : refusedWith(code, doing, mirror, path, error);
}
/** A LocalError with the words for its code. */
function refusedWith(code, doing, mirror, path, cause) {
    const what = path === '' ? `The mirror “${mirror}”` : `“${path}” in the mirror “${mirror}”`;
    const reason = REASONS.get(code) ?? `the system says ${code}. Look at that place on the disk, and run again.`;
    return new LocalError(code, `${what} cannot be ${doing}: ${reason}`, { cause });
}
/** The system's code of an error, or undefined. */
function local_error_codeOf(error) {
    if (!(error instanceof Error) || !('code' in error))
        return undefined;
    return typeof error.code === 'string' ? error.code : undefined;
}
const FULL = new Set(['ENOSPC', 'EDQUOT']);
const TROUBLE = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO']);
/** Whether no more can be written, to any file. */
function isDiskFull(error) {
    return FULL.has(local_error_codeOf(error));
}
/** Whether the disk as a whole, rather than one file, is the trouble: full, read-only or failing. */
function isDiskTrouble(error) {
    return TROUBLE.has(local_error_codeOf(error));
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
            const code = local_error_codeOf(error);
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
        if (place.parent === undefined || this.#isThere(place))
            return;
        this.makeFolder(place.parent);
        this.entry(place.parent, place.name, 'made', path => {
            try {
                this.fileSystem.mkdirSync(path, mode);
            }
            catch (error) {
                if (local_error_codeOf(error) !== 'EEXIST')
                    throw error;
            }
        });
        // What was there already, or came in between, must be a folder.
        this.folder(place, 'made', () => { });
    }
    #isThere(place) {
        try {
            this.folder(place, 'made', () => { });
            return true;
        }
        catch (error) {
            if (local_error_codeOf(error) === 'ENOENT')
                return false;
            throw error;
        }
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
                if (local_error_codeOf(error) === 'ENOENT' || !isFolder(fileSystem, target))
                    throw error;
                throw refusedWith('folder', doing, this.mirror, pathOf(to, newName), error);
            }
        }, target => fileSystem.renameSync(target, source)));
    }
}
/** Whether a path holds a folder; a path that cannot be looked at doesn't. */
function isFolder(fileSystem, path) {
    try {
        return fileSystem.lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
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
    /** Whether it was put back or removed. */
    get settled() {
        return this.#settled;
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
        this.#disk.move(this.#own.place, this.#taken, this.#folder, this.#name, 'put back');
        this.#settled = true;
    }
    /** Removes it for good, with all below. Links are removed, not followed. Never throws: what cannot go waits for the next run. */
    discard() {
        if (this.#settled)
            return;
        this.#settled = true;
        this.#own.remove(this.#taken);
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
    /** '' for the root, else `a/b`. */
    get relativePath() {
        return this.#place.path;
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
            if (local_error_codeOf(error) !== 'ENOENT')
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
        this.#refuseOwn(name, 'read');
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
        this.#refuseOwn(name, 'written');
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
        this.#refuseOwn(name, 'removed');
        try {
            this.#disk.entry(this.#place, name, 'removed', path => this.#disk.fileSystem.unlinkSync(path));
        }
        catch (error) {
            // A name that is not UTF-8 reads with this character in it, and is not found again.
            if (local_error_codeOf(error) === 'ENOENT' && !name.includes('\ufffd'))
                return;
            const isFolder = local_error_codeOf(error) !== 'ENOENT' && this.#disk.look(this.#place, name)?.isDirectory() === true;
            throw isFolder ? this.#refusal('folder', 'removed', name, error) : error;
        }
    }
    /**
     * Removes an empty folder. One that is gone already is no error.
     * @throws LocalError
     */
    removeFolder(name) {
        this.#refuseOwn(name, 'removed');
        this.#disk.access.forget(placeBelow(this.#place, name).path);
        try {
            this.#disk.entry(this.#place, name, 'removed', path => this.#disk.fileSystem.rmdirSync(path));
        }
        catch (error) {
            if (local_error_codeOf(error) !== 'ENOENT')
                throw error;
        }
    }
    /**
     * Renames an entry within the folder, where only letter case or normalisation differs. Never over another entry.
     * @throws LocalError
     */
    rename(from, to) {
        this.#refuseOwn(from, 'renamed');
        this.#refuseOwn(to, 'renamed');
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
        this.#refuseOwn(name, 'moved away');
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
    #refuseOwn(name, doing) {
        if (this.#isOwn(name))
            throw this.#refusal('own', doing, name);
    }
    #refusal(code, doing, name, cause) {
        return refusedWith(code, doing, this.#disk.mirror, placeBelow(this.#place, name).path, cause);
    }
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./build/sync/local/kept-name.js
var kept_name = __webpack_require__(7226);
;// CONCATENATED MODULE: ./build/sync/local/own-folder.js






const OWN = placeBelow(ROOT, names/* OWN_FOLDER */.w5);
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
    #made = false;
    #names = 0;
    constructor(disk) {
        this.#disk = disk;
    }
    /** Removes what a killed run left, but for the parts that an interrupted one kept. One run at a time owns a mirror. @throws LocalError */
    sweep() {
        const { fileSystem } = this.#disk;
        this.#disk.entry(ROOT, names/* OWN_FOLDER */.w5, 'removed', path => {
            const there = fileSystem.lstatSync(path, { throwIfNoEntry: false });
            if (there === undefined)
                return;
            if (there.isDirectory()) {
                for (const name of fileSystem.readdirSync(path))
                    this.#find(name, fileSystem.lstatSync(`${path}/${name}`));
            }
            // A link or a file of this name goes itself.
            if (this.#kept.size === 0)
                fileSystem.rmSync(path, { recursive: true, force: true });
            else
                for (const name of fileSystem.readdirSync(path))
                    if (!this.#isKept(name))
                        this.remove(name);
        });
    }
    #find(name, stats) {
        const part = (0,kept_name/* readKeptName */.Uu)(name);
        // A file with a second name may be one outside of the mirror, and would be written to in its place.
        const isOurs = stats.isFile() && stats.nlink === 1;
        if (part !== undefined && isOurs && stats.size === part.bytes)
            this.#kept.set(part.key, { name, part });
    }
    #isKept(name) {
        return this.#kept.get((0,kept_name/* readKeptName */.Uu)(name)?.key ?? '')?.name === name;
    }
    /**
     * The part of a version that an earlier run kept, open for writing at its end. It is the caller's then. One that cannot be opened is no
     * reason not to download: it goes. Never throws.
     */
    goOnWith(version) {
        if (this.#kept.size === 0)
            return undefined;
        const kept = this.#kept.get((0,kept_name/* keyOf */.TN)(version));
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
        const newName = (0,kept_name/* keptName */.QQ)(part);
        try {
            if (newName === undefined)
                throw new RangeError('The proof is too long for a name.');
            if (newName !== name)
                this.#disk.move(OWN, name, OWN, newName, 'written');
            this.#kept.set(part.key, { name: newName, part });
        }
        catch {
            this.remove(name);
        }
    }
    /** A name that nothing in the folder has. Short, whatever the entry's own name is. */
    newName() {
        return `${this.#prefix}-${(this.#names++).toString(36)}`;
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
            if (local_error_codeOf(error) !== 'ENOENT')
                throw error;
            // Another run that ended took the empty folder with it.
            this.#release();
            this.#make();
            return this.#disk.entry(OWN, name, 'written', work);
        }
    }
    /** Moves an entry of the mirror in here. @throws LocalError */
    take(folder, name) {
        this.#make();
        const newName = this.newName();
        this.#disk.access.forget(placeBelow(folder, name).path);
        this.#disk.move(folder, name, OWN, newName, 'moved away');
        return newName;
    }
    /** Removes an entry for good, with all below; links are removed, not followed. What cannot go is left for the next run's sweep. */
    remove(name) {
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
        if (!interrupted)
            for (const { name } of this.#kept.values())
                this.remove(name);
        if (!this.#made && this.#kept.size === 0)
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
     * To be called at the end, however it was: unless it was put in place, everything is thrown away, but for a large part whose version can
     * be proven. Never throws.
     */
    discard() {
        this.#buffer = Buffer.alloc(0);
        try {
            this.#close();
        }
        catch {
            // It goes anyway.
        }
        if (this.#onDisk) {
            const { proof } = this;
            if (this.#version !== undefined && proof !== undefined && this.#size >= LEAST_KEPT) {
                this.#own.keep(this.#name, { key: (0,kept_name/* keyOf */.TN)(this.#version), bytes: this.#size, proof });
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
                const code = local_error_codeOf(error);
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
            const real = mirror_folder_realPath(fileSystem, path, write);
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
            if (error instanceof errors/* RunError */.e4 || local_error_codeOf(error) === undefined)
                throw error;
            throw new errors/* RunError */.e4(`local-path “${path}” cannot be used: ${(0,errors/* messageOf */.bD)(error)} Choose another folder, or let this user write to it.`, { cause: error });
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
function mirror_folder_realPath(fileSystem, path, write) {
    const found = fileSystem.statSync(path, { throwIfNoEntry: false });
    if (found === undefined) {
        if (!write)
            return { path: (0,external_node_path_.resolve)(path), exists: false };
        if (fileSystem.lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) {
            throw new errors/* RunError */.e4(`local-path “${path}” is a link to a folder that is not there. Make that folder, or remove the link.`);
        }
        fileSystem.mkdirSync(path, { recursive: true, mode: 0o755 });
    }
    else if (!found.isDirectory()) {
        throw new errors/* RunError */.e4(`local-path “${path}” is a file, not a folder. Remove it, or choose another folder.`);
    }
    return { path: fileSystem.realpathSync(path), exists: true };
}

// EXTERNAL MODULE: ./node_modules/picomatch/index.js
var picomatch = __webpack_require__(4006);
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
    const included = include.map(pattern => compile(pattern));
    const excluded = exclude.map(pattern => compile(pattern));
    const reaches = include.map(pattern => reach(withoutTrailingSlash(pattern)));
    // A folder is asked for once, its files often: the answer for the last folder is kept.
    let lastFolder = '';
    let lastFolderOut = false;
    const outWithFolder = (path) => {
        if (excluded.length === 0)
            return false;
        const end = path.lastIndexOf('/');
        const folder = end < 0 ? '' : path.slice(0, end);
        if (folder !== lastFolder) {
            lastFolderOut = ancestors(folder).some(ancestor => excluded.some(matches => matches(ancestor)));
            lastFolder = folder;
        }
        return lastFolderOut;
    };
    const chosen = (path) => (included.length === 0 || included.some(matches => matches(path))) &&
        !excluded.some(matches => matches(path)) &&
        !outWithFolder(path);
    return {
        file: path => chosen(path) && inShard(path, shard),
        folder: path => !ancestors(path).some(ancestor => excluded.some(matches => matches(ancestor) || matches(`${ancestor}/`))) &&
            (reaches.length === 0 || reaches.some(reachesInto => reachesInto(path.split('/')))),
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
function withoutTrailingSlash(pattern) {
    return pattern.endsWith('/') ? `${pattern}**` : pattern;
}
function compile(pattern) {
    const patterns = crossing(withoutTrailingSlash(pattern)).map(literal);
    // `s`: names may have line breaks in them.
    const matches = picomatch(patterns, { dot: true, nonegate: true, strictSlashes: true, flags: 's' });
    return text => matches(text);
}
/** picomatch crosses folders only where `**` stands between slashes: `docs/**.pdf` is `docs/*.pdf` and all that lies deeper. */
function crossing(pattern) {
    const found = /(?<=[^/*])\*{2,}|\*{2,}(?=[^/*])|\*{3,}/.exec(pattern);
    if (found === null)
        return [pattern];
    const before = pattern.slice(0, found.index);
    const after = pattern.slice(found.index + found[0].length);
    const isBetweenSlashes = /(?:^|\/)$/.test(before) && /^(?:\/|$)/.test(after);
    const ways = isBetweenSlashes ? ['**'] : ['*', '*/**/*'];
    return ways.flatMap(way => crossing(`${before}${way}${after}`));
}
/** picomatch knows more signs than the contract does: braces, brackets, parentheses … are names' characters here. */
function literal(pattern) {
    return pattern.replaceAll(/[^\w\s*?/.-]/gu, sign => (/^[\x20-\x7e]$/.test(sign) ? `\\${sign}` : sign));
}
/** Whether a pattern can match something below a folder, told by its leading parts. */
function reach(pattern) {
    const parts = pattern.split('/');
    const matchers = parts.map(part => (part.includes('**') ? undefined : compile(part)));
    return folder => {
        for (const [index, name] of folder.entries()) {
            if (parts[index] !== undefined && matchers[index] === undefined)
                return true;
            if (index >= parts.length - 1 || matchers[index]?.(name) !== true)
                return false;
        }
        return true;
    };
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

;// CONCATENATED MODULE: ./build/sync/prune.js

/** Reads what is below the folders that would go. Nothing is changed. */
function planPrune(extraneous, swaps, selection, tally) {
    const removals = [];
    const folders = [];
    for (const { node, name, path, kind } of extraneous) {
        const removal = { folder: node.local, name, path };
        if (kind === 'file' || kind === 'link')
            removals.push(removal);
        else if (kind === 'folder')
            collect(removal, selection, removals, folders, tally);
    }
    let localFiles = tally.localFiles + removals.length;
    let files = removals.length;
    const planned = [];
    for (const swap of swaps) {
        if (swap.kind === 'file-to-folder') {
            files++;
            localFiles++;
            planned.push({ swap });
            continue;
        }
        const below = [];
        const { path, node } = swap.task;
        const whole = collect({ folder: node.local, name: swap.name, path }, selection, below, [], tally);
        localFiles += below.length;
        if (!whole) {
            tally.failed(path, 'A local folder stands where the server has a file, and holds files that the mirror must not touch (left out by the globs or the shard, or special). Move them away.');
            continue;
        }
        files += below.length;
        planned.push({ swap, paths: below.map(removal => removal.path), removals: below });
    }
    return { removals, folders, swaps: planned, files, localFiles };
}
/** Gathers what is in a local folder. @returns whether all of it may go */
function collect({ folder, name, path }, selection, removals, folders, tally) {
    const child = folder.child(name);
    let whole = true;
    try {
        for (const [entry, kind] of child.read()) {
            const removal = { folder: child, name: entry, path: `${path}/${entry}` };
            if (kind === 'folder') {
                if (selection.folder(removal.path))
                    whole = collect(removal, selection, removals, folders, tally) && whole;
                else
                    whole = false;
            }
            else if ((kind === 'file' || kind === 'link') && selection.file(removal.path))
                removals.push(removal);
            else
                whole = false;
        }
    }
    catch (error) {
        tally.failed(path, (0,errors/* messageOf */.bD)(error));
        return false;
    }
    folders.push({ folder, name, path });
    return whole;
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
/** Replaces what is of the wrong kind. The old thing goes for good only when the new one is on disk. */
class Swaps {
    #mirror;
    #transfers;
    #tally;
    constructor(mirror, transfers, tally) {
        this.#mirror = mirror;
        this.#transfers = transfers;
        this.#tally = tally;
    }
    async run(planned, signal) {
        if (planned.swap.kind === 'file-to-folder')
            await this.#fileToFolder(planned.swap, signal);
        else if ('removals' in planned)
            await this.#folderToFile(planned.swap, planned.removals, signal);
    }
    async #fileToFolder(swap, signal) {
        const size = sizeOf(swap.node.local, swap.name);
        let moved;
        try {
            moved = this.#mirror.moveAway(swap.node.local, swap.name);
        }
        catch (error) {
            this.#tally.failed(swap.path, (0,errors/* messageOf */.bD)(error));
            return;
        }
        const before = this.#tally.counts;
        try {
            for (const folder of swap.folders)
                folder.make();
            for (const task of swap.tasks)
                await this.#transfers.run({ node: task.node, tasks: [task] }, signal);
        }
        catch (error) {
            // Whatever of the new folder is there stays; only an empty one gives the place back.
            this.#putBack(swap, moved);
            this.#transfers.failed(swap, error, signal);
            return;
        }
        const after = this.#tally.counts;
        if (swap.tasks.length > 0 && after.new + after.updated === before.new + before.updated) {
            this.#putBack(swap, moved);
            return;
        }
        moved.discard();
        this.#tally.deleted(swap.path, size);
    }
    #putBack(swap, moved) {
        try {
            for (const folder of [...swap.folders].reverse())
                folder.remove();
            moved.restore();
        }
        catch {
            moved.discard();
            this.#tally.deleted(swap.path, undefined);
        }
    }
    async #folderToFile(swap, removals, signal) {
        const { task } = swap;
        const sizes = removals.map(({ folder, name }) => sizeOf(folder, name));
        let moved;
        try {
            const version = await this.#transfers.fetch(task, task.entry.name, signal, () => {
                moved = this.#mirror.moveAway(task.node.local, swap.name);
            });
            moved?.discard();
            this.#transfers.done(task, version);
            for (const [index, { path }] of removals.entries())
                this.#tally.deleted(path, sizes[index]);
        }
        catch (error) {
            try {
                moved?.restore();
            }
            catch (stuck) {
                // Nothing is lost: what was moved away is put back when the mirror is closed.
                this.#tally.warning((0,errors/* messageOf */.bD)(stuck));
            }
            this.#transfers.failed(task, error, signal);
        }
    }
}

// EXTERNAL MODULE: external "node:events"
var external_node_events_ = __webpack_require__(8474);
;// CONCATENATED MODULE: ./build/sync/schedule.js


/** Files that may wait for their download, for each request in flight. Beyond that no more folders are listed. */
const WAITING_PER_SLOT = 16;
/** First in, first out, without moving the rest. */
class JobQueue {
    #jobs = [];
    #head = 0;
    get length() {
        return this.#jobs.length - this.#head;
    }
    push(job) {
        this.#jobs.push(job);
    }
    shift() {
        const job = this.#jobs[this.#head];
        this.#head++;
        if (this.#head >= this.#jobs.length || this.#head > 4096) {
            this.#jobs = this.#jobs.slice(this.#head);
            this.#head = 0;
        }
        return job;
    }
}
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

;// CONCATENATED MODULE: ./build/sync/digest.js

/**
 * Collects the mirrored files and hashes them in the order of their paths' bytes: for each `path NUL size NUL modified LF`.
 * Kept folder by folder, so that a million files cost their names and little more.
 */
class DigestFolder {
    #name;
    /** `name/size/modified/` of each file: no name holds a slash. */
    #record = '';
    #folders = [];
    constructor(name = '') {
        // A copy: a name that was cut out of a listing would keep the whole page in memory.
        this.#name = Buffer.from(name).toString();
    }
    folder(name) {
        const folder = new DigestFolder(name);
        this.#folders.push(folder);
        return folder;
    }
    /** @param modified whole seconds since 1970 UTC */
    add(name, size, modified) {
        this.#record += line(name, size, modified);
    }
    /** Adds many at once, as one flat string. */
    addAll(lines) {
        this.#record += lines.join('');
    }
    static line = line;
    /** SHA-256 in hex. */
    digest() {
        const hash = (0,external_node_crypto_.createHash)('sha256');
        this.#write('', text => hash.update(text));
        return hash.digest('hex');
    }
    #write(prefix, write) {
        const parts = this.#record.split('/');
        const items = [];
        for (let index = 0; index + 2 < parts.length; index += 3) {
            const name = parts[index] ?? '';
            items.push({ key: name, text: `${prefix}${name}\0${parts[index + 1]}\0${parts[index + 2]}\n` });
        }
        // A folder sorts with its slash, so that the whole is in the order of the full paths.
        for (const folder of this.#folders)
            items.push({ key: `${folder.#name}/`, folder });
        items.sort((a, b) => compareBytes(a.key, b.key));
        let text = '';
        for (const item of items) {
            if (item.text !== undefined) {
                text += item.text;
            }
            else {
                if (text !== '')
                    write(text);
                text = '';
                if (item.folder !== undefined)
                    item.folder.#write(`${prefix}${item.key}`, write);
            }
        }
        if (text !== '')
            write(text);
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

/** The sums of one run, and what is told of it while it goes on. */
class Tally {
    digest = new DigestFolder();
    /** Whether every listing so far was whole and understood. Without that nothing is deleted. */
    complete = true;
    /** Local files that this mirror may speak about. */
    localFiles = 0;
    foldersListed = 0;
    foldersKnown = 1;
    filesToDownload = 0;
    bytesToDownload = 0;
    #observer;
    #counts = { new: 0, updated: 0, skipped: 0, deleted: 0, failed: 0, bytes: 0 };
    #unknown = { count: 0, examples: [] };
    constructor(observer) {
        this.#observer = observer;
    }
    get counts() {
        return { ...this.#counts };
    }
    downloaded(outcome) {
        this.#counts[outcome.action]++;
        this.#counts.bytes += outcome.size ?? 0;
        this.#observer.outcome(outcome);
        this.progress();
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
    /** An entry of a type that the client doesn't know: left alone, told once at the end. */
    unknown(path, type) {
        this.#unknown.count++;
        if (this.#unknown.examples.length < 5)
            this.#unknown.examples.push(`${path} (${type})`);
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
            filesSeen: this.#counts.skipped + this.#counts.failed + this.filesToDownload,
            filesDownloaded: this.#counts.new + this.#counts.updated,
            filesToDownload: this.filesToDownload,
            bytesDownloaded: this.#counts.bytes,
            bytesToDownload: this.bytesToDownload,
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
        try {
            const version = await this.#remote.download(entry, file, signal);
            if (signal.aborted)
                throw new errors/* CancelledError */.cc();
            before?.();
            node.make();
            await node.local.place(name, file, version.modified);
            return version;
        }
        finally {
            file.discard();
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
        task.node.digest.add(task.entry.name, version.size, version.modified);
        this.#tally.downloaded({ path: task.path, action: task.action, ...version });
    }
    /** @throws RunError or CancelledError when it is more than this one file's failure */
    failed({ path }, error, signal) {
        if (signal.aborted)
            throw new errors/* CancelledError */.cc();
        if (error instanceof errors/* RunError */.e4 || error instanceof errors/* CancelledError */.cc)
            throw error;
        if (isDiskFull(error)) {
            const message = `The disk that holds the mirror is full (${(0,errors/* messageOf */.bD)(error)}).`;
            this.#tally.failed(path, message);
            throw new errors/* RunError */.e4(`${message} Make room and run again: what was downloaded stays.`, { cause: error });
        }
        this.#tally.failed(path, error instanceof RemoteError ? error.message : (0,errors/* messageOf */.bD)(error));
    }
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
    /** Whatever the server has of a name, the local entry of that name is not extraneous. */
    const claimed = new Set();
    /** Of what is left out, a file says nothing of a local folder with other files in it, nor a folder of a local file. */
    const leftOut = { file: new Set(), folder: new Set() };
    const dealtWith = new Set();
    const twins = collisions(entries, keyOf, context, prefix);
    for (const entry of entries) {
        const path = `${prefix}${entry.name}`;
        const key = keyOf(entry.name);
        if (entry.kind === 'unknown') {
            claimed.add(key);
            unknown.push({ path, type: entry.type ?? '' });
            continue;
        }
        if (!chosen(entry, path, context.selection)) {
            leftOut[entry.kind].add(key);
            continue;
        }
        claimed.add(key);
        const reason = entry.malformed ?? (0,names/* refusal */.x5)(entry.name, context.platform) ?? tooLong(path, context.pathLimit);
        if (reason !== undefined) {
            refused.push({ path, reason });
            continue;
        }
        if (dealtWith.has(entry.name))
            continue; // the same entry, listed twice
        dealtWith.add(entry.name);
        const twin = twins.get(key);
        if (twin !== undefined) {
            refused.push({ path, reason: twin });
            continue;
        }
        const localName = local.has(entry.name) ? entry.name : localByKey?.get(key);
        const planned = {
            entry,
            path,
            local: localName === undefined ? undefined : local.get(localName),
            localName: localName === entry.name ? undefined : localName,
        };
        (entry.kind === 'folder' ? folders : files).push(planned);
    }
    const extraneous = [];
    for (const [name, kind] of local) {
        const key = keyOf(name);
        if (claimed.has(key))
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
    return { files, folders, refused, unknown, extraneous };
}
/** Keys under which different entries meet, with the reason: none of them is mirrored, so none overwrites another. */
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
    return twins;
}
function chosen(entry, path, selection) {
    return entry.kind === 'folder' ? selection.folder(path) : selection.file(path);
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
        if (entries.some(entry => entry.malformed !== undefined))
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
        if (!node.exists && !dryRun && node.swap === undefined && selection.emptyFolder(node.path)) {
            try {
                node.make();
            }
            catch (error) {
                tally.failed(node.path, (0,errors/* messageOf */.bD)(error));
            }
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
        if (swap?.kind === 'file-to-folder')
            swap.folders.push(node);
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
            const swap = { kind: 'file-to-folder', node: parent, name, path, tasks: [], folders: [] };
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
        for (const task of tasks) {
            tally.filesToDownload++;
            tally.bytesToDownload += task.entry.size ?? 0;
        }
        if (node.swap?.kind === 'file-to-folder')
            node.swap.tasks.push(...tasks);
        else if (tasks.length > 0)
            this.#options.download(node, tasks);
    }
    #fileInFoldersPlace(node, { entry, path }, name) {
        if (!this.#options.delete) {
            this.#options.tally.failed(path, 'A local folder stands where the server has a file. Remove it, or set delete to let the mirror replace it.');
            return;
        }
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
const LONGEST_PATH = { linux: 4095, darwin: 1023, win32: 32_000 };
/**
 * One run of the engine: walks the remote folder, compares, downloads what is new or changed, and with `delete` removes what is gone.
 * One entry's failure stops nothing else. What ends the run (a RunError, a cancellation) is in the report, with the sums so far.
 * @throws only what is a mistake in the program
 */
async function sync(remote, mirror, options, observer, signal) {
    const tally = new Tally(observer);
    const { selection, dryRun, concurrency } = options;
    const platform = options.platform ?? process.platform;
    const transfers = new Transfers(remote, mirror, tally);
    const folders = [];
    const jobs = new JobQueue();
    const walk = new Walk({
        remote,
        selection,
        tally,
        delete: options.delete,
        dryRun,
        platform,
        fold: mirror.fold,
        pathLimit: (LONGEST_PATH[platform] ?? 4095) - Buffer.byteLength(mirror.path) - 1,
        push: folder => folders.push(folder),
        download: (node, tasks) => {
            for (const job of jobsOf(node, tasks, options.batches && remote.downloadTogether !== undefined))
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
        refusal = await settle(walk, transfers, mirror, options, tally, signal);
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
async function settle(walk, transfers, mirror, options, tally, signal) {
    if (!options.delete || (walk.extraneous.length === 0 && walk.swaps.length === 0))
        return undefined;
    if (!tally.complete) {
        for (const swap of walk.swaps) {
            tally.failed(swap.kind === 'file-to-folder' ? swap.path : swap.task.path, 'It stands in the place of an entry of another kind, and is not replaced because not everything could be listed. Mend the listings that failed first.');
        }
        tally.warning('Nothing was deleted, because not every folder could be listed. The failures say which and why; mend them first.');
        return undefined;
    }
    const plan = planPrune(walk.extraneous, walk.swaps, options.selection, tally);
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
            const tasks = swap.kind === 'file-to-folder' ? swap.tasks : [swap.task];
            for (const task of tasks)
                await rehearseDownloads({ node: task.node, tasks: [task] }, tally);
        }
        return undefined;
    }
    prune(plan, tally);
    const swaps = new Swaps(mirror, transfers, tally);
    for (const planned of plan.swaps) {
        if (signal.aborted)
            throw new errors/* CancelledError */.cc();
        await swaps.run(planned, signal);
    }
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
    const highlights = new Highlights();
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
        onDownloading?.();
        const local = MirrorFolder.open(config.localPath, { write: !config.dryRun });
        folder = local;
        const written = report;
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
            const { digest } = synced;
            const saved = await reporter.group('Save the mirror to the cache', () => cache.save(digest, signal));
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


/***/ })

};
