export const id = 647;
export const ids = [647,924];
export const modules = {

/***/ 647:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  commandLine: () => (/* binding */ commandLine)
});

// EXTERNAL MODULE: external "node:tty"
var external_node_tty_ = __webpack_require__(7066);
// EXTERNAL MODULE: ./build/config/read-config.js + 1 modules
var read_config = __webpack_require__(13);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
// EXTERNAL MODULE: ./build/report/annotation.js
var annotation = __webpack_require__(7762);
// EXTERNAL MODULE: ./build/report/lines.js + 1 modules
var lines = __webpack_require__(3058);
// EXTERNAL MODULE: ./build/report/outputs.js
var outputs = __webpack_require__(4121);
// EXTERNAL MODULE: ./build/report/plain-reporter.js
var plain_reporter = __webpack_require__(3181);
// EXTERNAL MODULE: ./build/report/quantity.js
var quantity = __webpack_require__(9362);
// EXTERNAL MODULE: ./node_modules/commander/esm.mjs
var esm = __webpack_require__(8179);
// EXTERNAL MODULE: ./build/config/inputs.js
var inputs = __webpack_require__(9190);
;// CONCATENATED MODULE: ./build/cli/arguments.js



const EXAMPLE = `
Example:
  export FILECLOUD_USERNAME=ci FILECLOUD_PASSWORD=…
  filecloud-mirror --server https://files.example.com \\
    --remote-path /SHARED/handbook --local-path handbook

Each option is also an environment variable, FILECLOUD_REMOTE_PATH. The password
and the secret of an authenticator are only that: FILECLOUD_PASSWORD and
FILECLOUD_TOTP_SECRET. FILECLOUD_DEBUG=1 tells more.
Exit status: 0 all mirrored, 1 something failed, 2 wrong usage.`;
/** What to do where the usage is wrong. */
const SEE_HELP = 'Run filecloud-mirror --help for what there is.';
/**
 * Reads flags and environment variables; flags win.
 * @throws UsageError for an unknown flag, one without its value, a stray word, a flag for a secret
 */
function readArguments(argv, environment, version) {
    let text = '';
    const command = new esm/* Command */.uB('filecloud-mirror')
        .description('Mirrors a folder of a FileCloud server. Downloads only what is new or changed.')
        .helpOption('-h, --help', 'show this')
        .option('--json', 'one JSON result on standard output, no more')
        .version(version, '-V, --version', 'show the version')
        .addHelpText('after', EXAMPLE)
        .allowExcessArguments(true)
        .configureHelp({ helpWidth: 80 })
        .configureOutput({
        writeOut: out => {
            text += out;
        },
        writeErr: () => { },
    })
        .exitOverride();
    for (const input of inputs/* INPUTS */.m) {
        if (input.secret)
            continue;
        const isSwitch = input.placeholder === 'BOOL';
        const value = isSwitch ? `[${input.placeholder.toLowerCase()}]` : `<${input.placeholder.toLowerCase()}>`;
        const note = input.required ? 'required' : input.default;
        const description = `${input.help}${note === '' ? '' : ` (${note})`}`;
        if (input.name === 'include' || input.name === 'exclude') {
            command.option(`--${input.name} ${value}`, description, (glob, before) => before === undefined ? glob : `${before}\n${glob}`);
        }
        else
            command.option(`--${input.name} ${value}`, description);
    }
    for (const { name } of inputs/* INPUTS */.m.filter(input => input.secret)) {
        if (argv.some(argument => argument === `--${name}` || argument.startsWith(`--${name}=`))) {
            throw new errors/* UsageError */.eb(`--${name}: There is no such flag, because other users of a machine can see command lines. Set ${variableOf(name)} instead.`);
        }
    }
    try {
        command.parse(argv, { from: 'user' });
    }
    catch (error) {
        if (!(error instanceof esm/* CommanderError */.b7))
            throw error;
        if (error.exitCode === 0)
            return { kind: 'text', text };
        const said = error.message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
        throw new errors/* UsageError */.eb(`${said.charAt(0).toUpperCase()}${said.slice(1)}. ${SEE_HELP}`);
    }
    const options = command.opts();
    const flags = new Set(command.options.map(option => option.long));
    for (const { name } of inputs/* INPUTS */.m) {
        const value = options[camelCase(name)];
        if (typeof value !== 'string')
            continue;
        // The parser takes whatever comes next for the value.
        const next = value.split('\n').find(line => flags.has(line.replace(/=.*/, '')));
        if (next !== undefined)
            throw new errors/* UsageError */.eb(`--${name} has no value: “${next}” is the next option. ${SEE_HELP}`);
    }
    const stray = command.args[0];
    if (stray !== undefined)
        throw new errors/* UsageError */.eb(`${JSON.stringify(stray)} belongs to no option. ${SEE_HELP}`);
    const read = (name) => {
        const given = options[camelCase(name)];
        if (given === true)
            return 'true';
        return typeof given === 'string' ? given : (environment[variableOf(name)] ?? '');
    };
    return { kind: 'run', json: options['json'] === true, read };
}
/** `remote-path` → `FILECLOUD_REMOTE_PATH`. */
function variableOf(name) {
    return `FILECLOUD_${name.replaceAll('-', '_').toUpperCase()}`;
}
function camelCase(name) {
    return name.replaceAll(/-(\w)/g, (_, letter) => letter.toUpperCase());
}

;// CONCATENATED MODULE: ./build/cli/command-line.js









/** @returns the exit status: 0 all mirrored, 1 something failed, 2 wrong usage */
async function commandLine(options) {
    const { argv, environment, workspace, version, stdout, stderr, run } = options;
    const complaints = new plain_reporter/* PlainReporter */.W(stderr);
    const answer = new lines/* Lines */.q(stdout);
    let config;
    let json;
    let secrets;
    try {
        const read = readArguments(argv, environment, version);
        if (read.kind === 'text') {
            for (const line of read.text.trimEnd().split('\n'))
                answer.raw(line);
            await answer.flush();
            return 0;
        }
        json = read.json;
        secrets = (0,read_config/* secretsOf */.F)(read.read);
        for (const secret of secrets)
            complaints.secret(secret);
        const place = { workspace, passwordHint: 'Set FILECLOUD_PASSWORD.', hint: SEE_HELP };
        config = (0,read_config/* readConfig */.X)(name => read.read(name), place);
    }
    catch (error) {
        if (!(error instanceof errors/* UsageError */.eb))
            throw error;
        complaints.error(error.message);
        await complaints.flush();
        return 2;
    }
    const reporter = await reporterFor(json ? stderr : stdout, environment);
    for (const secret of secrets)
        reporter.secret(secret);
    const result = await run(config, reporter);
    const failure = (0,annotation/* closingError */.c)(result, text => reporter.redact(text));
    const [bytes, time] = [(0,quantity/* bytesText */.pV)(result.bytes), (0,quantity/* durationText */.S5)(result.duration)];
    if (failure !== undefined) {
        // On standard error, so that it is seen also where the rest goes into a file; behind all that was said before.
        await reporter.flush();
        complaints.error(failure);
        await complaints.flush();
    }
    else if (result.dryRun)
        reporter.info(`Dry run: ${bytes} would be downloaded; compared in ${time}.`);
    else
        reporter.info(`${bytes} downloaded in ${time}.`);
    if (json) {
        const error = failure === undefined ? {} : { error: reporter.redact(failure) };
        answer.raw(JSON.stringify({ ...(0,outputs/* valuesOf */.sm)(result), ...error }));
        await answer.flush();
    }
    await reporter.flush();
    return failure === undefined ? 0 : 1;
}
async function reporterFor(stream, environment) {
    const debug = environment['FILECLOUD_DEBUG'] === '1' || environment['RUNNER_DEBUG'] === '1';
    if (!(stream instanceof external_node_tty_.WriteStream) || environment['CI'] === 'true' || environment['TERM'] === 'dumb') {
        return new plain_reporter/* PlainReporter */.W(stream, { debug });
    }
    // Only people before a terminal pay for the bar.
    const { TerminalReporter } = await Promise.all(/* import() */[__webpack_require__.e(279), __webpack_require__.e(345)]).then(__webpack_require__.bind(__webpack_require__, 6345));
    return new TerminalReporter(stream, { debug, color: (environment['NO_COLOR'] ?? '') === '' });
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

/***/ 3181:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ PlainReporter)
/* harmony export */ });
/* harmony import */ var _lines_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3058);
/* harmony import */ var _progress_line_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2227);


/** Milliseconds between two lines of progress in a log file. */
const INTERVAL = 10_000;
/** Plain lines, for pipes and log files. */
class PlainReporter {
    lines;
    #debug;
    #clock;
    /** @param options `now`: milliseconds, monotonic; for tests */
    constructor(output, options = {}) {
        this.lines = new _lines_js__WEBPACK_IMPORTED_MODULE_0__/* .Lines */ .q(output);
        this.#debug = options.debug ?? false;
        this.#clock = new _progress_line_js__WEBPACK_IMPORTED_MODULE_1__/* .ProgressClock */ .Qv(INTERVAL, options.now ?? (() => performance.now()));
    }
    async group(title, body) {
        this.info(title);
        return await body();
    }
    info(message) {
        this.print(message, '');
    }
    debug(message) {
        if (this.#debug)
            this.print(message, 'debug: ');
    }
    warning(message) {
        this.print(message, 'warning: ');
    }
    error(message) {
        this.lines.writeAll(message, 'error: ');
    }
    progress(progress) {
        const elapsed = this.#clock.tick();
        if (elapsed !== undefined)
            this.lines.write((0,_progress_line_js__WEBPACK_IMPORTED_MODULE_1__/* .progressLine */ .oz)(progress, elapsed));
    }
    secret(value) {
        this.lines.redactor.add(value);
    }
    redact(text) {
        return this.lines.redactor.apply(text);
    }
    flush() {
        return this.lines.flush();
    }
    print(message, indent) {
        this.lines.write(message, indent);
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
