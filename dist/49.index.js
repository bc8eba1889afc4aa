export const id = 49;
export const ids = [49,801,924];
export const modules = {

/***/ 4049:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  action: () => (/* binding */ action)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 7 modules
var core = __webpack_require__(3838);
// EXTERNAL MODULE: ./build/config/read-config.js + 1 modules
var read_config = __webpack_require__(13);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
// EXTERNAL MODULE: ./build/mirror.js + 56 modules
var mirror = __webpack_require__(1386);
// EXTERNAL MODULE: ./build/report/annotation.js
var annotation = __webpack_require__(7762);
// EXTERNAL MODULE: ./build/report/outputs.js
var outputs = __webpack_require__(4121);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/report/highlights.js
var highlights = __webpack_require__(1966);
// EXTERNAL MODULE: ./build/report/escape.js
var report_escape = __webpack_require__(9924);
;// CONCATENATED MODULE: ./build/report/markdown.js

/** Longest text (characters) of one cell. */
const LONGEST = 300;
/**
 * An empty comment breaks what GitHub finds in plain text after Markdown was read, where entities help no more: mentions, mail addresses,
 * references (`#1`), emoji (`:name:`), and addresses of the web.
 */
const BREAK = '<!-- -->';
/** Text of any origin as plain text in Markdown: no markup, no table border, no mention, no link, one line. */
function plainMarkdown(text) {
    return (shortened((0,report_escape.visible)(text).trim())
        .replaceAll(/[&<>|`*_[\]~$\\]/g, entity)
        // What would begin a list or a rule at the start of a line.
        .replace(/^[-+=]/, entity)
        .replace(/^(\d+)([.)])/, (_, number, sign) => number + entity(sign))
        .replaceAll(/(?<!&)#|@|:(?=\/\/|(?:[\w+-]|&#95;)+:)|(?<=\bwww)(?=\.)|(?<=\bgh)(?=-\d)/gi, `$&${BREAK}`));
}
/** A name as code: not even what looks like an emoji is one. */
function codeMarkdown(name) {
    return `<code>${plainMarkdown(name)}</code>`;
}
function shortened(text) {
    const characters = [...text.slice(0, 2 * LONGEST + 1)];
    return characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('')}…` : text;
}
function entity(sign) {
    const names = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
    return names[sign] ?? `&#${sign.codePointAt(0)};`;
}

// EXTERNAL MODULE: ./build/report/quantity.js
var quantity = __webpack_require__(9362);
;// CONCATENATED MODULE: ./build/report/summary.js




/** Bytes that a summary may have: GitHub drops one of more than 1 MiB whole. */
const MOST = 512 * 1024;
/**
 * The job summary of a run as GitHub's Markdown. Every name in it is plain text.
 * @param redact takes secrets out: before the escaping, which would hide them from it
 */
function summaryOf(found, context, redact = text => text) {
    const result = redacted(found, redact);
    const parts = [
        heading(result, context, redact),
        ...(result.ended === undefined ? [] : [`> ${plainMarkdown(result.ended)}`]),
        table(['', 'Files'], [
            ['New', (0,quantity/* countText */.lT)(result.new)],
            ['Updated', (0,quantity/* countText */.lT)(result.updated)],
            ['Skipped', (0,quantity/* countText */.lT)(result.skipped)],
            ['Deleted', (0,quantity/* countText */.lT)(result.deleted)],
            ['Failed', (0,quantity/* countText */.lT)(result.failed)],
        ], ['left', 'right']),
        totals(result),
        ...picture(result),
        ...changes(result),
        ...failures(result),
        ...(result.warnings.length === 0
            ? []
            : ['### Warnings', result.warnings.map(text => `- ${plainMarkdown(text)}`).join('\n')]),
    ];
    let text = '';
    for (const part of parts) {
        if (Buffer.byteLength(text) + Buffer.byteLength(part) > MOST)
            break;
        text += `${part}\n\n`;
    }
    return text;
}
function redacted(result, redact) {
    return {
        ...result,
        ended: result.ended === undefined ? undefined : redact(result.ended),
        changes: result.changes.map(change => ({ ...change, path: redact(change.path) })),
        failures: result.failures.map(({ path, error }) => ({ path: redact(path), error: redact(error) })),
        warnings: result.warnings.map(redact),
    };
}
function heading(result, context, redact) {
    const failed = result.ended !== undefined || result.failed > 0;
    const sign = result.cancelled ? '⏹️' : failed ? '❌' : '✅';
    const word = result.cancelled
        ? 'Cancelled'
        : failed
            ? 'Failed'
            : result.dryRun
                ? 'Dry run'
                : result.changed
                    ? 'Mirrored'
                    : 'Nothing changed';
    const title = `## ${sign} FileCloud Mirror: ${word}`;
    if (context === undefined)
        return title;
    const [server, from, to] = [context.server, context.remotePath, shownPath(context)].map(text => codeMarkdown(redact(text)));
    const arrow = `${from} on ${server} → ${to}`;
    return `${title}\n\n${arrow}${result.dryRun ? '\n\n_A dry run: nothing was written. These are the changes that a run would make._' : ''}`;
}
/** Relative to the workspace where it lies inside: as it was given, most often. */
function shownPath({ localPath, workspace }) {
    const path = (0,external_node_path_.relative)(workspace, localPath).replaceAll(external_node_path_.sep, '/');
    return path === '' || path === '..' || path.startsWith('../') || (0,external_node_path_.isAbsolute)(path) ? localPath : path;
}
function totals(result) {
    const seconds = result.duration / 1000;
    const rate = result.bytes > 0 && seconds > 0 ? `, ${(0,quantity/* bytesText */.pV)(Math.round(result.bytes / seconds))}/s` : '';
    const cache = result.cacheHit ? ' The mirror was restored from the cache first.' : '';
    const [bytes, time] = [`**${(0,quantity/* bytesText */.pV)(result.bytes)}**`, `**${(0,quantity/* durationText */.S5)(result.duration)}**`];
    if (result.dryRun)
        return `${bytes} would be downloaded; compared in ${time}.`;
    return `${bytes} downloaded in ${time}${rate}.${cache}`;
}
function picture(result) {
    const slices = [
        ['New', result.new],
        ['Updated', result.updated],
        ['Skipped', result.skipped],
        ['Deleted', result.deleted],
        ['Failed', result.failed],
    ].filter(([, count]) => count > 0);
    if (slices.length < 2)
        return [];
    return [
        ['```mermaid', 'pie showData', ...slices.map(([label, count]) => `    "${label}" : ${count}`), '```'].join('\n'),
    ];
}
function changes(result) {
    if (result.changes.length === 0)
        return [];
    const shown = result.changes.slice(0, highlights/* CHANGES */.Y6);
    const all = result.new + result.updated + result.deleted;
    const title = all > shown.length ? `### The ${shown.length} largest of ${(0,quantity/* counted */.hS)(all, 'change')}` : '### Changes';
    return [
        title,
        table(['File', 'What', 'Size'], shown.map(({ path, action, size }) => [codeMarkdown(path), action, size === undefined ? '' : (0,quantity/* bytesText */.pV)(size)]), ['left', 'left', 'right']),
    ];
}
function failures(result) {
    if (result.failures.length === 0)
        return [];
    const shown = result.failures.slice(0, highlights/* FAILURES */.EM);
    const more = result.failed - shown.length;
    return [
        '### Failures',
        table(['Entry', 'Reason'], shown.map(({ path, error }) => [path === '' ? '(the folder itself)' : codeMarkdown(path), plainMarkdown(error)]), ['left', 'left']),
        ...(more > 0 ? [`… and ${(0,quantity/* countText */.lT)(more)} more. The report names all of them (input \`report\`).`] : []),
    ];
}
function table(head, rows, align) {
    const line = (cells) => `| ${cells.join(' | ')} |`;
    return [line(head), line(align.map(side => (side === 'right' ? '---:' : ':---'))), ...rows.map(line)].join('\n');
}

// EXTERNAL MODULE: ./build/state.js
var state = __webpack_require__(8801);
;// CONCATENATED MODULE: ./build/action.js









/** Why there may be no password. */
const NO_SECRET = 'If this is a pull request from a fork, or of Dependabot: secrets are not handed to those; skip the step there.';
/** The main step: inputs in, outputs, summary and one closing word out, in every case. @returns the exit status */
async function action(reporter, environment, entry, signal) {
    const read = (name) => (0,core/* getInput */.V4)(name, { trimWhitespace: false });
    const workspace = environment['GITHUB_WORKSPACE'] || process.cwd();
    let config;
    let result;
    try {
        // The name is half of a login. On the command line it is a flag, which everybody sees; here it comes from the secrets, too.
        for (const secret of [...(0,read_config/* secretsOf */.F)(read), read('username').trim()])
            reporter.secret(secret);
        const checked = (0,read_config/* readConfig */.X)(read, { workspace, passwordHint: NO_SECRET });
        config = checked;
        if (checked.server.startsWith('http:')) {
            reporter.info('The server is asked over plain http: the password can be read on the way. Use https where you can.');
        }
        const caches = checked.cache && !checked.dryRun;
        result = await (0,mirror.mirror)(checked, { reporter, environment, entry, onDownloading: () => caches && (0,state/* saveStarted */.nd)(checked) }, signal);
        if (caches)
            (0,state/* saveEnded */.yo)((0,annotation/* closingError */.c)(result) === undefined ? 'complete' : 'failed');
    }
    catch (error) {
        if (!(error instanceof errors/* UsageError */.eb))
            throw error;
        result = (0,outputs/* emptyResult */.$)(error.message);
    }
    for (const [name, value] of Object.entries((0,outputs/* outputsOf */.Yz)(result)))
        (0,core/* setOutput */.uH)(name, value);
    writeSummary(result, config, reporter, environment);
    const failure = (0,annotation/* closingError */.c)(result, text => reporter.redact(text));
    if (failure !== undefined)
        reporter.error(failure);
    return failure === undefined ? 0 : 1;
}
function writeSummary(result, config, reporter, environment) {
    const path = environment['GITHUB_STEP_SUMMARY'];
    if (path === undefined || path === '')
        return;
    try {
        (0,external_node_fs_.appendFileSync)(path, summaryOf(result, config, text => reporter.redact(text)));
    }
    catch (error) {
        reporter.warning(`The job summary could not be written (${(0,errors/* messageOf */.bD)(error)}). The mirror is not affected by it.`);
    }
}


/***/ }),

/***/ 9190:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ INPUTS)
/* harmony export */ });
const input = (name, placeholder, help, more = {}) => ({ name, placeholder, help, default: '', required: false, secret: false, ...more });
/** All inputs, in the order of action.yml; a test holds both equal. */
const INPUTS = [
    input('server', 'URL', 'address of the server', { required: true }),
    input('username', 'NAME', 'FileCloud account', { required: true }),
    input('password', '', 'its password', { required: true, secret: true }),
    input('totp-secret', '', "secret of the account's authenticator", { secret: true }),
    input('remote-path', 'PATH', 'folder on the server', { required: true }),
    input('local-path', 'PATH', 'folder to mirror into', { required: true }),
    input('include', 'GLOB', 'files to mirror; repeatable'),
    input('exclude', 'GLOB', 'files and folders to leave out; repeatable'),
    input('delete', 'BOOL', 'remove what is gone from the server', { default: 'false' }),
    input('max-delete', 'N|N%', 'most local files that delete may remove', { default: '50%' }),
    input('dry-run', 'BOOL', 'list and compare only', { default: 'false' }),
    input('server-timezone', 'ZONE', 'zone of servers without UTC times', { default: 'UTC' }),
    input('concurrency', 'N', 'requests in flight at once', { default: '16' }),
    input('retries', 'N', 'tries after the first', { default: '5' }),
    input('timeout', 'SECONDS', 'silence before a request counts as stalled', { default: '60' }),
    input('cache', 'BOOL', 'use the Actions cache where there is one', { default: 'true' }),
    input('cache-key', 'TEXT', 'keeps cached mirrors apart'),
    input('ca-certificate', 'PEM|PATH', 'authority to trust, too'),
    input('report', 'PATH', 'report, one JSON object a line'),
    input('batch', 'auto|off', 'fetch small files together', { default: 'auto' }),
    input('shard', 'I/N', 'mirror only part I of N'),
];


/***/ }),

/***/ 13:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  X: () => (/* binding */ readConfig),
  F: () => (/* binding */ secretsOf)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
// EXTERNAL MODULE: ./build/config/inputs.js
var inputs = __webpack_require__(9190);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
;// CONCATENATED MODULE: ./build/config/values.js




/** A value that cannot be used: what it is, and what would be right. */
function wrong(name, value, right) {
    return new errors/* UsageError */.eb(`${name}: ${JSON.stringify(value)} cannot be used. ${right}`);
}
function readServer(value) {
    const right = 'It has to be the address of the server, like https://files.example.com';
    // Looked at before all else, and not shown: also an address that cannot be read may hold a password.
    if (/^[^/?#]*(?:\/\/)?[^/?#]*@/.test(value)) {
        throw new errors/* UsageError */.eb('server: The address holds credentials. Give them as username and password.');
    }
    let url;
    try {
        url = new URL(value);
    }
    catch {
        throw wrong('server', value, `${right}.`);
    }
    if (url.protocol !== 'https:' && url.protocol !== 'http:')
        throw wrong('server', value, `${right}.`);
    if (url.search !== '' || url.hash !== '')
        throw wrong('server', value, `${right}, without “?” and “#”.`);
    // A request to //core is an error for FileCloud (official Python client).
    return `${url.origin}${url.pathname.replaceAll(/\/{2,}/g, '/').replace(/\/$/, '')}`;
}
function readRemotePath(value) {
    const right = 'It has to be the path of a folder on the server, like /SHARED/handbook';
    if (!value.startsWith('/'))
        throw wrong('remote-path', value, `${right}: it begins with “/”.`);
    if (/[\0-\x1f\x7f]/.test(value))
        throw wrong('remote-path', value, `${right}, without control characters.`);
    const parts = value.split('/').filter(part => part !== '');
    if (parts.includes('.') || parts.includes('..'))
        throw wrong('remote-path', value, `${right}, without “.” and “..”.`);
    return `/${parts.join('/')}`;
}
function readBoolean(name, value) {
    if (['true', 'True', 'TRUE'].includes(value))
        return true;
    if (['false', 'False', 'FALSE'].includes(value))
        return false;
    throw wrong(name, value, 'It has to be true or false.');
}
function readNumber(name, value, least, most, unit) {
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= least && number <= most)
        return number;
    throw wrong(name, value, `It has to be a whole number from ${least} to ${most}${unit}.`);
}
function readMaxDelete(value) {
    const match = /^(\d{1,9})(%?)$/.exec(value);
    const number = Number(match?.[1]);
    if (match !== null && match[2] === '')
        return { kind: 'files', files: number };
    if (match !== null && number <= 100)
        return { kind: 'share', percent: number };
    throw wrong('max-delete', value, 'It has to be a number of files, like 100, or a share from 0% to 100%, like 50%.');
}
/** One glob a line; white space around it goes. */
function readGlobs(name, value) {
    const globs = value
        .split(/\r?\n/)
        .map(line => line.trim())
        .filter(line => line !== '');
    for (const glob of globs) {
        if (glob.startsWith('/')) {
            throw wrong(name, glob, `Globs are relative to remote-path: write ${JSON.stringify(glob.replace(/^\/+/, ''))}.`);
        }
        if (glob.split('/').includes('..'))
            throw wrong(name, glob, 'Globs stay below remote-path: leave “..” out.');
        if (glob.split('/').includes('.'))
            throw wrong(name, glob, 'Globs are paths below remote-path: leave “.” out.');
        if (glob.includes('//'))
            throw wrong(name, glob, 'Between two names stands one slash.');
    }
    return globs;
}
function readZone(value) {
    // Asking Intl loads its data: some milliseconds that most runs need not spend.
    if (value === 'UTC')
        return value;
    try {
        new Intl.DateTimeFormat('en', { timeZone: value });
        return value;
    }
    catch {
        throw wrong('server-timezone', value, 'It has to be a name of the IANA time zone database, like Europe/Berlin or UTC.');
    }
}
function readTotpSecret(value) {
    if (value === '')
        return undefined;
    const right = 'totp-secret: The value cannot be used (it is not shown, being secret). It has to be the base32 secret that the authenticator app was set up with, or its otpauth:// address';
    let secret = value;
    if (/^\s*otpauth:/i.test(value)) {
        let url;
        try {
            url = new URL(value.trim());
        }
        catch {
            throw new errors/* UsageError */.eb(`${right}.`);
        }
        const parameter = (name, usual) => (url.searchParams.get(name) ?? usual).toUpperCase() === usual;
        if (url.host.toLowerCase() !== 'totp' ||
            !parameter('algorithm', 'SHA1') ||
            !parameter('digits', '6') ||
            !parameter('period', '30')) {
            throw new errors/* UsageError */.eb(`${right} for codes of six digits every 30 seconds (SHA-1): FileCloud knows no others.`);
        }
        secret = url.searchParams.get('secret') ?? '';
    }
    const plain = secret.replaceAll(/[\s-]/g, '').replace(/=+$/, '').toUpperCase();
    if (!/^[A-Z2-7]{8,}$/.test(plain))
        throw new errors/* UsageError */.eb(`${right}.`);
    return plain;
}
/** PEM text, or a path to it. */
function readCertificates(value, workspace) {
    if (value.trim() === '')
        return undefined;
    const isText = value.includes('-----BEGIN');
    let pem = value;
    if (!isText) {
        try {
            pem = (0,external_node_fs_.readFileSync)((0,external_node_path_.resolve)(workspace, value), 'utf8');
        }
        catch (error) {
            throw wrong('ca-certificate', value, `It has to be PEM text, or the path of a file with it (${(0,errors/* messageOf */.bD)(error)}).`);
        }
    }
    // Of the text only what it says it is: it may be a key, given by mistake.
    const shown = isText ? `${/-----BEGIN [A-Z ]*-----/.exec(value)?.[0] ?? '-----BEGIN'}…` : value;
    const blocks = pem.match(/-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]*-----END (?:TRUSTED )?CERTIFICATE-----/g) ?? [];
    if (blocks.length === 0)
        throw wrong('ca-certificate', shown, 'It holds no certificate in PEM form, which begins with -----BEGIN CERTIFICATE-----.');
    for (const [index, block] of blocks.entries()) {
        try {
            new external_node_crypto_.X509Certificate(block);
        }
        catch {
            throw wrong('ca-certificate', shown, `Certificate ${index + 1} of ${blocks.length} in it cannot be read. Export it anew in PEM form.`);
        }
    }
    return blocks.join('\n');
}
function readReport(value, workspace, localPath) {
    if (value === '')
        return undefined;
    const path = (0,external_node_path_.resolve)(workspace, value);
    // Also by way of links.
    if (isWithin(path, localPath) || isWithin(realPath(path), realPath(localPath))) {
        throw wrong('report', value, 'It lies in the mirror, where it would look like a mirrored file. Put it beside local-path.');
    }
    const there = lookAt(path);
    if (there?.isDirectory() === true)
        throw wrong('report', value, 'It is a folder. Name a file.');
    // The finished report is moved to its place: whatever else stands there would be gone.
    if (there?.isFile() === false) {
        throw wrong('report', value, 'It is a device, a pipe or a socket. Name a file.');
    }
    return path;
}
function isWithin(path, folder) {
    return path === folder || path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`);
}
function lookAt(path) {
    try {
        return (0,external_node_fs_.statSync)(path, { throwIfNoEntry: false });
    }
    catch {
        // Whether it can be written turns out when it is.
        return undefined;
    }
}
/** Without links, as far as it is there. */
function realPath(path) {
    try {
        return (0,external_node_fs_.realpathSync)(path);
    }
    catch {
        const parent = (0,external_node_path_.dirname)(path);
        return parent === path ? path : (0,external_node_path_.join)(realPath(parent), (0,external_node_path_.basename)(path));
    }
}
function readShard(value) {
    if (value === '')
        return undefined;
    const match = /^(\d{1,4})\/(\d{1,4})$/.exec(value);
    const index = Number(match?.[1]);
    const count = Number(match?.[2]);
    if (match !== null && count >= 1 && count <= 1000 && index >= 1 && index <= count)
        return { index, count };
    throw wrong('shard', value, 'It has to be a part of a number of parts, like 2/5: the first from 1 to the second, that at most 1000.');
}
function readCacheKey(value) {
    if (value.length > 200 || /[,\0-\x1f\x7f]/.test(value)) {
        throw wrong('cache-key', value, 'It has to be at most 200 characters, without commas and line breaks.');
    }
    return value;
}

;// CONCATENATED MODULE: ./build/config/read-config.js




/**
 * Inputs or flags as one checked, frozen config. Nothing was sent when it throws.
 * @param read the text given for an input; '' for none
 * @throws UsageError naming the input, its value (but of secrets) and what would be right
 */
function readConfig(read, place) {
    const { workspace } = place;
    const text = (name) => {
        const given = read(name);
        const input = inputs/* INPUTS */.m.find(one => one.name === name);
        // A password may begin and end with spaces; nothing else does.
        const value = input?.secret === true ? given : given.trim();
        return value === '' ? (input?.default ?? '') : value;
    };
    const empty = inputs/* INPUTS */.m.filter(({ name, required }) => required && text(name) === '').map(({ name }) => name);
    if (empty.length > 0)
        throw missing(empty, place);
    const localPath = (0,external_node_path_.resolve)(workspace, text('local-path'));
    const batch = text('batch');
    if (batch !== 'auto' && batch !== 'off')
        throw wrong('batch', batch, 'It has to be auto or off.');
    return Object.freeze({
        server: readServer(text('server')),
        username: text('username'),
        password: text('password'),
        totpSecret: readTotpSecret(text('totp-secret')),
        remotePath: readRemotePath(text('remote-path')),
        localPath,
        workspace,
        include: readGlobs('include', text('include')),
        exclude: readGlobs('exclude', text('exclude')),
        delete: readBoolean('delete', text('delete')),
        maxDelete: readMaxDelete(text('max-delete')),
        dryRun: readBoolean('dry-run', text('dry-run')),
        serverTimezone: readZone(text('server-timezone')),
        concurrency: readNumber('concurrency', text('concurrency'), 1, 256, ''),
        retries: readNumber('retries', text('retries'), 0, 100, ''),
        timeout: readNumber('timeout', text('timeout'), 1, 3600, ' (seconds)'),
        cache: readBoolean('cache', text('cache')),
        cacheKey: readCacheKey(text('cache-key')),
        caCertificate: readCertificates(text('ca-certificate'), workspace),
        report: readReport(text('report'), workspace, localPath),
        batch,
        shard: readShard(text('shard')),
    });
}
/** What must not be seen anywhere. The username is half of what a login needs. */
function secretsOf(read) {
    const totp = read('totp-secret');
    // The part of an otpauth:// address, and the form without spaces, are as good as the whole.
    const part = new URLSearchParams(totp.slice(totp.indexOf('?') + 1)).get('secret') ?? totp;
    return [
        ...inputs/* INPUTS */.m.filter(input => input.secret || input.name === 'username').map(input => read(input.name)),
        part,
        part.replaceAll(/[\s-]/g, ''),
    ].filter((value, index, all) => value !== '' && all.indexOf(value) === index);
}
function missing(names, { passwordHint, hint }) {
    const what = names.length === 1 ? 'It is empty, and has to be given.' : 'They are empty, and have to be given.';
    const hints = [...(names.includes('password') ? [passwordHint] : []), ...(hint === undefined ? [] : [hint])];
    return new errors/* UsageError */.eb(`${names.join(', ')}: ${[what, ...hints].join(' ')}`);
}


/***/ }),

/***/ 7762:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ closingError)
/* harmony export */ });
/* harmony import */ var _escape_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9924);
/* harmony import */ var _quantity_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9362);


const NAMED = 10;
/** Most characters of a line: servers may say what they like, as long as they like. */
const LONGEST = 2000;
/**
 * The one closing word about what failed: what ended the run, how many entries failed, the first ten by name, each on one line.
 * @param redact takes secrets out: before the escaping, which would hide them from it
 * @returns undefined when nothing failed
 */
function closingError(result, redact = text => text) {
    const oneLine = (text) => {
        const line = (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__.visible)(redact(text));
        return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
    };
    const lines = [];
    if (result.ended !== undefined)
        lines.push(oneLine(result.ended));
    if (result.failed > 0) {
        lines.push(`${(0,_quantity_js__WEBPACK_IMPORTED_MODULE_1__/* .counted */ .hS)(result.failed, 'entry', 'entries')} could not be mirrored:`);
        for (const { path, error } of result.failures.slice(0, NAMED))
            lines.push(oneLine(`${path === '' ? '(the folder itself)' : path}: ${error}`));
        if (result.failed > NAMED)
            lines.push(`… and ${(0,_quantity_js__WEBPACK_IMPORTED_MODULE_1__/* .counted */ .hS)(result.failed - NAMED, 'more', 'more')}. The report names all (input report).`);
    }
    return lines.length === 0 ? undefined : lines.join('\n');
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

/***/ 4121:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ emptyResult),
/* harmony export */   Yz: () => (/* binding */ outputsOf),
/* harmony export */   sm: () => (/* binding */ valuesOf)
/* harmony export */ });
/** The outputs of the action by name, as GitHub takes them: text. */
function outputsOf(result) {
    return Object.fromEntries(Object.entries(valuesOf(result)).map(([name, value]) => [name, String(value)]));
}
/** The same as typed values, for `--json`. */
function valuesOf(result) {
    return {
        new: result.new,
        updated: result.updated,
        skipped: result.skipped,
        deleted: result.deleted,
        failed: result.failed,
        bytes: result.bytes,
        changed: result.changed,
        digest: result.digest,
        'cache-hit': result.cacheHit,
        report: result.report,
    };
}
/** The result of a run that ended before it began. */
function emptyResult(ended) {
    return {
        new: 0,
        updated: 0,
        skipped: 0,
        deleted: 0,
        failed: 0,
        bytes: 0,
        changed: false,
        digest: '',
        cacheHit: false,
        report: '',
        dryRun: false,
        duration: 0,
        ended,
        cancelled: false,
        failures: [],
        changes: [],
        warnings: [],
    };
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
